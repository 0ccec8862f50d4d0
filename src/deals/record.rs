//! Taking a step: the one place that writes to a deal's history, and with it moves the deal.

use entity::{deal, deal_event, deal_reminder};
use futures::future::BoxFuture;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::Value;

use crate::{
    kernel::{
        Error, Result,
        id::{DealId, OrganisationId},
    },
    platform::Ctx,
};

use super::{
    effects, error, events,
    facts::Facts,
    lifecycle::{Action, Arrow, Party, next},
    model::{Deal, Step},
    terms::{Terms, Timing},
};

/// Most steps in one deal; the last are kept free for the road to its end.
const MAX_STEPS: i64 = 400;

/// A deal, locked, with everything the next step depends on.
pub struct Work {
    /// What was agreed, and the head.
    pub deal: Deal,
    /// What the history says.
    pub facts: Facts,
    /// The rules it runs under.
    pub terms: Terms,
    history: Vec<Step>,
}

/// Locks a deal, whoever acts.
///
/// # Errors
/// `not_found`.
pub async fn lock(ctx: &Ctx, id: DealId) -> Result<Work> {
    let row = ctx.for_update(deal::Entity::find_by_id(id.0)).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    load(ctx, row).await
}

/// Everything about a locked deal.
///
/// # Errors
/// Faults of the database.
pub async fn load(ctx: &Ctx, row: deal::Model) -> Result<Work> {
    let deal = Deal::try_from(row)?;
    let history = history(ctx.db(), deal.id).await?;
    Ok(Work { facts: Facts::of(&history)?, terms: Terms::of(&deal)?, deal, history })
}

/// The steps of a deal, oldest first, without the root.
///
/// # Errors
/// Faults of the database.
pub async fn history(db: &impl sea_orm::ConnectionTrait, id: DealId) -> Result<Vec<Step>> {
    let rows = deal_event::Entity::find()
        .filter(deal_event::Column::DealId.eq(id.0))
        .filter(deal_event::Column::Seq.gt(0))
        .order_by_asc(deal_event::Column::Seq)
        .all(db)
        .await?;
    rows.into_iter().map(Step::try_from).collect()
}

/// Takes a step in the part of one of `parties`, with its effect, and says so.
///
/// # Errors
/// `not_allowed_now`, `forbidden`; `deal_full` for one that goes nowhere in a deal of very many.
pub fn take<'a>(
    ctx: &'a mut Ctx,
    work: &'a mut Work,
    action: Action,
    parties: &'a [Party],
    says: impl Serialize,
) -> BoxFuture<'a, Result<&'static Arrow>> {
    let says = serde_json::to_value(says);
    // Boxed: it keeps what is awaited inside from the types of every command.
    Box::pin(async move { step(ctx, work, action, parties, says.map_err(Error::internal)?).await })
}

async fn step(
    ctx: &mut Ctx,
    work: &mut Work,
    action: Action,
    parties: &[Party],
    says: Value,
) -> Result<&'static Arrow> {
    let arrow = next(work.deal.stage, action, parties, work.facts.target(&work.deal, action))?;
    if arrow.from == arrow.to && work.deal.version >= MAX_STEPS {
        return Err(Error::new(error::DEAL_FULL));
    }
    let timing = work.terms.after(arrow, &work.deal, &work.facts, ctx.now())?;
    append(ctx, work, arrow, says, &timing).await?;
    effects::carry_out(ctx, work, arrow.effect).await?;
    ctx.audit_target(work.deal.id);
    for event in events::of(arrow, &work.deal) {
        ctx.emit(event)?;
    }
    Ok(arrow)
}

/// The intermediary that acts for a side by mandate, if one does.
pub(super) fn intermediary(ctx: &Ctx) -> Option<OrganisationId> {
    let (acted_by, principal) = ctx.actor().acting();
    principal.and(acted_by)
}

async fn append(ctx: &Ctx, work: &mut Work, arrow: &'static Arrow, facts: Value, timing: &Timing) -> Result<()> {
    let deal = &mut work.deal;
    let row = deal_event::Model {
        deal_id: deal.id.0,
        seq: deal.version + 1,
        prev_seq: deal.version,
        from_stage: arrow.from.name().to_owned(),
        action: arrow.action.name().to_owned(),
        to_stage: arrow.to.name().to_owned(),
        party: arrow.by.name().to_owned(),
        account_id: ctx.actor().account().map(|account| account.0),
        organisation_id: ctx.actor().organisation().map(|organisation| organisation.0),
        intermediary_id: intermediary(ctx).map(|intermediary| intermediary.0),
        at: ctx.now(),
        facts,
        deadline: timing.deadline,
        at_deadline: timing.at_deadline.map(|action| action.name().to_owned()),
    };
    insert(ctx, row.clone()).await?;
    if timing.deadline != deal.deadline {
        remind(ctx, deal.id, timing).await?;
    }
    (deal.version, deal.stage) = (row.seq, arrow.to);
    (deal.deadline, deal.at_deadline) = (timing.deadline, timing.at_deadline);
    work.history.push(row.try_into()?);
    work.facts = Facts::of(&work.history)?;
    Ok(())
}

/// Writes a step; the database's triggers check it and move the head.
pub(super) async fn insert(ctx: &Ctx, row: deal_event::Model) -> Result<()> {
    let row = deal_event::ActiveModel {
        deal_id: Set(row.deal_id),
        seq: Set(row.seq),
        prev_seq: Set(row.prev_seq),
        from_stage: Set(row.from_stage),
        action: Set(row.action),
        to_stage: Set(row.to_stage),
        party: Set(row.party),
        account_id: Set(row.account_id),
        organisation_id: Set(row.organisation_id),
        intermediary_id: Set(row.intermediary_id),
        at: Set(row.at),
        facts: Set(row.facts),
        deadline: Set(row.deadline),
        at_deadline: Set(row.at_deadline),
    };
    deal_event::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(())
}

/// Replaces the reminders that were not sent yet by those of a new deadline.
pub(super) fn remind<'a>(ctx: &'a Ctx, id: DealId, timing: &'a Timing) -> BoxFuture<'a, Result<()>> {
    Box::pin(replace(ctx, id, timing))
}

async fn replace(ctx: &Ctx, id: DealId, timing: &Timing) -> Result<()> {
    use deal_reminder::Column as C;
    deal_reminder::Entity::delete_many().filter(C::DealId.eq(id.0)).filter(C::SentAt.is_null()).exec(ctx.db()).await?;
    let Some(deadline) = timing.deadline else { return Ok(()) };
    let mut rows = Vec::with_capacity(timing.reminders.len());
    for (days, due) in timing.reminders.iter().copied() {
        rows.push(deal_reminder::ActiveModel {
            deal_id: Set(id.0),
            deadline: Set(deadline),
            days: Set(i32::try_from(days).map_err(Error::internal)?),
            due_at: Set(due),
            sent_at: Set(None),
        });
    }
    if !rows.is_empty() {
        deal_reminder::Entity::insert_many(rows).exec_without_returning(ctx.db()).await?;
    }
    Ok(())
}
