//! What changes identity.

pub mod account;
pub mod api_tokens;
pub mod cast;
pub mod decide;
pub mod found;
pub mod members;
pub mod operator;
pub mod passkeys;
pub mod reset;
pub mod revise;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod sign_up;
pub mod verify;

pub use operator::{CreateOperator, OperatorMade, create_operator};
