//! What changes deals.

pub mod acceptance;
pub mod cancel;
pub mod clock;
pub mod dispute;
pub mod document;
mod load;
pub mod message;
pub mod open;
pub mod receive;
pub mod recordal;
pub mod release;
pub mod ruling;
pub mod sign;

pub use load::Plain;
