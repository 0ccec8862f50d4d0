//! Discovery: search over what is published.

pub mod routes;
