//! Reads of mandates, all starting at what the actor may see: the mandates of its own organisation; the operator, all.
//! Who acts by a mandate reads none: what a principal agreed with others is not for their rivals.

use entity::mandate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{
    identity::organisation_names,
    kernel::{
        Actor, DateTime, Error, List, Page, Result,
        id::{ListingId, MandateId, OrganisationId},
    },
    platform::Ctx,
};

use super::{
    lifecycle::State,
    model::{Mandate, Scope, Side},
    view::MandateOut,
};

/// What the actor may see.
fn visible(actor: &Actor) -> Result<Select<mandate::Entity>> {
    let own = actor.in_person()?.organisation.0;
    let all = mandate::Entity::find();
    if actor.is_operator() {
        return Ok(all);
    }
    Ok(all.filter(
        Condition::any().add(mandate::Column::IntermediaryId.eq(own)).add(mandate::Column::PrincipalId.eq(own)),
    ))
}

/// One mandate.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: MandateId) -> Result<Mandate> {
    let row = visible(actor)?.filter(mandate::Column::Id.eq(id.0)).one(db).await?;
    row.ok_or_else(Error::not_found)?.try_into()
}

/// One mandate, its row locked until the commit.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find_locked(ctx: &Ctx, id: MandateId) -> Result<Mandate> {
    let find = ctx.for_update(visible(ctx.actor())?.filter(mandate::Column::Id.eq(id.0)));
    find.one(ctx.db()).await?.ok_or_else(Error::not_found)?.try_into()
}

/// The mandate as the actor sees it.
///
/// # Errors
/// As [`find`].
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, mandate: Mandate) -> Result<MandateOut> {
    let names = organisation_names(db, [mandate.intermediary.0, mandate.principal.0]).await?;
    Ok(MandateOut::of(mandate, actor, |id| names.get(&id.0).cloned().unwrap_or_default()))
}

/// The mandates the actor may see, newest first.
///
/// # Errors
/// `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<MandateOut>> {
    let limit = page.limit()?;
    let mut find = visible(actor)?.order_by_desc(mandate::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(mandate::Column::Id.lt(after));
    }
    let rows = find.all(db).await?;
    let names = organisation_names(db, rows.iter().flat_map(|row| [row.intermediary_id, row.principal_id])).await?;
    let mandates = rows.into_iter().map(Mandate::try_from).collect::<Result<Vec<_>>>()?;
    let show = |mandate| MandateOut::of(mandate, actor, |id| names.get(&id.0).cloned().unwrap_or_default());
    Ok(List::of(mandates, limit, |mandate| mandate.id.0, show))
}

/// The mandates in force at `now` that cover what happens to `principal` (in `listing`, if it is about one),
/// the most specific first, the older first among equals.
///
/// # Errors
/// Faults of the database.
pub async fn covering(
    db: &impl ConnectionTrait,
    principal: OrganisationId,
    listing: Option<ListingId>,
    side: Option<Side>,
    now: DateTime,
) -> Result<Vec<Mandate>> {
    let rows = mandate::Entity::find()
        .filter(mandate::Column::PrincipalId.eq(principal.0))
        .filter(mandate::Column::State.eq(State::Active.name()))
        .filter(mandate::Column::ValidUntil.gt(now))
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await?;
    let mut mandates = rows.into_iter().map(Mandate::try_from).collect::<Result<Vec<_>>>()?;
    mandates.retain(|mandate| {
        let in_scope = match mandate.scope {
            Scope::All => true,
            Scope::Listing(id) => listing == Some(id),
        };
        in_scope && side.is_none_or(|side| side == mandate.side)
    });
    mandates.sort_by_key(|mandate| matches!(mandate.scope, Scope::All));
    Ok(mandates)
}
