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

/// The asking price of a watched listing changed.
pub const WATCH_PRICE: &str = "watch.price_changed";
/// A watched listing is published anew.
pub const WATCH_PUBLISHED: &str = "watch.published";
/// A watched listing takes no offers for a while.
pub const WATCH_PAUSED: &str = "watch.paused";
/// A watched listing takes offers again.
pub const WATCH_RESUMED: &str = "watch.resumed";
/// A watched listing was taken back.
pub const WATCH_WITHDRAWN: &str = "watch.withdrawn";
/// A deal on all of a watched listing began.
pub const WATCH_UNDER_DEAL: &str = "watch.under_deal";
/// The deal on a watched listing came to nothing.
pub const WATCH_REOPENED: &str = "watch.reopened";
/// The deal on a watched listing is done.
pub const WATCH_CLOSED: &str = "watch.closed";

/// What those who watch a listing are told of an action.
pub(super) fn watched(action: Action) -> Option<&'static str> {
    match action {
        Action::Publish => Some(WATCH_PUBLISHED),
        Action::Pause => Some(WATCH_PAUSED),
        Action::Resume => Some(WATCH_RESUMED),
        Action::Withdraw => Some(WATCH_WITHDRAWN),
        Action::Open => Some(WATCH_UNDER_DEAL),
        Action::Reopen => Some(WATCH_REOPENED),
        Action::Close => Some(WATCH_CLOSED),
        Action::Edit | Action::Submit | Action::Return => None,
    }
}

/// A watched listing's event, told to those who watch it.
pub(super) fn watch(kind: &'static str, listing: &Listing) -> NewEvent {
    NewEvent::about(kind, listing.id).listing(listing.id).facts(serde_json::json!({
        "state": listing.state,
        "number": listing.number,
        "price": listing.price,
        "price_negotiable": listing.price_negotiable,
    }))
}

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
