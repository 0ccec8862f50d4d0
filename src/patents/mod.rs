//! Patents (专利): bibliographic records, numbers, classes, standing.
//!
//! Owns `patent`, `patent_owner`. One record a number, whatever its spelling; kept by the organisation that made it
//! (imported ones by the operator). What an office has published is for everyone who is signed in; a record of what no
//! office has published yet is for its keeper, its owners and the operator.

pub mod classification;
pub mod commands;
pub mod import;
pub mod number;
pub mod queries;
pub mod routes;
pub mod standing;
#[cfg(test)]
mod tests;
pub mod view;

pub use commands::{add::ensure, record::Record, resolve::resolve};
pub use queries::display;
pub use standing::{Standing, standing};
