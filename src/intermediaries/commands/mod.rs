//! What changes mandates.

pub mod propose;
pub mod resolve;
