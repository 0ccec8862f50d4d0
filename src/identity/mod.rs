//! Who is who: accounts, organisations, members, sessions, API tokens, verification.
//!
//! Owns `account`, `account_token`, `session`, `api_token`, `organisation`, `member`, `invitation`.
//!
//! Invariants: an e-mail address belongs to one account; sign-up and reset answer alike for known and unknown
//! addresses; every request looks at the session and membership rows, so that a change takes effect at once; an
//! organisation always has an owner.

pub mod authenticate;
pub mod commands;
pub mod error;
pub mod events;
pub mod password;
pub mod queries;
pub mod routes;
pub mod tokens;
pub mod view;

pub use authenticate::authenticate;
pub use queries::{organisation, organisation_names};
