//! What the ledger says in the event log.

use serde_json::json;

use crate::platform::events::NewEvent;

use super::model::{NewTransfer, Purpose, Transfer};

/// A bank payment came in and was recognised.
pub const PAYMENT_RECEIVED: &str = "payment.received";
/// A bank payment came in that nobody recognises; it waits in suspense.
pub const PAYMENT_UNMATCHED: &str = "payment.unmatched";
/// A payment from suspense went back.
pub const PAYMENT_REFUNDED: &str = "payment.refunded";
/// A price is held for a deal.
pub const ESCROW_HELD: &str = "escrow.held";
/// Held money went to the seller.
pub const ESCROW_RELEASED: &str = "escrow.released";
/// Held money went back to the buyer.
pub const ESCROW_REFUNDED: &str = "escrow.refunded";
/// An intermediary got its share.
pub const COMMISSION_PAID: &str = "commission.paid";
/// Any other movement.
pub const LEDGER_TRANSFERRED: &str = "ledger.transferred";

fn kind(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::EscrowHold => ESCROW_HELD,
        Purpose::EscrowRelease => ESCROW_RELEASED,
        Purpose::EscrowRefund => ESCROW_REFUNDED,
        Purpose::Commission => COMMISSION_PAID,
        Purpose::Deposit
        | Purpose::Suspense
        | Purpose::Identified
        | Purpose::Returned
        | Purpose::Fee
        | Purpose::Correction
        | Purpose::Transfer => LEDGER_TRANSFERRED,
    }
}

/// The event of a transfer that was made.
pub(super) fn event(new: &NewTransfer, made: &Transfer) -> NewEvent {
    let event = if made.subject.is_empty() {
        NewEvent::about(kind(made.purpose), made.id)
    } else {
        NewEvent::about(kind(made.purpose), &made.subject)
    };
    event.listing(new.listing).concerns(new.organisations.iter().copied()).facts(json!({
        "transfer": made.id,
        "kind": made.kind,
        "purpose": made.purpose,
        "debit": made.debit,
        "credit": made.credit,
        "amount": made.amount,
    }))
}
