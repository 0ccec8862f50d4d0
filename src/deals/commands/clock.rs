//! What time does to a deal.

use chrono::TimeDelta;
use entity::deal_reminder;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::json;

use crate::{
    kernel::{DateTime, Result, error, id::DealId},
    platform::Ctx,
};

use super::super::{
    events,
    lifecycle::{Action, Party},
    record::{Work, lock, take},
};

/// Silence counts only after this much time since the last reminder, however late that one came: a server that slept
/// through the inspection period takes nobody's answer away.
const AFTER_REMINDER: TimeDelta = TimeDelta::hours(24);

/// Takes the step that is due; none when it is not, any more or yet.
///
/// # Errors
/// Faults of the database.
pub async fn due(ctx: &mut Ctx, id: DealId) -> Result<bool> {
    let Some(mut work) = found(lock(ctx, id).await)? else { return Ok(false) };
    let now = ctx.decision_time().await?;
    let (Some(deadline), Some(action)) = (work.deal.deadline, work.deal.at_deadline) else { return Ok(false) };
    if now < deadline || (action == Action::Accept && !may_be_silent(ctx, &work, deadline, now).await?) {
        return Ok(false);
    }
    take(ctx, &mut work, action, &[Party::Clock], json!({ "deadline": deadline })).await?;
    Ok(true)
}

/// Tells both sides that the deadline is near; false when nothing is to be told any more.
///
/// # Errors
/// Faults of the database.
pub async fn remind(ctx: &mut Ctx, id: DealId) -> Result<bool> {
    let Some(work) = found(lock(ctx, id).await)? else { return Ok(false) };
    let now = ctx.decision_time().await?;
    let Some(deadline) = work.deal.deadline else { return Ok(false) };
    let mut told = false;
    for reminder in reminders(ctx, &work, deadline).await? {
        if reminder.sent_at.is_some() || reminder.due_at > now {
            continue;
        }
        let days = reminder.days;
        let mut row = reminder.into_active_model();
        row.sent_at = Set(Some(now));
        row.update(ctx.db()).await?;
        ctx.emit(events::event(events::DEADLINE_NEAR, &work.deal).facts(json!({
            "number": work.deal.number,
            "stage": work.deal.stage,
            "version": work.deal.version,
            "deadline": deadline,
            "days": days,
            "at_deadline": work.deal.at_deadline,
        })))?;
        told = true;
    }
    Ok(told)
}

async fn reminders(ctx: &Ctx, work: &Work, deadline: DateTime) -> Result<Vec<deal_reminder::Model>> {
    use deal_reminder::Column as C;
    let find = deal_reminder::Entity::find().filter(C::DealId.eq(work.deal.id.0)).filter(C::Deadline.eq(deadline));
    Ok(find.order_by_asc(C::DueAt).all(ctx.db()).await?)
}

async fn may_be_silent(ctx: &Ctx, work: &Work, deadline: DateTime, now: DateTime) -> Result<bool> {
    let reminders = reminders(ctx, work, deadline).await?;
    Ok(reminders.iter().all(|reminder| reminder.sent_at.is_some_and(|sent| now >= sent + AFTER_REMINDER)))
}

fn found(work: Result<Work>) -> Result<Option<Work>> {
    match work {
        Ok(work) => Ok(Some(work)),
        Err(fault) if fault.code() == error::NOT_FOUND => Ok(None),
        Err(fault) => Err(fault),
    }
}
