//! Patents: bibliographic records, numbers, classes.
//!
//! Owns `patent`. One record a number, whatever its spelling; the record is public, and kept by the organisation that made
//! it (imported ones by the operator).

pub mod classification;
pub mod commands;
pub mod number;
pub mod queries;
pub mod routes;
pub mod view;

pub use commands::resolve::resolve;
pub use queries::display;
