//! Reads of watchlists: one's own, and of it what one may see.

use std::collections::HashMap;

use entity::{listing, member, watch};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::{
    identity::organisation_names,
    kernel::{
        Actor, DateTime, Error, List, Page, Result,
        id::{AccountId, ListingId, OrganisationId},
    },
    listings::{
        commands::{act::visible, edit::content},
        disclosure::holder,
        lifecycle::State,
        model::{self, Listing},
    },
};

use super::{
    commands::watcher,
    view::{WatchOut, WatchedOut},
};

pub(super) fn own(account: AccountId, organisation: OrganisationId) -> Select<watch::Entity> {
    watch::Entity::find()
        .filter(watch::Column::AccountId.eq(account.0))
        .filter(watch::Column::OrganisationId.eq(organisation.0))
}

pub(super) async fn one(
    db: &impl ConnectionTrait,
    (account, organisation): (AccountId, OrganisationId),
    listing: ListingId,
) -> Result<Option<watch::Model>> {
    Ok(own(account, organisation).filter(watch::Column::ListingId.eq(listing.0)).one(db).await?)
}

/// Listings in a state in which everybody sees them.
fn public() -> Condition {
    let states = State::ALL.into_iter().filter(|state| model::is_public(*state)).map(State::name);
    Condition::all().add(listing::Column::State.is_in(states))
}

/// What the person watches and may see, newest first; of one listing where one is named.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `validation` on the page.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (page, only): (&Page, Option<ListingId>),
    now: DateTime,
) -> Result<List<WatchOut>> {
    let (account, organisation) = watcher(actor)?;
    let limit = page.limit()?;
    let mut seen = listing::Entity::find().select_only().column(listing::Column::Id);
    if !actor.is_operator() {
        let acted_for = actor.organisation().map(Uuid::from);
        seen = seen.filter(Condition::any().add(public()).add(listing::Column::OrganisationId.eq(acted_for)));
    }
    let mut rows = own(account, organisation)
        .filter(watch::Column::ListingId.in_subquery(seen.into_query()))
        .order_by_desc(watch::Column::Id)
        .limit(limit + 1);
    if let Some(only) = only {
        rows = rows.filter(watch::Column::ListingId.eq(only.0));
    }
    if let Some(after) = page.after()? {
        rows = rows.filter(watch::Column::Id.lt(after));
    }
    let page = List::of(rows.all(db).await?, limit, |row| row.id, |row| row);
    Ok(List { items: show(db, actor, page.items, now).await?, next: page.next })
}

/// The entries as the actor sees them; what it may not see is left out.
pub(super) async fn show(
    db: &impl ConnectionTrait,
    actor: &Actor,
    rows: Vec<watch::Model>,
    now: DateTime,
) -> Result<Vec<WatchOut>> {
    let listings: HashMap<Uuid, listing::Model> = listing::Entity::find()
        .filter(listing::Column::Id.is_in(rows.iter().map(|row| row.listing_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let hidden = holder::hidden_from(db, actor, listings.values(), now).await?;
    let names = organisation_names(db, listings.values().map(|row| row.organisation_id)).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let found = listings.get(&row.listing_id).ok_or_else(|| Error::internal("a watch without its listing"))?;
        let listing = Listing::try_from(found)?;
        if !visible(&listing, actor) {
            continue;
        }
        let content = content(found)?;
        let watched = WatchedOut {
            id: listing.id,
            number: listing.number,
            title: content.title,
            owner: holder::named(found.organisation_id, &names, hidden.contains(&found.id)),
            sector: content.sector,
            rights: content.rights,
            procedure: content.procedure,
            state: listing.state,
            price: content.price,
            price_negotiable: content.price_negotiable,
            updated_at: found.updated_at,
        };
        entries.push(WatchOut { listing: watched, added_at: row.added_at });
    }
    Ok(entries)
}

/// Those who watch a listing and still belong to the organisation they watch it for.
///
/// # Errors
/// Faults of the database.
pub async fn watchers(db: &impl ConnectionTrait, listing: ListingId) -> Result<Vec<member::Model>> {
    let watches = watch::Entity::find().filter(watch::Column::ListingId.eq(listing.0)).all(db).await?;
    let accounts: Vec<Uuid> = watches.iter().map(|row| row.account_id).collect();
    let members = member::Entity::find().filter(member::Column::AccountId.is_in(accounts)).all(db).await?;
    let watches = |member: &member::Model| {
        watches.iter().any(|row| (row.account_id, row.organisation_id) == (member.account_id, member.organisation_id))
    };
    Ok(members.into_iter().filter(watches).collect())
}
