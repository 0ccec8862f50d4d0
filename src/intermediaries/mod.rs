//! Intermediaries (中介机构) and their mandates (委托).
//!
//! Owns `mandate`. A mandate ties an intermediary to a principal, for everything or for one listing, on one side, until
//! a date, at a commission; both agree. What happens in its scope is told to the intermediary ([`covering`]); with
//! `may_act` it may act for its principal, and the audit trail says so.
//!
//! Invariants: the one who proposed does not agree for the other; a mandate that ended never lives again; terms do not
//! change: new terms are a new mandate; both sides are verified when it is proposed; who acts by a mandate never agrees to
//! one; nobody acts for the exchange.
//!
//! This domain is the exemplar: `lifecycle` is the picture, `commands` one use case a file, `queries` start at what the
//! actor may see, `routes` extract, call and answer.

pub mod acting;
pub mod commands;
pub mod directory;
pub mod error;
pub mod events;
pub mod lifecycle;
pub mod model;
pub mod queries;
pub mod routes;
pub mod sweep;
#[cfg(test)]
mod tests;
pub mod view;

pub use acting::membership_by_mandate;
pub use queries::covering;
pub use sweep::Expiry;
pub use view::PartyOut;
