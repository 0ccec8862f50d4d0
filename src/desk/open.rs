//! What waits: read off the domains' own rows, each with its deadline.

use std::collections::HashMap;

use entity::{bank_payment, deal, deal_event, event, listing, organisation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    deals::{
        checklist::acting_next,
        facts::Facts,
        lifecycle::{Action, Party, Stage},
        model::{Deal, Step},
    },
    identity,
    kernel::{DateTime, Error, Result, id::OrganisationId},
    listings,
    platform::site::Periods,
    rules::{self, Period},
};

use super::model::{Kind, TaskId, Waiting};

/// Everything that waits, the nearest deadline first.
///
/// # Errors
/// Faults of the database; `internal` for a period that ends nowhere.
pub async fn open(db: &impl ConnectionTrait, periods: Periods) -> Result<Vec<Waiting>> {
    let mut all = verifications(db, periods.verification).await?;
    all.extend(submitted(db, periods.listing).await?);
    all.extend(deals(db, periods.recordal).await?);
    all.extend(suspense(db, periods.suspense).await?);
    all.sort_by_cached_key(Waiting::key);
    Ok(all)
}

fn due(since: DateTime, days: u32) -> Result<DateTime> {
    let calendar = rules::working_days()?;
    Ok(calendar.add_period(since, Period::working_days(days)).map_err(Error::internal)?.at)
}

fn waiting(kind: Kind, subject: Uuid, since: DateTime, days: u32) -> Result<Waiting> {
    Ok(Waiting { id: TaskId { kind, subject }, since, due: due(since, days)? })
}

/// Organisations that ask to be verified. When they asked is in the event log; the row only says that they did.
async fn verifications(db: &impl ConnectionTrait, days: u32) -> Result<Vec<Waiting>> {
    let rows: Vec<(Uuid, DateTime)> = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::CreatedAt])
        .filter(organisation::Column::State.eq(identity::lifecycle::State::Requested.name()))
        .into_tuple()
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let subjects = rows.iter().map(|(id, _)| OrganisationId(*id).to_string());
    let asked: HashMap<String, DateTime> = event::Entity::find()
        .select_only()
        .columns([event::Column::Subject, event::Column::At])
        .filter(event::Column::Subject.is_in(subjects))
        .filter(event::Column::Kind.eq(identity::events::VERIFICATION_REQUESTED))
        .order_by_asc(event::Column::Position)
        .into_tuple::<(String, DateTime)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let since = |id: Uuid, made: DateTime| asked.get(&OrganisationId(id).to_string()).copied().unwrap_or(made);
    rows.into_iter().map(|(id, made)| waiting(Kind::Verification, id, since(id, made), days)).collect()
}

/// Listings that were handed in.
async fn submitted(db: &impl ConnectionTrait, days: u32) -> Result<Vec<Waiting>> {
    let rows: Vec<(Uuid, DateTime)> = listing::Entity::find()
        .select_only()
        .columns([listing::Column::Id, listing::Column::UpdatedAt])
        .filter(listing::Column::State.eq(listings::lifecycle::State::Submitted.name()))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(id, since)| waiting(Kind::Listing, id, since, days)).collect()
}

/// Deals whose next step is the exchange's. Their own deadlines come from the rule pack they pinned.
async fn deals(db: &impl ConnectionTrait, recordal_days: u32) -> Result<Vec<Waiting>> {
    let stages = [Stage::Recordal, Stage::Release, Stage::Disputed].map(Stage::name);
    let rows = deal::Entity::find().filter(deal::Column::Stage.is_in(stages)).all(db).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut histories: HashMap<Uuid, Vec<Step>> = HashMap::new();
    // Few enough for one statement each: a database takes only so many parameters.
    for ids in ids.chunks(500) {
        let steps = deal_event::Entity::find()
            .filter(deal_event::Column::DealId.is_in(ids.iter().copied()))
            .filter(deal_event::Column::Seq.gt(0))
            .order_by_asc(deal_event::Column::DealId)
            .order_by_asc(deal_event::Column::Seq)
            .all(db)
            .await?;
        for step in steps {
            histories.entry(step.deal_id).or_default().push(step.try_into()?);
        }
    }
    let mut all = Vec::new();
    for row in rows {
        let deal = Deal::try_from(row)?;
        let history = histories.remove(&deal.id.0).unwrap_or_default();
        all.extend(of_deal(&deal, &history, recordal_days)?);
    }
    Ok(all)
}

/// The exchange's task in a deal, if it has one.
fn of_deal(deal: &Deal, history: &[Step], recordal_days: u32) -> Result<Option<Waiting>> {
    let facts = Facts::of(history)?;
    let next = acting_next(deal, &facts);
    let kind = match deal.stage {
        _ if next.contains(&Party::SecondOperator) => Kind::Ruling,
        _ if !next.contains(&Party::Operator) => return Ok(None),
        Stage::Recordal => Kind::Recordal,
        Stage::Disputed => Kind::Dispute,
        _ => Kind::Release,
    };
    let by = |action: Action| history.iter().rev().find(|step| step.action == Some(action)).map(|step| step.at);
    let since = match kind {
        Kind::Recordal => by(Action::File),
        Kind::Dispute => by(Action::Dispute),
        Kind::Ruling => by(Action::ProposeRuling),
        _ => history.last().map(|step| step.at),
    };
    let since = since.unwrap_or(deal.opened_at);
    // The deadline of the recordal stage is the sides': what the exchange has to do begins when they have filed.
    let due = match deal.deadline {
        Some(deadline) if kind != Kind::Recordal => deadline,
        _ => due(since, recordal_days)?,
    };
    Ok(Some(Waiting { id: TaskId { kind, subject: deal.id.0 }, since, due }))
}

/// Payments that nobody recognises.
async fn suspense(db: &impl ConnectionTrait, days: u32) -> Result<Vec<Waiting>> {
    let rows: Vec<(Uuid, DateTime)> = bank_payment::Entity::find()
        .select_only()
        .columns([bank_payment::Column::Id, bank_payment::Column::ReceivedAt])
        .filter(bank_payment::Column::State.eq("suspense"))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(id, since)| waiting(Kind::Suspense, id, since, days)).collect()
}
