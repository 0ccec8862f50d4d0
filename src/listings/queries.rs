//! Reads of listings: everybody sees what is published; the holder and the operator see the rest.

use std::collections::HashMap;

use entity::{event, listing, listing_patent, listing_version, organisation, patent};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::{
    identity,
    kernel::{Actor, DateTime, Error, List, Page, Result, Text, actor::Side, error, id::ListingId, machine},
    patents,
};

use super::{
    commands::{act::visible, edit::content},
    disclosure::holder,
    enquiries,
    lifecycle::{State, TRANSITIONS},
    model::{Listing, is_public},
    tradeability::{self, TradeabilityOut},
    view::{HolderOut, ListedPatentOut, ListingOut, ListingVersionOut, ListingsIn},
    waiting,
};

/// One listing's row.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn row(db: &impl ConnectionTrait, actor: &Actor, id: ListingId) -> Result<listing::Model> {
    let row = listing::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Error::not_found)?;
    if visible(&Listing::try_from(&row)?, actor) { Ok(row) } else { Err(Error::not_found()) }
}

/// The listing that a link names by its number or its id, if everybody may see it.
///
/// # Errors
/// `not_found`; `gone` for one that everybody saw once.
pub async fn named(db: &impl ConnectionTrait, name: &str) -> Result<ListingId> {
    let found = match name.parse::<ListingId>() {
        Ok(id) => listing::Entity::find_by_id(id.0).one(db).await?,
        Err(_) => listing::Entity::find().filter(listing::Column::Number.eq(name)).one(db).await?,
    };
    let row = found.ok_or_else(Error::not_found)?;
    if Listing::try_from(&row)?.is_public() {
        Ok(row.id.into())
    } else if row.published_at.is_some() {
        Err(Error::new(error::GONE))
    } else {
        Err(Error::not_found())
    }
}

fn public() -> Select<listing::Entity> {
    let states: Vec<&str> = State::ALL.into_iter().filter(|state| is_public(*state)).map(State::name).collect();
    listing::Entity::find().filter(listing::Column::State.is_in(states))
}

/// How many listings everybody may see.
///
/// # Errors
/// Faults of the database.
pub async fn count_public(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(public().count(db).await?)
}

/// Numbers of the listings that everybody may see with the time of their last change, oldest first, from the `skip`th on.
///
/// # Errors
/// Faults of the database.
pub async fn public_numbers(db: &impl ConnectionTrait, skip: u64, limit: u64) -> Result<Vec<(String, DateTime)>> {
    Ok(public()
        .select_only()
        .columns([listing::Column::Number, listing::Column::UpdatedAt])
        .order_by_asc(listing::Column::Id)
        .offset(skip)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// What everybody may know of how a listing came along: published, paused, resumed, under a deal, closed; oldest first.
///
/// # Errors
/// Faults of the database.
pub async fn history(db: &impl ConnectionTrait, id: ListingId) -> Result<Vec<(String, DateTime)>> {
    const TOLD: [&str; 6] = ["published", "paused", "resumed", "under_deal", "reopened", "closed"];
    let rows = event::Entity::find()
        .filter(event::Column::Subject.eq(id.to_string()))
        .filter(event::Column::Kind.is_in(TOLD.map(|kind| format!("listing.{kind}"))))
        .order_by_asc(event::Column::Position)
        .limit(50)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.kind.trim_start_matches("listing.").to_owned(), row.at)).collect())
}

/// One listing.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: ListingId) -> Result<Listing> {
    Listing::try_from(&row(db, actor, id).await?)
}

/// The listing as the actor sees it.
///
/// # Errors
/// Faults of the database.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, row: listing::Model, now: DateTime) -> Result<ListingOut> {
    let hidden = !holder::knows_holder(db, actor, &Listing::try_from(&row)?, now).await?;
    let owner = identity::organisation(db, row.organisation_id.into()).await?;
    let patents = patents_of(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let waiting = waiting::of(db, actor, std::slice::from_ref(&row)).await?.remove(&row.id);
    Ok(ListingOut { waiting, ..view(row, Shown { owner, patents, hidden }, actor)? })
}

/// The listing as the actor sees it, with how its holder answers enquiries.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn show_whole(db: &impl ConnectionTrait, actor: &Actor, id: ListingId, now: DateTime) -> Result<ListingOut> {
    let shown = show(db, actor, row(db, actor, id).await?, now).await?;
    let responses = match shown.owner.id {
        Some(holder) => Some(enquiries::responses(db, holder, now).await?),
        // The same numbers stand on the page of the one who is not to be known.
        None => None,
    };
    Ok(ListingOut { responses, ..shown })
}

/// Whether what the listing offers can be traded, as far as the records here tell.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn tradeability(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ListingId,
    now: DateTime,
) -> Result<TradeabilityOut> {
    let listing = find(db, actor, id).await?;
    let owner = identity::organisation(db, listing.owner).await?;
    let patents = patents_of(db, &[id.0]).await?.remove(&id.0).unwrap_or_default();
    let name = Text { zh: owner.name_zh, en: owner.name_en };
    // Registers keep China's days.
    let today = (now + chrono::Duration::hours(8)).date_naive();
    let mut found = tradeability::check(&listing, &name, &patents, today)?;
    if !holder::knows_holder(db, actor, &listing, now).await? {
        // Which patents they are would tell whose they are.
        found.checks.iter_mut().for_each(|check| check.patent = None);
    }
    Ok(found)
}

/// What a listing is shown with.
struct Shown {
    owner: organisation::Model,
    patents: Vec<patent::Model>,
    /// The holder is not named to the reader.
    hidden: bool,
}

impl Shown {
    fn holder(&self) -> HolderOut {
        if self.hidden {
            return HolderOut {
                id: None,
                name: holder::hidden_name(),
                verified: self.owner.state == "verified",
                hidden: true,
            };
        }
        HolderOut {
            id: Some(self.owner.id.into()),
            name: Text { zh: self.owner.name_zh.clone(), en: self.owner.name_en.clone() },
            verified: self.owner.state == "verified",
            hidden: false,
        }
    }

    fn patents(self) -> Vec<ListedPatentOut> {
        if self.hidden { Vec::new() } else { self.patents.into_iter().map(listed).collect() }
    }
}

fn view(row: listing::Model, shown: Shown, actor: &Actor) -> Result<ListingOut> {
    let listing = Listing::try_from(&row)?;
    let content = content(&row)?;
    let inside = listing.is_inside(actor);
    Ok(ListingOut {
        allowed_actions: machine::allowed(TRANSITIONS, listing.state, &listing.parties(actor)),
        id: listing.id,
        number: listing.number,
        kind: listing.kind,
        owner: shown.holder(),
        external_id: row.external_id.filter(|_| inside),
        title: content.title,
        summary: content.summary,
        description: content.description,
        sector: content.sector,
        ipc: content.ipc,
        trl: content.trl,
        trl_evidence: content.trl_evidence,
        rights: content.rights,
        procedure: content.procedure,
        price: content.price,
        price_negotiable: content.price_negotiable,
        region: content.region,
        patent_count: shown.patents.len(),
        patents: shown.patents(),
        improvements: content.improvements,
        price_rationale: content.price_rationale,
        anonymous: content.anonymous,
        state: listing.state,
        state_reason: row.state_reason.filter(|_| inside),
        waiting: None,
        responses: None,
        version: listing.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        published_at: row.published_at,
    })
}

fn listed(patent: patent::Model) -> ListedPatentOut {
    ListedPatentOut {
        id: patent.id.into(),
        number: patents::display(&patent.number),
        title: Text { zh: patent.title_zh, en: patent.title_en },
        legal_status: patent.legal_status,
        expires_on: patent.expires_on,
    }
}

/// The patents of many listings, in their order.
///
/// # Errors
/// Faults of the database.
pub async fn patents_of(db: &impl ConnectionTrait, listings: &[Uuid]) -> Result<HashMap<Uuid, Vec<patent::Model>>> {
    let rows = listing_patent::Entity::find()
        .find_also_related(patent::Entity)
        .filter(listing_patent::Column::ListingId.is_in(listings.iter().copied()))
        .order_by_asc(listing_patent::Column::Seq)
        .all(db)
        .await?;
    let mut patents: HashMap<Uuid, Vec<patent::Model>> = HashMap::new();
    for (link, patent) in rows {
        patents.entry(link.listing_id).or_default().extend(patent);
    }
    Ok(patents)
}

/// The organisation's own listings, or the operator's view of all, newest first.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, wanted: &ListingsIn) -> Result<List<ListingOut>> {
    let membership = actor.membership()?;
    let page = Page { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = page.limit()?;
    let mut find = listing::Entity::find().order_by_desc(listing::Column::Id).limit(limit + 1);
    if !actor.is_operator() {
        find = find.filter(listing::Column::OrganisationId.eq(membership.organisation.0));
    }
    // A mandate for one listing shows no other; one to buy shows none that the principal sells.
    if let Some(only) = actor.only_listings(Side::Supply) {
        find = find.filter(listing::Column::Id.is_in(only.into_iter().map(Uuid::from)));
    }
    if let Some(state) = wanted.state {
        find = find.filter(listing::Column::State.eq(state.name()));
    }
    if let Some(wanted) = wanted.waiting {
        let waits = waiting::condition();
        find = find.filter(if wanted { waits } else { waits.not() });
    }
    if let Some(after) = page.after()? {
        find = find.filter(listing::Column::Id.lt(after));
    }
    let rows = find.all(db).await?;
    let waiting = waiting::of(db, actor, &rows).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut patents = patents_of(db, &ids).await?;
    let owners =
        organisation::Entity::find().filter(organisation::Column::Id.is_in(rows.iter().map(|row| row.organisation_id)));
    let owners: HashMap<Uuid, organisation::Model> =
        owners.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let page = List::of(rows, limit, |row| row.id, |row| row);
    let show = |row: listing::Model| {
        let owner =
            owners.get(&row.organisation_id).cloned().ok_or_else(|| Error::internal("a listing without its owner"))?;
        let shown = Shown { owner, patents: patents.remove(&row.id).unwrap_or_default(), hidden: false };
        let waiting = waiting.get(&row.id).copied();
        Ok(ListingOut { waiting, ..view(row, shown, actor)? })
    };
    Ok(List { items: page.items.into_iter().map(show).collect::<Result<_>>()?, next: page.next })
}

/// Every version of the listing's content, newest first; for the holder and the operator.
///
/// # Errors
/// `not_found`.
pub async fn versions(db: &impl ConnectionTrait, actor: &Actor, id: ListingId) -> Result<List<ListingVersionOut>> {
    let listing = find(db, actor, id).await?;
    if !listing.is_inside(actor) {
        return Err(Error::not_found());
    }
    let rows = listing_version::Entity::find()
        .filter(listing_version::Column::ListingId.eq(id.0))
        .order_by_desc(listing_version::Column::Version)
        .limit(100)
        .all(db)
        .await?;
    let items = rows
        .into_iter()
        .map(|row| ListingVersionOut { version: row.version, at: row.at, content: row.content })
        .collect();
    Ok(List { items, next: None })
}

/// What the listing said in one version: the content that was in force then. For the holder and the operator.
///
/// # Errors
/// `not_found`.
pub async fn version(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (id, version): (ListingId, i64),
) -> Result<ListingVersionOut> {
    let listing = find(db, actor, id).await?;
    if !listing.is_inside(actor) || !(1..=listing.version).contains(&version) {
        return Err(Error::not_found());
    }
    // Steps of the machine count versions too, and leave the content as it was.
    let row = listing_version::Entity::find()
        .filter(listing_version::Column::ListingId.eq(id.0))
        .filter(listing_version::Column::Version.lte(version))
        .order_by_desc(listing_version::Column::Version)
        .one(db)
        .await?
        .ok_or_else(Error::not_found)?;
    Ok(ListingVersionOut { version: row.version, at: row.at, content: row.content })
}
