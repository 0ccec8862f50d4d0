//! Answering, ending and expiring a mandate: every step of its machine after the first.

use entity::mandate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    kernel::{Error, Result, Role, id::MandateId, machine},
    platform::{Ctx, ctx::expect_version},
};

use super::super::{
    error, events,
    lifecycle::{Action, State, TRANSITIONS},
    model::Mandate,
    queries,
    view::MandateOut,
};

/// Which mandate, in which version, and what to do.
#[derive(Clone, Copy)]
pub struct Resolve {
    /// Which.
    pub id: MandateId,
    /// The version the actor saw.
    pub version: i64,
    /// What.
    pub action: Action,
}

/// Takes one step.
///
/// # Errors
/// `not_found`, `forbidden`, `stale_version`, `not_allowed_now`, `mandate_over`.
pub async fn resolve(ctx: &mut Ctx, input: Resolve) -> Result<MandateOut> {
    ctx.actor().in_person()?;
    ctx.actor().verified_with_role(Role::Manager)?;
    let mandate = load_for(ctx, input.id).await?;
    expect_version(mandate.version, input.version)?;
    let mandate = step(ctx, mandate, input.action).await?;
    let actor = ctx.actor().clone();
    queries::show(ctx.db(), &actor, mandate).await
}

/// Ends a mandate whose last day has passed. For the clock.
///
/// # Errors
/// Faults of the database.
pub async fn expire(ctx: &mut Ctx, id: MandateId) -> Result<()> {
    let Some(row) = ctx.for_update(mandate::Entity::find_by_id(id.0)).one(ctx.db()).await? else { return Ok(()) };
    let mandate = Mandate::try_from(row)?;
    if mandate.valid_until > ctx.decision_time().await? || !matches!(mandate.state, State::Proposed | State::Active) {
        return Ok(());
    }
    step(ctx, mandate, Action::Expire).await.map(|_| ())
}

/// Loads, locks and authorises: only a side of the mandate acts on it, and what it may not see it does not find.
async fn load_for(ctx: &Ctx, id: MandateId) -> Result<Mandate> {
    let mandate = queries::find_locked(ctx, id).await?;
    if mandate.parties(ctx.actor()).is_empty() { Err(Error::new(crate::kernel::error::FORBIDDEN)) } else { Ok(mandate) }
}

async fn step(ctx: &mut Ctx, mandate: Mandate, action: Action) -> Result<Mandate> {
    let arrow = machine::step(TRANSITIONS, mandate.state, action, &mandate.parties(ctx.actor()))?;
    if action == Action::Accept && mandate.valid_until <= ctx.now() {
        return Err(Error::new(error::MANDATE_OVER));
    }
    let row = mandate::Entity::find_by_id(mandate.id.0).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    let mut row = row.into_active_model();
    row.state = Set(arrow.to.name().to_owned());
    row.version = Set(mandate.version + 1);
    match arrow.to {
        State::Active => row.agreed_at = Set(Some(ctx.now())),
        State::Declined | State::Ended => row.ended_at = Set(Some(ctx.now())),
        State::Proposed => {}
    }
    let mandate: Mandate = row.update(ctx.db()).await?.try_into()?;
    let kind = match arrow.to {
        State::Active => events::MANDATE_ACCEPTED,
        State::Declined => events::MANDATE_DECLINED,
        State::Proposed | State::Ended => events::MANDATE_ENDED,
    };
    ctx.audit_target(mandate.id);
    ctx.emit(events::event(kind, &mandate))?;
    Ok(mandate)
}
