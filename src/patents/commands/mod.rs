//! What changes patents.

pub mod create;
pub mod edit;
pub mod resolve;
