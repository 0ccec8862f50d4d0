//! Payments, and those who wait for them.

use std::sync::Arc;

use entity::bank_payment;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{
        Actor, DateTime, Error, Money, Result,
        id::{BankPaymentId, LedgerAccountId, OrganisationId},
    },
    platform::Ctx,
};

use super::{
    super::model::named,
    lifecycle::{Party, State},
};

/// A payment that was recognised. Its money is on the payer's account ([`super::super::AccountKey::Party`]) when the
/// payee gets it, and the payee moves it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub id: BankPaymentId,
    /// The reference it was expected under.
    pub reference: String,
    /// What is paid for, as an id on the wire.
    pub subject: String,
    /// Who owed it.
    pub payer: OrganisationId,
    /// How much: exactly what was expected.
    pub amount: Money,
    /// The payer's account, which holds it now.
    pub account: LedgerAccountId,
}

/// Somebody who waits for payments.
pub trait Payee: Send + Sync + 'static {
    /// What the ids of its subjects start with on the wire, such as `deal`.
    fn prefix(&self) -> &'static str;

    /// Takes a payment, in the transaction that recorded it. What is expected must be taken: an error here refuses the
    /// whole payment, which a bank can't be told. Whoever no longer waits cancels the expectation first.
    fn receive<'a>(&'a self, ctx: &'a mut Ctx, payment: &'a Payment) -> BoxFuture<'a, Result<()>>;
}

/// Everybody who waits for payments.
#[derive(Clone, Default)]
pub struct Payees(pub Arc<Vec<Arc<dyn Payee>>>);

impl Payees {
    /// These payees.
    pub fn new(payees: Vec<Arc<dyn Payee>>) -> Self {
        Self(Arc::new(payees))
    }

    /// Hands a payment to the payee of its subject.
    pub(super) async fn receive(&self, ctx: &mut Ctx, payment: &Payment) -> Result<()> {
        let prefix = payment.subject.split_once('_').map_or("", |(prefix, _)| prefix);
        match self.0.iter().find(|payee| payee.prefix() == prefix) {
            Some(payee) => payee.receive(ctx, payment).await,
            None => Err(Error::internal(format!("nobody takes payments for {}", payment.subject))),
        }
    }
}

/// Why a payment came to suspense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuspenseReason {
    /// Nothing was ever expected under its reference.
    UnknownReference,
    /// What was expected is paid.
    AlreadyPaid,
    /// It is no longer expected.
    NoLongerExpected,
    /// Another currency was expected.
    WrongCurrency,
    /// Another amount was expected.
    WrongAmount,
}

impl SuspenseReason {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownReference => "unknown_reference",
            Self::AlreadyPaid => "already_paid",
            Self::NoLongerExpected => "no_longer_expected",
            Self::WrongCurrency => "wrong_currency",
            Self::WrongAmount => "wrong_amount",
        }
    }
}

/// A payment that the bank reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankPayment {
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
    /// The expected payment it is.
    pub matched_reference: Option<String>,
    /// What that was for, as an id on the wire.
    pub subject: Option<String>,
    /// What the clerk wrote.
    pub note: Option<String>,
    /// Counts its changes.
    pub version: i64,
    /// When it came.
    pub received_at: DateTime,
    /// When a clerk settled it.
    pub resolved_at: Option<DateTime>,
}

/// What `actor` is to payments.
pub fn parties(actor: &Actor) -> &'static [Party] {
    if actor.is_operator_staff() { &[Party::Clerk] } else { &[] }
}

impl TryFrom<bank_payment::Model> for BankPayment {
    type Error = Error;
    fn try_from(row: bank_payment::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            reference: row.reference,
            payer_name: row.payer_name,
            payer: row.payer_id.map(Into::into),
            amount: Money::new(row.amount, row.currency.parse().map_err(Error::internal)?),
            state: named(&row.state)?,
            reason: row.reason.as_deref().map(named).transpose()?,
            matched_reference: row.matched_reference,
            subject: row.subject,
            note: row.note,
            version: row.version,
            received_at: row.received_at,
            resolved_at: row.resolved_at,
        })
    }
}
