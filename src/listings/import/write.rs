//! A chunk of rows into the database, with few and wide statements.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use entity::{listing, listing_patent, listing_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use crate::{
    kernel::{Error, Result, id::ListingId, id::PatentId},
    listings::{commands::rows, events, lifecycle::State},
    patents::{self, Record, number::PatentNumber, view::Owner},
    platform::{Ctx, events::NewEvent, numbers},
};

use super::{Import, row::Checked};

/// Writes the rows that are not there yet; returns how many.
pub(super) async fn write(ctx: &mut Ctx, (import, rows): (Import, Arc<Vec<Checked>>)) -> Result<u64> {
    let fresh = fresh(ctx, &import, &rows).await?;
    if fresh.is_empty() {
        return Ok(0);
    }
    let patents = patents(ctx, &fresh).await?;
    let numbers = numbers::block(ctx, "JX", fresh.len()).await?;
    let state = if import.publish { State::Published } else { State::Draft };
    let mut listings = Vec::with_capacity(fresh.len());
    let mut versions = Vec::with_capacity(fresh.len());
    let mut links = Vec::new();
    for (row, number) in fresh.iter().zip(&numbers) {
        let id: ListingId = ctx.id()?;
        listings.push(listing(ctx, &import, state, id, number, row)?);
        versions.push(version(ctx, id, row)?);
        links.extend(link(id, row, &patents));
        let kind = if import.publish { events::PUBLISHED } else { events::CREATED };
        // Nobody is told of each of thousands: whoever imports knows.
        ctx.emit(
            NewEvent::about(kind, id).listing(id).facts(json!({ "state": state, "version": 1, "number": number })),
        )?;
    }
    // A hundred rows a statement: SQLite binds at most 32,766 values, and few different statements are prepared.
    for rows in listings.chunks(100) {
        listing::Entity::insert_many(rows.to_vec()).exec_without_returning(ctx.db()).await?;
    }
    listing_version::Entity::insert_many(versions).exec_without_returning(ctx.db()).await?;
    for rows in links.chunks(1_000) {
        listing_patent::Entity::insert_many(rows.to_vec()).exec_without_returning(ctx.db()).await?;
    }
    Ok(fresh.len() as u64)
}

/// The rows whose id the owner does not have yet, each id once.
async fn fresh<'a>(ctx: &Ctx, import: &Import, rows: &'a [Checked]) -> Result<Vec<&'a Checked>> {
    let known: Vec<String> = listing::Entity::find()
        .select_only()
        .column(listing::Column::ExternalId)
        .filter(listing::Column::OrganisationId.eq(import.owner.0))
        .filter(listing::Column::ExternalId.is_in(rows.iter().map(|row| row.external_id.clone())))
        .into_tuple()
        .all(ctx.db())
        .await?;
    let mut seen: HashSet<String> = known.into_iter().collect();
    Ok(rows.iter().filter(|row| seen.insert(row.external_id.clone())).collect())
}

/// Ids of the rows' patents by number; numbers without a record get one that says what the row says.
async fn patents(ctx: &Ctx, rows: &[&Checked]) -> Result<HashMap<String, PatentId>> {
    let record = |row: &Checked, number: &PatentNumber| Record {
        title: row.content.title.clone(),
        ipc: row.content.ipc.clone(),
        owners: row.owner_name.iter().map(|name| Owner { name: name.clone(), organisation: None }).collect(),
        ..Record::bare(number.clone())
    };
    let records: Vec<Record> =
        rows.iter().flat_map(|row| row.patents.iter().map(|number| record(row, number))).collect();
    patents::ensure(ctx, &records).await
}

fn listing(
    ctx: &Ctx,
    import: &Import,
    state: State,
    id: ListingId,
    number: &str,
    row: &Checked,
) -> Result<listing::ActiveModel> {
    let published_at = (state == State::Published).then(|| ctx.now());
    let mut listing = listing::ActiveModel {
        id: Set(id.0),
        number: Set(number.to_owned()),
        kind: Set("supply".to_owned()),
        organisation_id: Set(import.owner.0),
        external_id: Set(Some(row.external_id.clone())),
        owner_name: Set(row.owner_name.clone()),
        state: Set(state.name().to_owned()),
        state_reason: Set(None),
        version: Set(1),
        created_at: Set(ctx.now()),
        updated_at: Set(ctx.now()),
        published_at: Set(published_at),
        closed_at: Set(None),
        demo: Set(false),
        ..Default::default()
    };
    rows::fill(&mut listing, &row.content)?;
    Ok(listing)
}

fn version(ctx: &Ctx, id: ListingId, row: &Checked) -> Result<listing_version::ActiveModel> {
    let mut content = serde_json::to_value(&row.content).map_err(Error::internal)?;
    content["patents"] = json!(row.patents.iter().map(|number| number.canonical()).collect::<Vec<_>>());
    Ok(listing_version::ActiveModel {
        listing_id: Set(id.0),
        version: Set(1),
        at: Set(ctx.now()),
        account_id: Set(None),
        content: Set(content),
    })
}

fn link(id: ListingId, row: &Checked, patents: &HashMap<String, PatentId>) -> Vec<listing_patent::ActiveModel> {
    let mut seen = HashSet::new();
    let ids =
        row.patents.iter().filter_map(|number| patents.get(&number.canonical()).copied()).filter(|id| seen.insert(*id));
    ids.zip(0i32..)
        .map(|(patent, seq)| listing_patent::ActiveModel {
            listing_id: Set(id.0),
            patent_id: Set(patent.0),
            seq: Set(seq),
        })
        .collect()
}
