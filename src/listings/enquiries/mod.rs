//! Enquiries (咨询): questions on a listing before any offer, each a thread with a clock that says how well its holder
//! answers.
//!
//! Owns `enquiry`, `enquiry_message`.
//!
//! Invariants: a thread is between the one who asked and the holder, and nobody else but the operator reads it; the first
//! answer stops the clock, once; messages never change.

mod clock;
pub mod commands;
pub mod queries;
pub mod routes;
pub mod view;

pub use queries::{Responses, responses};
