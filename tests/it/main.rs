//! The integration tests: one binary, by domain, through HTTP, each on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

mod support;

mod acting;
mod identity;
mod ledger;
mod listings;
mod mandates;
mod notifications;
