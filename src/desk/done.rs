//! What was done: the operator's own entries in the audit trail.

use chrono::TimeDelta;
use entity::audit;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::kernel::{DateTime, Result, id::OrganisationId};

use super::{
    audit::first_id,
    model::{Done, Kind, OPERATIONS, TaskId},
};

/// How long a task that was done stays in the list; the audit trail has it for good.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Which of them are wanted.
pub struct Wanted {
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only by this account.
    pub by: Option<Uuid>,
    /// Only before this entry.
    pub before: Option<Uuid>,
}

/// At most `limit` tasks that the operator's people did, the latest first.
///
/// # Errors
/// Faults of the database.
pub async fn done(
    db: &impl ConnectionTrait,
    operator: OrganisationId,
    now: DateTime,
    wanted: &Wanted,
    limit: u64,
) -> Result<Vec<Done>> {
    use audit::Column as C;
    let of = |kind: Option<Kind>| OPERATIONS.iter().filter(move |(_, of, _)| kind.is_none_or(|kind| kind == *of));
    let mut find = audit::Entity::find()
        .filter(C::OrganisationId.eq(operator.0))
        .filter(C::Id.gte(first_id(now - KEPT)))
        .filter(C::Operation.is_in(of(wanted.kind).map(|(operation, _, _)| *operation)))
        .order_by_desc(C::Id)
        .limit(limit);
    if let Some(before) = wanted.before {
        find = find.filter(C::Id.lt(before));
    }
    if let Some(by) = wanted.by {
        find = find.filter(C::AccountId.eq(by));
    }
    let done = |row: audit::Model| {
        let (_, kind, outcome) = OPERATIONS.iter().find(|(operation, _, _)| *operation == row.operation)?;
        let id = TaskId::of(*kind, row.target.as_deref()?).ok()?;
        Some(Done { id, at: row.at, by: row.account_id, outcome: *outcome, entry: row.id })
    };
    Ok(find.all(db).await?.into_iter().filter_map(done).collect())
}
