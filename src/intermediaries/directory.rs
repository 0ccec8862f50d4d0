//! The directory (中介机构名录): verified intermediaries, for everybody to ask for a mandate.

use std::collections::HashMap;

use entity::{mandate, organisation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::kernel::{DateTime, Error, List, Page, Result, Text, id::OrganisationId};

use super::{lifecycle::State, view::IntermediaryOut};

fn verified() -> Select<organisation::Entity> {
    organisation::Entity::find()
        .filter(organisation::Column::Kind.eq("intermediary"))
        .filter(organisation::Column::State.eq("verified"))
}

/// One intermediary.
///
/// # Errors
/// `not_found` for anything but a verified intermediary.
pub async fn find(db: &impl ConnectionTrait, id: OrganisationId, now: DateTime) -> Result<IntermediaryOut> {
    let row = verified().filter(organisation::Column::Id.eq(id.0)).one(db).await?.ok_or_else(Error::not_found)?;
    let active = active(db, &[row.id], now).await?;
    Ok(view(row, &active))
}

/// The intermediaries, newest first.
///
/// # Errors
/// `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, page: &Page, now: DateTime) -> Result<List<IntermediaryOut>> {
    let limit = page.limit()?;
    let mut find = verified().order_by_desc(organisation::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(organisation::Column::Id.lt(after));
    }
    let rows = find.all(db).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let active = active(db, &ids, now).await?;
    Ok(List::of(rows, limit, |row| row.id, |row| view(row, &active)))
}

fn view(row: organisation::Model, active: &HashMap<Uuid, u64>) -> IntermediaryOut {
    IntermediaryOut {
        id: row.id.into(),
        active_mandates: active.get(&row.id).copied().unwrap_or_default(),
        name: Text { zh: row.name_zh, en: row.name_en },
        region: row.region,
        profile: Text { zh: row.profile_zh, en: row.profile_en },
        website: row.website,
        verified_at: row.verified_at,
    }
}

/// How many mandates each holds.
async fn active(db: &impl ConnectionTrait, ids: &[Uuid], now: DateTime) -> Result<HashMap<Uuid, u64>> {
    let rows: Vec<(Uuid, i64)> = mandate::Entity::find()
        .select_only()
        .column(mandate::Column::IntermediaryId)
        .column_as(mandate::Column::Id.count(), "held")
        .filter(mandate::Column::IntermediaryId.is_in(ids.iter().copied()))
        .filter(mandate::Column::State.eq(State::Active.name()))
        .filter(mandate::Column::ValidUntil.gt(now))
        .group_by(mandate::Column::IntermediaryId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, held)| (id, u64::try_from(held).unwrap_or_default())).collect())
}
