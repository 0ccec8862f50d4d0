//! The thread of a deal: what its sides write to each other. The operator reads it only while a dispute is open.

use entity::deal_message;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    kernel::{Actor, Error, List, Result, error, id::DealId},
    platform::events::NewEvent,
};

use super::{
    events,
    lifecycle::Stage,
    model::Deal,
    queries::{Names, find},
    view::DealMessageOut,
};

/// Most messages of one deal; what more there is to say belongs into a document.
pub const MAX_MESSAGES: u64 = 2_000;

/// The thread, oldest message first.
///
/// # Errors
/// `not_found` for what the actor may not see; `forbidden` for the operator's people while nothing is in dispute.
pub async fn thread(db: &impl ConnectionTrait, actor: &Actor, id: DealId) -> Result<List<DealMessageOut>> {
    let deal = find(db, actor, id).await?;
    if actor.is_operator() && deal.stage != Stage::Disputed {
        return Err(Error::because(error::FORBIDDEN, "the exchange reads the thread only while a dispute is open"));
    }
    let rows = deal_message::Entity::find()
        .filter(deal_message::Column::DealId.eq(id.0))
        .order_by_asc(deal_message::Column::Seq)
        .limit(MAX_MESSAGES)
        .all(db)
        .await?;
    Ok(List { items: show(db, rows).await?, next: None })
}

/// Messages, with the names of who wrote them.
pub(super) async fn show(db: &impl ConnectionTrait, rows: Vec<deal_message::Model>) -> Result<Vec<DealMessageOut>> {
    let writers = rows.iter().flat_map(|row| [Some(row.organisation_id), row.intermediary_id]);
    let names = Names::of(db, writers.flatten().map(Into::into).collect()).await?;
    let out = |row: deal_message::Model| DealMessageOut {
        id: row.id.into(),
        seq: row.seq,
        from: names.party(row.organisation_id.into()),
        intermediary: row.intermediary_id.map(|id| names.party(id.into())),
        text: row.text,
        at: row.at,
    };
    Ok(rows.into_iter().map(out).collect())
}

/// Says that message number `seq` was written; not what it says.
pub(super) fn event(deal: &Deal, seq: i64) -> NewEvent {
    events::event(events::MESSAGE_WRITTEN, deal)
        .facts(serde_json::json!({ "number": deal.number, "stage": deal.stage, "message": seq }))
}
