//! The demo: its texts, and the story it plays through the same commands that people use.
//!
//! Everything here is invented and marked as demo in the database. The story runs on a clock that is set back most of a
//! year and moved on scene by scene, so that its dates are always recent.

pub mod data;
mod plot;
mod seed;
mod stage;
mod talk;
mod trades;

pub use plot::first_day;
pub use seed::play;
pub use stage::{Credentials, PASSWORD, Stage};
