//! The double-entry ledger (台账): accounts, transfers, bank payments.
//!
//! Owns `ledger_account`, `ledger_transfer`, `ledger_pending`, `bank_expected`, `bank_payment`. It knows no domain: what
//! a transfer is about is an opaque `subject`, and whoever waits for a bank payment is a [`bank::Payee`].
//!
//! Invariants, kept by the database (triggers, CHECKs and keys) and recomputed by [`verify`]:
//! - a transfer debits one account and credits another of the same currency by the same amount above zero, and never
//!   changes; a correction is another transfer the other way round;
//! - an account's balance, less what is reserved by pending transfers, never falls below zero;
//! - a pending transfer is resolved once: posted (whole or in part), voided, or voided by the clock when it lapses;
//! - an id names one transfer: the same one sent again answers the first and changes nothing.
//!
//! Events: `payment.received`, `payment.unmatched`; per transfer what its [`Purpose`] says: `escrow.held`,
//! `escrow.released`, `escrow.refunded`, `commission.paid`, else `ledger.transferred`.

pub mod bank;
pub mod book;
pub mod commands;
pub mod error;
pub mod events;
pub mod model;
pub mod queries;
pub mod routes;
pub mod sweep;
#[cfg(test)]
mod tests;
pub mod verify;
pub mod view;

pub use commands::{account::account, post_many::post_many, transfer::transfer};
pub use model::{AccountKey, AccountKind, LedgerAccount, Movement, NewTransfer, Purpose, Side, Transfer};
pub use queries::balance;
