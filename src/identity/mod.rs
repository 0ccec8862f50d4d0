//! Who is who: accounts, organisations, members, sessions, API tokens, verification.
//!
//! Owns `account`, `account_token`, `session`, `api_token`, `organisation`, `member`, `invitation`,
//! `passkey`, `passkey_ceremony`.
//!
//! Invariants: an e-mail address belongs to one account; sign-up and reset answer alike for known and unknown
//! addresses; every request looks at the session and membership rows, so that a change takes effect at once; an
//! organisation always has an owner.

pub mod authenticate;
pub mod commands;
pub mod cookies;
pub mod error;
pub mod events;
pub mod letters;
pub mod lifecycle;
pub mod model;
pub mod own;
pub mod password;
pub mod queries;
pub mod routes;
pub mod sweep;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod totp;
pub mod view;
pub mod webauthn;

pub use authenticate::{authenticate, is_signed_in};
pub use commands::operator::first_operator_link;
pub use cookies::Cookies;
pub use queries::{apart, operator, organisation, organisation_names};
