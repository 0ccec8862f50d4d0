//! What changes offers.

pub mod accept;
pub mod answer;
pub mod counter;
pub mod expire;
pub mod make;

mod checks;
mod rows;
