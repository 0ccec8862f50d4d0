//! Filing with the patent office (备案登记).

use chrono::TimeDelta;
use serde_json::json;

use crate::{
    kernel::{DateTime, FieldError, Result, Role, fields::Fields, id::DealId},
    platform::Ctx,
};

use super::{
    super::{
        facts::FilingRecord,
        lifecycle::Action,
        record::take,
        view::{DealOut, FileDealIn},
    },
    load::{Plain, load_for, shown},
};

const MAX_NUMBER: usize = 100;
/// China's clock, which the filing's day is of.
const AHEAD_OF_UTC: TimeDelta = TimeDelta::hours(8);

/// Says under which number it was filed, and when. Said again, it replaces what was said before.
///
/// # Errors
/// As [`load_for`]; `validation`.
pub async fn file(ctx: &mut Ctx, (id, input): (DealId, FileDealIn)) -> Result<DealOut> {
    let plain = Plain { id, version: input.version };
    let mut loaded = load_for(ctx, plain, Action::File, Role::Manager).await?;
    let mut fields = Fields::new();
    let number = fields.text("number", &input.number, 1, MAX_NUMBER);
    let day = |at: DateTime| (at + AHEAD_OF_UTC).date_naive();
    let (first, last) = (day(loaded.deal().opened_at), day(ctx.now()));
    fields.check((first..=last).contains(&input.date), || FieldError::out_of_range("date", input.date, first, last));
    fields.finish()?;
    let says = FilingRecord { number, date: input.date };
    take(ctx, &mut loaded.work, Action::File, &loaded.parties, says).await?;
    shown(ctx, id).await
}

/// The operator saw that it was filed.
///
/// # Errors
/// As [`load_for`]; `not_filed`.
pub async fn confirm_recordal(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    let mut loaded = load_for(ctx, input, Action::ConfirmRecordal, Role::Manager).await?;
    let says = json!({ "filing": loaded.work.facts.filing });
    take(ctx, &mut loaded.work, Action::ConfirmRecordal, &loaded.parties, says).await?;
    shown(ctx, input.id).await
}
