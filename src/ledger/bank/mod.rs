//! Bank payments: what is expected under which reference, what came in, and what waits in suspense (待核实款).
//!
//! Who waits for money says so ([`expect_payment`]) with a reference that the payer quotes. A payment that fits is
//! credited to the payer's account and handed to the [`Payee`] of its subject, in the same transaction. One that does not
//! (unknown reference, another amount, paid before) is taken all the same, as a bank delivers it, and waits in suspense
//! until a clerk resolves or refunds it.

pub mod deposit;
pub mod expect;
pub mod lifecycle;
pub mod model;
pub mod queries;
pub mod settle;
pub mod view;

pub use expect::{Expected, cancel_expected, expect_payment};
pub use model::{Payee, Payees, Payment};
