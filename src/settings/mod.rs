//! Settings of the installation: what the operator's approvers change while the exchange runs.
//!
//! Owns `setting`, one row a change, append-only. What is in force is read by [`crate::platform::site`], which every
//! domain may look at: deals take the exchange's fee from there when they open, mails the name, the desk its periods.
//!
//! Invariants: a change builds on the newest version or is refused; who, when, from what and to what is kept for good; a
//! deal under way keeps the fee it opened with.

pub mod change;
pub mod check;
pub mod events;
pub mod queries;
pub mod routes;
pub mod view;
