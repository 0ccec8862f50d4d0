//! A payment comes in.

use entity::{bank_expected, bank_payment};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    kernel::{
        Error, FieldError, Money, Result, Role, error,
        fields::Fields,
        id::{BankPaymentId, LedgerAccountId, OrganisationId},
    },
    platform::{Ctx, events::NewEvent},
};

use super::{
    super::{AccountKey, NewTransfer, Purpose, account, events, model::MAX_AMOUNT, transfer},
    expect::{self, fits},
    lifecycle::State,
    model::{BankPayment, Payees, Payment, SuspenseReason},
    view::{DepositIn, DepositOut},
};

/// Longest reference a payer may write, in characters.
const MAX_WRITTEN: usize = 140;
const MAX_NAME: usize = 200;

/// A payment, and who may be waiting for it.
#[derive(Clone)]
pub struct Deposit {
    /// The payment.
    pub input: DepositIn,
    /// Who may be waiting.
    pub payees: Payees,
}

/// Pays into the sandbox bank: as if the bank had reported it.
///
/// # Errors
/// `validation`; `forbidden`, `organisation_not_verified` for those who may not pay.
pub async fn sandbox_deposit(ctx: &mut Ctx, deposit: Deposit) -> Result<DepositOut> {
    let depositor = authorised(ctx)?;
    let DepositIn { reference, amount, payer_name } = deposit.input;
    let mut fields = Fields::new();
    let reference = fields.text("reference", reference.as_deref().unwrap_or_default(), 1, MAX_WRITTEN);
    let payer_name = payer_name.map(|name| fields.text("payer_name", &name, 1, MAX_NAME));
    fields.check((1..=MAX_AMOUNT).contains(&amount.minor), || {
        FieldError::out_of_range("amount.minor", amount.minor, 1, MAX_AMOUNT)
    });
    fields.finish()?;
    receive(ctx, &deposit.payees, Incoming { reference, amount, payer_name, depositor }).await
}

/// Who may pay: managers of verified organisations, for their own, and the operator's staff.
fn authorised(ctx: &Ctx) -> Result<Option<OrganisationId>> {
    let actor = ctx.actor();
    if actor.is_operator() {
        return if actor.is_operator_staff() { Ok(None) } else { Err(Error::new(error::FORBIDDEN)) };
    }
    actor.in_person()?;
    Ok(Some(actor.verified_with_role(Role::Manager)?.organisation))
}

struct Incoming {
    reference: String,
    amount: Money,
    payer_name: Option<String>,
    depositor: Option<OrganisationId>,
}

/// Records a payment and moves it to whoever it belongs to, or to suspense.
async fn receive(ctx: &mut Ctx, payees: &Payees, incoming: Incoming) -> Result<DepositOut> {
    let expected = expect::locked(ctx, &incoming.reference).await?;
    let fit = fits(expected.as_ref(), incoming.amount);
    let id: BankPaymentId = ctx.id()?;
    let (expected, reason) = match (expected, fit) {
        (Some(expected), Ok(())) => (Some(expected), None),
        (_, Err(reason)) => (None, Some(reason)),
        (None, Ok(())) => (None, Some(SuspenseReason::UnknownReference)),
    };
    let state = if expected.is_some() { State::Matched } else { State::Suspense };
    let row = bank_payment::ActiveModel {
        id: Set(id.0),
        reference: Set(incoming.reference),
        payer_name: Set(incoming.payer_name),
        payer_id: Set(expected.as_ref().map(|expected| expected.payer_id).or(incoming.depositor.map(|id| id.0))),
        currency: Set(incoming.amount.currency.to_string()),
        amount: Set(incoming.amount.minor),
        state: Set(state.name().to_owned()),
        reason: Set(reason.map(|reason| reason.name().to_owned())),
        matched_reference: Set(expected.as_ref().map(|expected| expected.reference.clone())),
        subject: Set(expected.as_ref().map(|expected| expected.subject.clone())),
        note: Set(None),
        version: Set(1),
        received_at: Set(ctx.now()),
        resolved_at: Set(None),
        resolved_by: Set(None),
    };
    let payment: BankPayment = bank_payment::Entity::insert(row).exec_with_returning(ctx.db()).await?.try_into()?;
    ctx.audit_target(id);
    let settlement = account(ctx, AccountKey::Settlement(payment.amount.currency)).await?.id;
    match expected {
        Some(expected) => credit(ctx, payees, &payment, expected, settlement, Purpose::Deposit).await?,
        None => {
            let suspense = account(ctx, AccountKey::Suspense(payment.amount.currency)).await?.id;
            let new = NewTransfer::plain(ctx.id()?, settlement, suspense, payment.amount, Purpose::Suspense).about(id);
            transfer(ctx, new).await?;
            ctx.emit(
                NewEvent::about(events::PAYMENT_UNMATCHED, id)
                    .concerns(payment.payer)
                    .facts(json!({ "amount": payment.amount, "reason": payment.reason })),
            )?;
        }
    }
    let actor = ctx.actor().clone();
    Ok(DepositOut::of(payment, &actor))
}

/// Credits a recognised payment to the payer and hands it on, out of the account where it is.
pub(super) async fn credit(
    ctx: &mut Ctx,
    payees: &Payees,
    payment: &BankPayment,
    expected: bank_expected::Model,
    from: LedgerAccountId,
    purpose: Purpose,
) -> Result<()> {
    let payer: OrganisationId = expected.payer_id.into();
    let party = account(ctx, AccountKey::Party(payer, payment.amount.currency)).await?.id;
    let received = Payment {
        id: payment.id,
        reference: expected.reference.clone(),
        subject: expected.subject.clone(),
        payer,
        amount: payment.amount,
        account: party,
    };
    expect::set_paid(ctx, expected).await?;
    let new = NewTransfer::plain(ctx.id()?, from, party, payment.amount, purpose).about(payment.id);
    transfer(ctx, new).await?;
    ctx.emit(
        NewEvent::about(events::PAYMENT_RECEIVED, payment.id)
            .concerns([payer])
            .facts(json!({ "subject": received.subject, "amount": received.amount })),
    )?;
    payees.receive(ctx, &received).await
}
