//! What offers say in the event log. Prices and terms stay between the parties: they are not in it.

use serde_json::json;

use crate::platform::events::NewEvent;

use super::model::Offer;

/// A buyer began a thread.
pub const MADE: &str = "offer.made";
/// The other side answered with other terms.
pub const COUNTERED: &str = "offer.countered";
/// It became a deal.
pub const ACCEPTED: &str = "offer.accepted";
/// The other side, or a deal on a conflicting right, said no.
pub const DECLINED: &str = "offer.declined";
/// It was taken back.
pub const WITHDRAWN: &str = "offer.withdrawn";
/// Nobody answered in time.
pub const EXPIRED: &str = "offer.expired";

/// An offer's event, told to both sides.
pub(super) fn event(kind: &'static str, offer: &Offer) -> NewEvent {
    NewEvent::about(kind, offer.id).listing(offer.listing).concerns([offer.seller, offer.buyer]).facts(json!({
        "state": offer.state,
        "version": offer.version,
        "number": offer.number,
        "round": offer.round,
        "right": offer.right,
        "turn": offer.turn,
        "reason": offer.reason.as_ref().map(|reason| reason.code),
        "deal": offer.deal,
    }))
}
