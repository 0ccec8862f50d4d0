//! What waits for a listing's holder: a return, requests for access, enquiries.

use std::collections::HashMap;

use entity::{access_request, enquiry, listing};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::kernel::{Actor, Result};

use super::{lifecycle::State, model::Listing, view::WaitingOut};

const REQUESTED: &str = "requested";
const HOLDERS_TURN: &str = "supply";

/// True of listings with something to do for their holder.
pub(super) fn condition() -> Condition {
    let asked = access_request::Entity::find()
        .select_only()
        .column(access_request::Column::ListingId)
        .filter(access_request::Column::State.eq(REQUESTED));
    let open = enquiry::Entity::find()
        .select_only()
        .column(enquiry::Column::ListingId)
        .filter(enquiry::Column::Turn.eq(HOLDERS_TURN));
    Condition::any()
        .add(listing::Column::State.eq(State::Returned.name()))
        .add(listing::Column::Id.in_subquery(asked.into_query()))
        .add(listing::Column::Id.in_subquery(open.into_query()))
}

/// What waits, of those of `rows` that the actor's organisation holds.
///
/// # Errors
/// Faults of the database.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[listing::Model],
) -> Result<HashMap<Uuid, WaitingOut>> {
    let mut waiting = HashMap::new();
    for row in rows {
        let listing = Listing::try_from(row)?;
        if listing.is_own(actor) && listing.is_inside(actor) {
            waiting.insert(row.id, WaitingOut::default());
        }
    }
    if waiting.is_empty() {
        return Ok(waiting);
    }
    let own: Vec<Uuid> = waiting.keys().copied().collect();
    let requests: Vec<(Uuid, i64)> = access_request::Entity::find()
        .select_only()
        .column(access_request::Column::ListingId)
        .column_as(access_request::Column::Id.count(), "count")
        .filter(access_request::Column::ListingId.is_in(own.iter().copied()))
        .filter(access_request::Column::State.eq(REQUESTED))
        .group_by(access_request::Column::ListingId)
        .into_tuple()
        .all(db)
        .await?;
    let enquiries: Vec<(Uuid, i64)> = enquiry::Entity::find()
        .select_only()
        .column(enquiry::Column::ListingId)
        .column_as(enquiry::Column::Id.count(), "count")
        .filter(enquiry::Column::ListingId.is_in(own))
        .filter(enquiry::Column::Turn.eq(HOLDERS_TURN))
        .group_by(enquiry::Column::ListingId)
        .into_tuple()
        .all(db)
        .await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    for (listing, count) in requests {
        waiting.entry(listing).or_default().access_requests = number(count);
    }
    for (listing, count) in enquiries {
        waiting.entry(listing).or_default().enquiries = number(count);
    }
    Ok(waiting)
}
