//! The integration tests: one binary, by domain, through HTTP, each on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

mod support;

mod acting;
mod anonymity;
mod authorisation;
mod bank;
mod crash;
mod deals;
mod desk;
mod documents;
mod enquiries;
mod groups;
mod house;
mod identity;
mod imports;
mod insights;
mod ledger;
mod ledger_model;
mod ledger_race;
mod listings;
mod main_job;
mod mandates;
mod notifications;
mod offers;
mod openapi;
mod operations;
mod pages;
mod patents;
mod settings;
mod watchlist;
mod workspace;
