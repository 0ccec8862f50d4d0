//! What every domain stands on: the database and its one transaction a command, the event log and its consumers,
//! jobs, idempotency, audit, blobs, mail, search engines.

pub mod audit;
pub mod blob;
pub mod ctx;
pub mod db;
pub mod events;
pub mod http;
pub mod idempotency;
pub mod jobs;
pub mod mail;
pub mod numbers;
pub mod rates;
pub mod search;
pub mod services;
pub mod shutdown;
pub mod site;
pub mod telemetry;
pub mod vitals;

pub use ctx::Ctx;
pub use db::Db;
pub use services::{Services, Settings};
