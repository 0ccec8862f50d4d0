//! What changes the ledger.

pub mod account;
pub mod post_many;
pub mod transfer;
