//! Saying that a payment is expected, or no longer.

use entity::bank_expected;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    kernel::{Error, FieldError, Money, Result, error as kernel_error, fields::Fields, id::OrganisationId},
    platform::{Ctx, db::is_unique_violation},
};

use super::{
    super::{error, model::MAX_AMOUNT},
    model::SuspenseReason,
};

/// Longest reference, in characters: banks carry 35 (SEPA) to 140.
pub const MAX_REFERENCE: usize = 35;

/// A payment that somebody owes.
#[derive(Clone, Debug)]
pub struct Expected {
    /// What the payer quotes; at most [`MAX_REFERENCE`] characters, compared without spaces and case.
    pub reference: String,
    /// What is paid for, as an id on the wire; its prefix names the [`super::Payee`].
    pub subject: String,
    /// Who owes.
    pub payer: OrganisationId,
    /// How much.
    pub amount: Money,
}

/// A reference as it is compared: banks drop spaces and case.
pub(super) fn normal(reference: &str) -> String {
    reference.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Waits for a payment.
///
/// # Errors
/// `validation`; `reference_taken`.
pub async fn expect_payment(ctx: &Ctx, expected: Expected) -> Result<()> {
    let reference = normal(&expected.reference);
    let mut fields = Fields::new();
    fields.text("reference", &reference, 1, MAX_REFERENCE);
    fields.check((1..=MAX_AMOUNT).contains(&expected.amount.minor), || {
        FieldError::out_of_range("amount.minor", expected.amount.minor, 1, MAX_AMOUNT)
    });
    fields.finish()?;
    let row = bank_expected::ActiveModel {
        reference: Set(reference),
        subject: Set(expected.subject),
        payer_id: Set(expected.payer.0),
        currency: Set(expected.amount.currency.to_string()),
        amount: Set(expected.amount.minor),
        state: Set("open".to_owned()),
        created_at: Set(ctx.now()),
    };
    bank_expected::Entity::insert(row).exec_without_returning(ctx.db()).await.map_err(|fault| {
        let fault = Error::from(fault);
        if is_unique_violation(&fault) { Error::new(error::REFERENCE_TAKEN) } else { fault }
    })?;
    Ok(())
}

/// Waits no longer. A payment that comes all the same goes to suspense. Nothing happens when it was paid, or cancelled
/// before.
///
/// # Errors
/// `not_found` for a reference nobody ever expected.
pub async fn cancel_expected(ctx: &Ctx, reference: &str) -> Result<()> {
    let row = locked(ctx, reference).await?.ok_or_else(|| Error::new(kernel_error::NOT_FOUND))?;
    if row.state != "open" {
        return Ok(());
    }
    set_state(ctx, row, "cancelled").await
}

/// The expectation, locked until the commit.
pub(super) async fn locked(ctx: &Ctx, reference: &str) -> Result<Option<bank_expected::Model>> {
    let find = ctx.for_update(bank_expected::Entity::find_by_id(normal(reference)));
    Ok(find.one(ctx.db()).await?)
}

/// Notes that it was paid.
pub(super) async fn set_paid(ctx: &Ctx, expected: bank_expected::Model) -> Result<()> {
    set_state(ctx, expected, "paid").await
}

async fn set_state(ctx: &Ctx, expected: bank_expected::Model, state: &str) -> Result<()> {
    let mut row = expected.into_active_model();
    row.state = Set(state.to_owned());
    row.update(ctx.db()).await?;
    Ok(())
}

/// Whether `amount` is what is expected.
pub(super) fn fits(expected: Option<&bank_expected::Model>, amount: Money) -> Result<(), SuspenseReason> {
    let expected = expected.ok_or(SuspenseReason::UnknownReference)?;
    match expected.state.as_str() {
        "open" if expected.currency != amount.currency.code() => Err(SuspenseReason::WrongCurrency),
        "open" if expected.amount != amount.minor => Err(SuspenseReason::WrongAmount),
        "open" => Ok(()),
        "paid" => Err(SuspenseReason::AlreadyPaid),
        _ => Err(SuspenseReason::NoLongerExpected),
    }
}
