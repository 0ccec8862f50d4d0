//! Listings (项目): technologies on supply, their documents, enquiries.

pub mod routes;
