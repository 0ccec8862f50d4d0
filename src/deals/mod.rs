//! Deals (成交项目): from an agreement to the released price, through signatures, escrow, filing and acceptance.
//!
//! Owns `deal_transition`, `deal_event`, `deal`, `deal_charge`, `deal_document`, `deal_message`, `deal_reminder`.
//!
//! [`lifecycle::TRANSITIONS`] is the picture, and the database holds the same arrows: a deal moves only by inserting a
//! step (`deal_event`) that refers to its arrow and its predecessor; triggers move the head and refuse every other write.
//!
//! Invariants: paid in = held + released + refunded + commission + fees ([`books`]); no release without acceptance and,
//! where the rule pack demands it, recordal, or else a ruling by two persons; both sides sign the same bytes; what is
//! taken out of the price is fixed when the deal opens; history is append-only. Ledger, listing and stage move in one
//! transaction.
//!
//! Events: [`events`], and the money's own.

pub mod books;
pub mod checklist;
pub mod commands;
pub mod commissions;
mod effects;
pub mod error;
pub mod events;
pub mod facts;
pub mod lifecycle;
pub mod messages;
pub mod model;
pub mod queries;
mod record;
pub mod routes;
pub mod split;
pub mod sweep;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod view;

pub use commands::{
    open::{NewDeal, open},
    receive::DealPayee,
};
pub use queries::show;
