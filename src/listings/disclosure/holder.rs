//! Listing without one's name (匿名挂牌): who may know the holder.
//!
//! The holder's own people and the operator's always do; others once their organisation has accepted the agreement or
//! been granted access, for as long as that opens the documents. To everybody else the holder has no id, stand-in words
//! for a name, no patents (their numbers tell whose they are) and no record of how it answers.

use std::collections::{HashMap, HashSet};

use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use crate::{
    identity,
    kernel::{
        Actor, DateTime, Result, Text,
        id::{ListingId, OrganisationId},
    },
    listings::{model::Listing, view::NamedHolderOut},
};

use super::queries;

/// The words that stand for a holder who is not named.
pub fn hidden_name() -> Text {
    Text { zh: Some("未公开的持有方".to_owned()), en: Some("Undisclosed holder".to_owned()) }
}

/// The holder by name, or not.
pub fn named(id: Uuid, names: &HashMap<Uuid, Text>, hidden: bool) -> NamedHolderOut {
    if hidden {
        return NamedHolderOut { id: None, name: hidden_name(), hidden };
    }
    NamedHolderOut { id: Some(id.into()), name: names.get(&id).cloned().unwrap_or_default(), hidden }
}

/// May the actor know who holds the listing?
///
/// # Errors
/// Faults of the database.
pub async fn knows_holder(db: &impl ConnectionTrait, actor: &Actor, listing: &Listing, now: DateTime) -> Result<bool> {
    if !listing.anonymous || listing.is_own(actor) || actor.is_operator() || matches!(actor, Actor::System(_)) {
        return Ok(true);
    }
    let reader = queries::reader(db, actor, listing, now).await?;
    Ok(reader.agreed || reader.granted)
}

/// Those of `listings` whose holder the actor may not know.
///
/// # Errors
/// `internal` for a row that this version can't read; faults of the database.
pub async fn hidden_from<'l>(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listings: impl IntoIterator<Item = &'l entity::listing::Model>,
    now: DateTime,
) -> Result<HashSet<Uuid>> {
    let mut hidden = HashSet::new();
    for row in listings.into_iter().filter(|row| row.anonymous) {
        if !knows_holder(db, actor, &Listing::try_from(row)?, now).await? {
            hidden.insert(row.id);
        }
    }
    Ok(hidden)
}

/// May that organisation be told who holds the listing? Asked where nobody acts: what happened is written to people.
///
/// # Errors
/// Faults of the database.
pub async fn names_to(
    db: &impl ConnectionTrait,
    listing: ListingId,
    organisation: OrganisationId,
    now: DateTime,
) -> Result<bool> {
    let Some(row) = entity::listing::Entity::find_by_id(listing.0).one(db).await? else { return Ok(true) };
    if !row.anonymous || row.organisation_id == organisation.0 {
        return Ok(true);
    }
    let reader = identity::organisation(db, organisation).await?;
    if reader.kind == "operator" {
        return Ok(true);
    }
    if reader.state != "verified" {
        return Ok(false);
    }
    Ok(queries::acceptance(db, listing, organisation).await?.is_some()
        || queries::granted(db, listing, organisation, now).await?)
}
