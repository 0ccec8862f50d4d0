//! SeaORM entities: one file a table. Columns and relations only, no logic.

pub mod account;
pub mod account_token;
pub mod api_token;
pub mod audit;
pub mod consumer;
pub mod event;
pub mod event_outbox;
pub mod idempotency;
pub mod invitation;
pub mod job;
pub mod listing;
pub mod listing_patent;
pub mod listing_version;
pub mod mail;
pub mod mandate;
pub mod member;
pub mod notification;
pub mod notification_preference;
pub mod number_series;
pub mod organisation;
pub mod patent;
pub mod session;
