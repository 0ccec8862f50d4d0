//! Loading and authorising together.

use entity::deal;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    identity,
    kernel::{Error, Result, Role, error as kernel_error, id::DealId},
    platform::{Ctx, ctx::expect_version},
};

use super::super::{
    error,
    lifecycle::{Action, Party, Stage, next},
    model::Deal,
    queries,
    record::{Work, load},
    view::DealOut,
};

/// Which deal, in which version; all that most actions say.
#[derive(Clone, Copy)]
pub struct Plain {
    /// Which.
    pub id: DealId,
    /// The version the actor saw.
    pub version: i64,
}

/// A locked deal, and what the actor is to it.
pub(super) struct Loaded {
    pub(super) work: Work,
    pub(super) parties: Vec<Party>,
}

impl Loaded {
    /// The deal.
    pub(super) fn deal(&self) -> &Deal {
        &self.work.deal
    }
}

/// Loads and locks a deal for `action`. Of the sides it takes `role` in a verified organisation, of the operator a clerk.
///
/// # Errors
/// `not_found` for what the actor may not see, `forbidden`, `organisation_not_verified`, `stale_version`,
/// `not_allowed_now`, and what the deal's facts have against the action.
pub(super) async fn load_for(ctx: &Ctx, plain: Plain, action: Action, role: Role) -> Result<Loaded> {
    let loaded = look(ctx, plain.id, role).await?;
    let Loaded { work, parties } = &loaded;
    expect_version(work.deal.version, plain.version)?;
    next(work.deal.stage, action, parties, None)?;
    let now = ctx.decision_time().await?;
    let side = ctx.actor().organisation().and_then(|own| work.deal.side(own));
    if let Some(code) = work.facts.obstacle(action, side, now, work.terms.extensions()?) {
        return Err(Error::new(code));
    }
    // The clock is about to end it; that it has not come round yet gives nobody more time.
    let over = work.deal.deadline.is_some_and(|deadline| now >= deadline);
    if over && matches!(work.deal.stage, Stage::Contract | Stage::Funding) && action != Action::Cancel {
        return Err(Error::new(error::DEADLINE_PASSED));
    }
    Ok(loaded)
}

/// Loads, locks and authorises, whatever is to be done.
pub(super) async fn look(ctx: &Ctx, id: DealId, role: Role) -> Result<Loaded> {
    let actor = ctx.actor();
    if actor.is_operator() {
        actor.with_role(Role::Member)?;
    } else {
        actor.verified_with_role(role)?;
    }
    let find = queries::visible(actor)?.filter(deal::Column::Id.eq(id.0));
    let row = ctx.for_update(find).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    let work = load(ctx, row).await?;
    if actor.is_operator() {
        identity::apart(ctx.db(), actor, &[work.deal.seller, work.deal.buyer]).await?;
    }
    if let Some(side) = actor.organisation().and_then(|own| work.deal.side(own)) {
        actor.within_mandate_on(side.mandated(), Some(work.deal.listing))?;
    }
    let parties = work.deal.parties(&work.facts, actor);
    if parties.is_empty() {
        return Err(Error::new(kernel_error::FORBIDDEN));
    }
    Ok(Loaded { work, parties })
}

/// The deal as the actor sees it after the command.
pub(super) async fn shown(ctx: &Ctx, id: DealId) -> Result<DealOut> {
    queries::show(ctx.db(), ctx.actor(), id).await
}
