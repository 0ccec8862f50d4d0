//! What listings say in the event log.

use crate::platform::events::NewEvent;

use super::{lifecycle::Action, model::Listing};

/// A draft was made.
pub const CREATED: &str = "listing.created";
/// Its content changed.
pub const UPDATED: &str = "listing.updated";
/// The holder asks for publication.
pub const SUBMITTED: &str = "listing.submitted";
/// The operator gave it back.
pub const RETURNED: &str = "listing.returned";
/// Everybody sees it.
pub const PUBLISHED: &str = "listing.published";
/// It takes no offers for a while.
pub const PAUSED: &str = "listing.paused";
/// It takes offers again.
pub const RESUMED: &str = "listing.resumed";
/// It was taken back.
pub const WITHDRAWN: &str = "listing.withdrawn";
/// A deal on all of it began.
pub const UNDER_DEAL: &str = "listing.under_deal";
/// The deal came to nothing.
pub const REOPENED: &str = "listing.reopened";
/// The deal is done.
pub const CLOSED: &str = "listing.closed";

/// The event of an action.
pub(super) fn of(action: Action) -> &'static str {
    match action {
        Action::Edit => UPDATED,
        Action::Submit => SUBMITTED,
        Action::Return => RETURNED,
        Action::Publish => PUBLISHED,
        Action::Pause => PAUSED,
        Action::Resume => RESUMED,
        Action::Withdraw => WITHDRAWN,
        Action::Open => UNDER_DEAL,
        Action::Reopen => REOPENED,
        Action::Close => CLOSED,
    }
}

/// A listing's event, told to its holder.
pub(super) fn event(kind: &'static str, listing: &Listing) -> NewEvent {
    NewEvent::about(kind, listing.id)
        .listing(listing.id)
        .concerns([listing.owner])
        .facts(serde_json::json!({ "state": listing.state, "version": listing.version, "number": listing.number }))
}
