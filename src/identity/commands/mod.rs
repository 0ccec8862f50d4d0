//! What changes identity.

pub mod sign_in;
pub mod sign_up;
pub mod verify;
