//! What changes enquiries.

pub mod ask;
pub mod write;
