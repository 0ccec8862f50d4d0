//! Patents: bibliographic records, numbers, classes.

pub mod classification;
pub mod number;
pub mod routes;
