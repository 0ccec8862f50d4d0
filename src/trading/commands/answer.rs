//! Saying no, and taking back.

use crate::{
    kernel::{FieldError, Result, fields::Fields, id::OfferId},
    platform::Ctx,
};

use super::{
    super::{
        events,
        lifecycle::{Action, State},
        model::{Reason, ReasonCode},
        queries,
        view::{DeclineIn, OfferOut},
    },
    checks, rows,
    rows::End,
};

const MAX_REASON: usize = 2_000;

/// Declines the standing offer, with a reason.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_not_verified`, `stale_version`, `not_allowed_now`, `offer_expired`,
/// `both_sides`; `validation` on the reason.
pub async fn decline(ctx: &mut Ctx, (id, input): (OfferId, DeclineIn)) -> Result<OfferOut> {
    let answered = checks::load_for(ctx, id, input.version, Action::Decline).await?;
    let end = End { reason: Some(reason(input)?), deal: None };
    let offer = rows::end(ctx, answered.row, State::Declined, end).await?;
    ctx.audit_target(id);
    ctx.emit(events::event(events::DECLINED, &offer))?;
    queries::show(ctx.db(), ctx.actor(), offer, ctx.now()).await
}

fn reason(input: DeclineIn) -> Result<Reason> {
    let mut fields = Fields::new();
    let text = fields.text(
        "reason",
        input.reason.as_deref().unwrap_or_default(),
        usize::from(input.code.is_none()),
        MAX_REASON,
    );
    fields.check(input.code != Some(ReasonCode::ConflictingDeal), || {
        FieldError::invalid("code", ReasonCode::ConflictingDeal.name(), "price, terms, right, not_interested, other")
    });
    fields.finish()?;
    Ok(Reason { code: input.code.unwrap_or(ReasonCode::Other), text: Some(text).filter(|text| !text.is_empty()) })
}

/// Takes the standing offer back.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_not_verified`, `stale_version`, `not_allowed_now`, `offer_expired`,
/// `both_sides`.
pub async fn withdraw(ctx: &mut Ctx, (id, version): (OfferId, i64)) -> Result<OfferOut> {
    let answered = checks::load_for(ctx, id, version, Action::Withdraw).await?;
    let offer = rows::end(ctx, answered.row, State::Withdrawn, End::default()).await?;
    ctx.audit_target(id);
    ctx.emit(events::event(events::WITHDRAWN, &offer))?;
    queries::show(ctx.db(), ctx.actor(), offer, ctx.now()).await
}
