//! Wire types of bank payments.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    Actor, DateTime, Money,
    id::{BankPaymentId, OrganisationId},
    machine,
};

use super::{
    lifecycle::{Action, State, TRANSITIONS},
    model::{BankPayment, SuspenseReason, parties},
};

/// The sandbox bank.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct SandboxOut {
    /// True where anyone who owes may pay with invented money.
    pub on: bool,
}

/// A payment to the sandbox bank.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepositIn {
    /// What the invoice says to quote; 1 to 140 characters. One that nobody expects goes to suspense.
    #[serde(default)]
    #[schema(required = true)]
    pub reference: Option<String>,
    /// How much, above zero.
    pub amount: Money,
    /// As the bank knows the payer, at most 200 characters.
    #[serde(default)]
    pub payer_name: Option<String>,
}

/// What a payment in suspense is for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveIn {
    /// As read.
    pub version: i64,
    /// The reference it should have quoted.
    pub reference: String,
    /// How the clerk knows, at most 500 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// Why a payment in suspense goes back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundIn {
    /// As read.
    pub version: i64,
    /// Why, 1 to 500 characters.
    pub note: String,
}

/// A payment that the bank reported.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentOut {
    /// Its id.
    pub id: BankPaymentId,
    /// As the payer wrote it.
    pub reference: String,
    /// As the bank knows the payer.
    pub payer_name: Option<String>,
    /// Who paid, where that is known.
    pub payer: Option<OrganisationId>,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: State,
    /// Why it came to suspense.
    pub reason: Option<SuspenseReason>,
    /// What it was for, as an id.
    pub subject: Option<String>,
    /// What the clerk wrote.
    pub note: Option<String>,
    /// What the reader may do now.
    pub allowed_actions: Vec<Action>,
    /// Counts its changes.
    pub version: i64,
    /// When it came.
    pub received_at: DateTime,
    /// When a clerk settled it.
    pub resolved_at: Option<DateTime>,
}

impl PaymentOut {
    /// The payment as `actor` sees it.
    pub fn of(payment: BankPayment, actor: &Actor) -> Self {
        Self {
            allowed_actions: machine::allowed(TRANSITIONS, payment.state, parties(actor)),
            id: payment.id,
            reference: payment.reference,
            payer_name: payment.payer_name,
            payer: payment.payer,
            amount: payment.amount,
            state: payment.state,
            reason: payment.reason,
            subject: payment.subject,
            note: payment.note,
            version: payment.version,
            received_at: payment.received_at,
            resolved_at: payment.resolved_at,
        }
    }
}

/// What became of a payment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DepositOut {
    /// Is it what was expected? If not, it waits in suspense, and `payment.reason` says why.
    pub matched: bool,
    /// The payment.
    pub payment: PaymentOut,
}

impl DepositOut {
    /// The payment as `actor` sees it.
    pub fn of(payment: BankPayment, actor: &Actor) -> Self {
        Self { matched: payment.state == State::Matched, payment: PaymentOut::of(payment, actor) }
    }
}
