//! What changes listings.

pub mod act;
pub mod create;
pub mod edit;
mod rows;
