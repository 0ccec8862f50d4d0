//! What deals say in the event log. Money says its own: `escrow.held`, `escrow.released`, `escrow.refunded`,
//! `commission.paid`.

use serde_json::json;

use crate::platform::events::NewEvent;

use super::{
    lifecycle::{Action, Arrow, Stage},
    model::Deal,
};

/// An agreement became a deal.
pub const OPENED: &str = "deal.opened";
/// A side signed.
pub const SIGNED: &str = "deal.signed";
/// It moved on along the road.
pub const STAGE_CHANGED: &str = "deal.stage_changed";
/// A document was added.
pub const DOCUMENT_ADDED: &str = "deal.document_added";
/// A side says under which number it was filed; a clerk is to confirm it.
pub const FILED: &str = "deal.filed";
/// The seller delivered; the buyer inspects.
pub const DELIVERED: &str = "deal.delivered";
/// The buyer takes more time.
pub const INSPECTION_EXTENDED: &str = "deal.inspection_extended";
/// A deadline is near.
pub const DEADLINE_NEAR: &str = "deal.deadline_near";
/// A dispute froze the escrow.
pub const DISPUTED: &str = "deal.disputed";
/// A side added evidence.
pub const EVIDENCE_ADDED: &str = "deal.evidence_added";
/// The dispute was taken back.
pub const DISPUTE_WITHDRAWN: &str = "deal.dispute_withdrawn";
/// A ruling waits for another person's confirmation.
pub const RULING_PROPOSED: &str = "deal.ruling_proposed";
/// A ruling was carried out.
pub const RULING_CONFIRMED: &str = "deal.ruling_confirmed";
/// A side wrote to the other.
pub const MESSAGE_WRITTEN: &str = "deal.message_written";
/// It came to nothing.
pub const CANCELLED: &str = "deal.cancelled";
/// All of the money went back.
pub const REFUNDED: &str = "deal.refunded";
/// It is done.
pub const CLOSED: &str = "deal.closed";

/// What a step is called.
fn kinds(arrow: &Arrow) -> Vec<&'static str> {
    let own = match arrow.action {
        Action::PutContract => Some(DOCUMENT_ADDED),
        Action::Sign => Some(SIGNED),
        Action::File => Some(FILED),
        Action::Deliver => Some(DELIVERED),
        Action::Extend => Some(INSPECTION_EXTENDED),
        Action::Dispute => Some(DISPUTED),
        Action::AddEvidence => Some(EVIDENCE_ADDED),
        Action::WithdrawDispute => Some(DISPUTE_WITHDRAWN),
        Action::ProposeRuling => Some(RULING_PROPOSED),
        Action::ConfirmRuling => Some(RULING_CONFIRMED),
        Action::Conclude
        | Action::Cancel
        | Action::Expire
        | Action::Receive
        | Action::ConfirmRecordal
        | Action::Accept
        | Action::Release => None,
    };
    let end = match arrow.to {
        Stage::Closed => Some(CLOSED),
        Stage::Cancelled => Some(CANCELLED),
        Stage::Refunded => Some(REFUNDED),
        _ if own.is_none() => Some(STAGE_CHANGED),
        _ => None,
    };
    own.into_iter().chain(end).collect()
}

/// A deal's event, told to both sides.
pub(super) fn event(kind: &'static str, deal: &Deal) -> NewEvent {
    NewEvent::about(kind, deal.id).listing(deal.listing).concerns([deal.seller, deal.buyer]).facts(json!({
        "number": deal.number,
        "stage": deal.stage,
        "version": deal.version,
        "deadline": deal.deadline,
    }))
}

/// The events of a step; `deal` is the deal after it.
pub(super) fn of(arrow: &'static Arrow, deal: &Deal) -> Vec<NewEvent> {
    let say = |kind| {
        event(kind, deal).facts(json!({
            "number": deal.number,
            "action": arrow.action,
            "by": arrow.by,
            "from": arrow.from,
            "stage": deal.stage,
            "version": deal.version,
            "deadline": deal.deadline,
        }))
    };
    kinds(arrow).into_iter().map(say).collect()
}
