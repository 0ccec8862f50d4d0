//! What changes disclosure.

pub mod add;
pub mod agree;
pub mod look;
pub mod remove;
pub mod request;
pub mod resolve;
