//! What changes listings.

pub mod act;
pub mod create;
pub mod edit;
pub(in crate::listings) mod rows;
