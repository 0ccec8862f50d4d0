//! The demo: its texts, and the story it plays through the same commands that people use.
//!
//! Everything here is invented and marked as demo in the database.

pub mod data;
