//! What mandates say in the event log.

/// One side proposed a mandate; the other is asked.
pub const MANDATE_PROPOSED: &str = "mandate.proposed";
/// The other side agreed.
pub const MANDATE_ACCEPTED: &str = "mandate.accepted";
/// The other side did not.
pub const MANDATE_DECLINED: &str = "mandate.declined";
/// One side ended it, or its last day passed.
pub const MANDATE_ENDED: &str = "mandate.ended";

/// A mandate's event, told to both sides.
pub(super) fn event(kind: &'static str, mandate: &super::model::Mandate) -> crate::platform::events::NewEvent {
    let listing = if let super::model::Scope::Listing(id) = mandate.scope { Some(id) } else { None };
    crate::platform::events::NewEvent::about(kind, mandate.id)
        .listing(listing)
        .concerns([mandate.intermediary, mandate.principal])
        .facts(serde_json::json!({ "state": mandate.state, "version": mandate.version }))
}
