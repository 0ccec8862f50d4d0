//! A clerk settles what waits in suspense.

use entity::bank_payment;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    kernel::{Error, FieldError, Result, error as kernel_error, fields::Fields, id::BankPaymentId, machine},
    platform::{Ctx, ctx::expect_version, events::NewEvent},
};

use super::{
    super::{AccountKey, NewTransfer, Purpose, account, error, events, transfer},
    deposit::credit,
    expect::{self, fits, normal},
    lifecycle::{Action, TRANSITIONS},
    model::{BankPayment, Payees, SuspenseReason, parties},
    queries,
    view::{PaymentOut, RefundIn, ResolveIn},
};

const MAX_NOTE: usize = 500;

/// Which payment, what for, and who may be waiting for it.
#[derive(Clone)]
pub struct Resolve {
    /// Which.
    pub id: BankPaymentId,
    /// What the clerk says.
    pub input: ResolveIn,
    /// Who may be waiting.
    pub payees: Payees,
}

/// Which payment, and why it goes back.
#[derive(Clone)]
pub struct Refund {
    /// Which.
    pub id: BankPaymentId,
    /// What the clerk says.
    pub input: RefundIn,
}

/// Says what a payment in suspense is for: it is taken as if it had come with that reference.
///
/// # Errors
/// `not_found`, `forbidden`, `stale_version`, `not_allowed_now`, `validation`; `payment_not_expected` when nothing is
/// expected under the reference, `payment_differs` when another amount is.
pub async fn resolve(ctx: &mut Ctx, command: Resolve) -> Result<PaymentOut> {
    let mut fields = Fields::new();
    let reference = fields.text("reference", &command.input.reference, 1, expect::MAX_REFERENCE);
    let note = command.input.note.as_deref().map(|note| fields.text("note", note, 0, MAX_NOTE));
    let (row, payment) = load_for(ctx, command.id, command.input.version, Action::Resolve).await?;
    fields.finish()?;
    let expected = expect::locked(ctx, &reference).await?;
    fits(expected.as_ref(), payment.amount).map_err(|reason| refused(&reference, &payment, reason))?;
    let expected = expected.ok_or_else(|| Error::internal("what fits is expected"))?;
    let mut row = step(ctx, row, &payment, Action::Resolve)?;
    row.note = Set(note);
    row.matched_reference = Set(Some(normal(&reference)));
    row.subject = Set(Some(expected.subject.clone()));
    row.payer_id = Set(Some(expected.payer_id));
    let payment: BankPayment = row.update(ctx.db()).await?.try_into()?;
    let suspense = account(ctx, AccountKey::Suspense(payment.amount.currency)).await?.id;
    credit(ctx, &command.payees, &payment, expected, suspense, Purpose::Identified).await?;
    Ok(PaymentOut::of(payment, ctx.actor()))
}

fn refused(reference: &str, payment: &BankPayment, reason: SuspenseReason) -> Error {
    match reason {
        SuspenseReason::WrongAmount | SuspenseReason::WrongCurrency => Error::fields(
            error::PAYMENT_DIFFERS,
            vec![
                FieldError::new("reference", reason.name())
                    .value(reference)
                    .limit(format!("expects {}", payment.amount)),
            ],
        ),
        _ => Error::fields(
            error::PAYMENT_NOT_EXPECTED,
            vec![FieldError::new("reference", reason.name()).value(reference).limit("a reference still to be paid")],
        ),
    }
}

/// Sends a payment in suspense back to where it came from.
///
/// # Errors
/// `not_found`, `forbidden`, `stale_version`, `not_allowed_now`, `validation`.
pub async fn refund(ctx: &mut Ctx, command: Refund) -> Result<PaymentOut> {
    let mut fields = Fields::new();
    let note = fields.text("note", &command.input.note, 1, MAX_NOTE);
    let (row, payment) = load_for(ctx, command.id, command.input.version, Action::Refund).await?;
    fields.finish()?;
    let mut row = step(ctx, row, &payment, Action::Refund)?;
    row.note = Set(Some(note));
    let payment: BankPayment = row.update(ctx.db()).await?.try_into()?;
    let suspense = account(ctx, AccountKey::Suspense(payment.amount.currency)).await?.id;
    let settlement = account(ctx, AccountKey::Settlement(payment.amount.currency)).await?.id;
    let new = NewTransfer::plain(ctx.id()?, suspense, settlement, payment.amount, Purpose::Returned).about(payment.id);
    transfer(ctx, new).await?;
    ctx.emit(
        NewEvent::about(events::PAYMENT_REFUNDED, payment.id)
            .concerns(payment.payer)
            .facts(json!({ "amount": payment.amount })),
    )?;
    Ok(PaymentOut::of(payment, ctx.actor()))
}

/// Loads, locks and authorises.
async fn load_for(
    ctx: &Ctx,
    id: BankPaymentId,
    version: i64,
    action: Action,
) -> Result<(bank_payment::Model, BankPayment)> {
    let row = queries::find_locked(ctx, id).await?;
    let payment = BankPayment::try_from(row.clone())?;
    if parties(ctx.actor()).is_empty() {
        return Err(Error::new(kernel_error::FORBIDDEN));
    }
    expect_version(payment.version, version)?;
    machine::step(TRANSITIONS, payment.state, action, parties(ctx.actor()))?;
    Ok((row, payment))
}

fn step(
    ctx: &mut Ctx,
    row: bank_payment::Model,
    payment: &BankPayment,
    action: Action,
) -> Result<bank_payment::ActiveModel> {
    let arrow = machine::step(TRANSITIONS, payment.state, action, parties(ctx.actor()))?;
    ctx.audit_target(payment.id);
    let mut row = row.into_active_model();
    row.state = Set(arrow.to.name().to_owned());
    row.version = Set(payment.version + 1);
    row.resolved_at = Set(Some(ctx.now()));
    row.resolved_by = Set(ctx.actor().account().map(|account| account.0));
    Ok(row)
}
