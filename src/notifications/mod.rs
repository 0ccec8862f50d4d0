//! Notifications: every event, told to those it concerns.

pub mod routes;
