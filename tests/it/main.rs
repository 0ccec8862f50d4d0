//! The integration tests: one binary, by domain, through HTTP, each on SQLite and on PostgreSQL.

mod support;

mod ledger;
mod listings;
mod mandates;
mod notifications;
