//! What identity says in the event log.

/// An account confirmed its address.
pub const ACCOUNT_VERIFIED: &str = "account.verified";
/// An organisation was made.
pub const ORGANISATION_CREATED: &str = "organisation.created";
