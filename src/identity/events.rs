//! What identity says in the event log.

/// An account confirmed its address.
pub const ACCOUNT_VERIFIED: &str = "account.verified";
/// An account was deleted.
pub const ACCOUNT_DELETED: &str = "account.deleted";
/// An account got a passkey; its owner is told by mail.
pub const PASSKEY_ADDED: &str = "passkey.added";
/// A passkey was removed; likewise.
pub const PASSKEY_REMOVED: &str = "passkey.removed";
/// An organisation was made.
pub const ORGANISATION_CREATED: &str = "organisation.created";
/// Its profile changed.
pub const ORGANISATION_CHANGED: &str = "organisation.changed";
/// It asks to be verified (again); told to the operator as well.
pub const VERIFICATION_REQUESTED: &str = "organisation.verification_requested";
/// The operator verified it.
pub const ORGANISATION_VERIFIED: &str = "organisation.verified";
/// The operator did not.
pub const ORGANISATION_REJECTED: &str = "organisation.rejected";
/// The operator took its rights away, or it lost its last member.
pub const ORGANISATION_SUSPENDED: &str = "organisation.suspended";
/// The operator gave them back.
pub const ORGANISATION_REINSTATED: &str = "organisation.reinstated";
/// An account became a member.
pub const MEMBER_JOINED: &str = "member.joined";
/// A member's role changed.
pub const MEMBER_ROLE_CHANGED: &str = "member.role_changed";
/// A member left or was removed.
pub const MEMBER_LEFT: &str = "member.left";
