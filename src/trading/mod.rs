//! Trading: negotiated offers (报价) and counter-offers (还价).
//!
//! Owns `offer` (the thread: whose turn it is, the standing terms) and `offer_round` (every offer made in it, append-only).
//!
//! Invariants: a thread is between the holder of a published listing and one other verified organisation; the side that
//! did not make the standing round answers it, and only the side that made it takes it back; accepting opens the deal in
//! the same transaction and declines every other open offer on the listing whose right conflicts; a thread that is over
//! never changes; an intermediary never negotiates with itself (民法典 art. 168).
//!
//! Locks in this order: the listing, the offer answered, the other offers on the listing by id.

pub mod commands;
pub mod error;
pub mod events;
pub mod lifecycle;
pub mod model;
pub mod queries;
pub mod routes;
pub mod sweep;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod view;

pub use sweep::Expiry;
