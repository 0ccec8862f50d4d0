//! What changes patents.

pub mod add;
pub mod create;
pub mod edit;
pub mod record;
pub mod resolve;
mod rows;
