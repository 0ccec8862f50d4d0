//! Reads of disclosure, all starting at a listing the actor may see.

use std::collections::{HashMap, HashSet};

use entity::{access_request, document_look, listing_document, nda_acceptance};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    identity::{organisation_names, queries::from_name},
    kernel::{
        Actor, DateTime, Error, List, Page, Result, Text,
        actor::Side,
        error,
        id::{AccessRequestId, DocumentId, ListingId, OrganisationId},
        machine,
    },
    listings::{model::Listing, queries::find},
};

use super::{
    model::{AccessParty, AccessRequest, AccessState, Level, Reader, TRANSITIONS},
    nda,
    view::{AccessRequestOut, DocumentOut, LookOut, NamedOut, NdaOut},
};

/// What the actor is to the listing's documents.
///
/// # Errors
/// Faults of the database.
pub(super) async fn reader(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: &Listing,
    now: DateTime,
) -> Result<Reader> {
    let mut reader = Reader::of(listing, actor);
    // An intermediary whose mandate is about something else brings nothing of its principal's along.
    let covered = actor.within_mandate_on(Side::Demand, Some(listing.id)).is_ok();
    let Some(own) = actor.organisation().filter(|_| covered && !reader.inside && reader.verified) else {
        return Ok(reader);
    };
    reader.agreed = acceptance(db, listing.id, own).await?.is_some();
    reader.granted = granted(db, listing.id, own, now).await?;
    Ok(reader)
}

/// Has the organisation a grant in force?
pub(super) async fn granted(
    db: &impl ConnectionTrait,
    listing: ListingId,
    organisation: OrganisationId,
    now: DateTime,
) -> Result<bool> {
    let granted = access_request::Entity::find()
        .filter(access_request::Column::ListingId.eq(listing.0))
        .filter(access_request::Column::OrganisationId.eq(organisation.0))
        .filter(access_request::Column::State.eq(AccessState::Granted.name()))
        .one(db)
        .await?;
    Ok(granted.is_some_and(|row| row.until.is_none_or(|until| until > now)))
}

/// The newest acceptance of the agreement by an organisation.
pub(super) async fn acceptance(
    db: &impl ConnectionTrait,
    listing: ListingId,
    organisation: OrganisationId,
) -> Result<Option<nda_acceptance::Model>> {
    let find = nda_acceptance::Entity::find()
        .filter(nda_acceptance::Column::ListingId.eq(listing.0))
        .filter(nda_acceptance::Column::OrganisationId.eq(organisation.0))
        .order_by_desc(nda_acceptance::Column::At);
    Ok(find.one(db).await?)
}

/// A document that was not removed.
///
/// # Errors
/// `not_found`.
pub(super) async fn document(
    db: &impl ConnectionTrait,
    listing: ListingId,
    id: DocumentId,
) -> Result<listing_document::Model> {
    listing_document::Entity::find_by_id(id.0)
        .filter(listing_document::Column::ListingId.eq(listing.0))
        .filter(listing_document::Column::RemovedAt.is_null())
        .one(db)
        .await?
        .ok_or_else(Error::not_found)
}

/// A document as `reader` sees it.
pub(super) fn document_view(row: listing_document::Model, reader: Reader) -> Result<DocumentOut> {
    let level: Level = from_name(&row.level)?;
    let may_open = reader.refusal(level).is_none();
    Ok(DocumentOut {
        id: row.id.into(),
        level,
        title: row.title,
        name: row.name,
        may_open,
        media_type: may_open.then_some(row.media_type),
        size: may_open.then_some(row.size),
        sha256: may_open.then_some(row.sha256),
        created_at: row.created_at,
    })
}

/// One document as the actor sees it.
///
/// # Errors
/// `not_found`.
pub async fn show_document(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (listing, id): (ListingId, DocumentId),
    now: DateTime,
) -> Result<DocumentOut> {
    let listing = find(db, actor, listing).await?;
    let reader = reader(db, actor, &listing, now).await?;
    document_view(document(db, listing.id, id).await?, reader)
}

/// The documents of a listing, newest first.
///
/// # Errors
/// `not_found`; `validation` on the page.
pub async fn documents(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: ListingId,
    page: &Page,
    now: DateTime,
) -> Result<List<DocumentOut>> {
    let listing = find(db, actor, listing).await?;
    let limit = page.limit()?;
    let mut rows = listing_document::Entity::find()
        .filter(listing_document::Column::ListingId.eq(listing.id.0))
        .filter(listing_document::Column::RemovedAt.is_null())
        .order_by_desc(listing_document::Column::Id)
        .limit(limit + 1);
    if let Some(after) = page.after()? {
        rows = rows.filter(listing_document::Column::Id.lt(after));
    }
    let reader = reader(db, actor, &listing, now).await?;
    let page = List::of(rows.all(db).await?, limit, |row| row.id, |row| row);
    let items = page.items.into_iter().map(|row| document_view(row, reader)).collect::<Result<_>>()?;
    Ok(List { items, next: page.next })
}

/// The agreement, and whether the actor's organisation accepted it.
///
/// # Errors
/// `not_found`.
pub async fn agreement(db: &impl ConnectionTrait, actor: &Actor, listing: ListingId) -> Result<NdaOut> {
    let listing = find(db, actor, listing).await?;
    let accepted = match actor.organisation() {
        Some(own) => acceptance(db, listing.id, own).await?,
        None => None,
    };
    Ok(agreement_view(accepted))
}

pub(super) fn agreement_view(accepted: Option<nda_acceptance::Model>) -> NdaOut {
    NdaOut {
        version: nda::VERSION.to_owned(),
        text: nda::text(),
        text_sha256: nda::digest(),
        accepted_at: accepted.as_ref().map(|row| row.at),
        accepted_version: accepted.map(|row| row.version),
    }
}

/// The requests of a listing, newest first: the holder and the operator see all, others their own.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `not_found`; `validation` on the page.
pub async fn requests(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: ListingId,
    page: &Page,
    now: DateTime,
) -> Result<List<AccessRequestOut>> {
    let own = actor.membership()?.organisation;
    let listing = find(db, actor, listing).await?;
    let limit = page.limit()?;
    let mut rows = access_request::Entity::find()
        .filter(access_request::Column::ListingId.eq(listing.id.0))
        .order_by_desc(access_request::Column::Id)
        .limit(limit + 1);
    if !listing.is_inside(actor) {
        actor.within_mandate_on(Side::Demand, Some(listing.id))?;
        rows = rows.filter(access_request::Column::OrganisationId.eq(own.0));
    }
    if let Some(after) = page.after()? {
        rows = rows.filter(access_request::Column::Id.lt(after));
    }
    let page = List::of(rows.all(db).await?, limit, |row| row.id, |row| row);
    let requests =
        page.items.into_iter().map(|row| AccessRequest::at(row, now)).collect::<Result<Vec<AccessRequest>>>()?;
    Ok(List { items: show_requests(db, actor, &listing, requests).await?, next: page.next })
}

/// One request.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `not_found` for another organisation's.
pub async fn show_request(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (listing, id): (ListingId, AccessRequestId),
    now: DateTime,
) -> Result<AccessRequestOut> {
    let own = actor.membership()?.organisation;
    let listing = find(db, actor, listing).await?;
    let asks = actor.within_mandate_on(Side::Demand, Some(listing.id)).is_ok();
    let row = access_request::Entity::find_by_id(id.0)
        .filter(access_request::Column::ListingId.eq(listing.id.0))
        .one(db)
        .await?
        .filter(|row| listing.is_inside(actor) || row.organisation_id == own.0 && asks)
        .ok_or_else(Error::not_found)?;
    view_request(db, actor, &listing, AccessRequest::at(row, now)?).await
}

/// A request as the actor sees it.
pub(super) async fn view_request(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: &Listing,
    request: AccessRequest,
) -> Result<AccessRequestOut> {
    let shown = show_requests(db, actor, listing, vec![request]).await?;
    shown.into_iter().next().ok_or_else(|| Error::internal("a request that was just read is gone"))
}

async fn show_requests(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: &Listing,
    requests: Vec<AccessRequest>,
) -> Result<Vec<AccessRequestOut>> {
    let organisations: Vec<Uuid> = requests.iter().map(|request| request.organisation.0).collect();
    let agreed: HashSet<Uuid> = nda_acceptance::Entity::find()
        .filter(nda_acceptance::Column::ListingId.eq(listing.id.0))
        .filter(nda_acceptance::Column::OrganisationId.is_in(organisations.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.organisation_id)
        .collect();
    let names = organisation_names(db, organisations).await?;
    let parties = parties(listing, actor);
    let show = |request: AccessRequest| AccessRequestOut {
        id: request.id,
        listing: request.listing,
        organisation: named(request.organisation, &names),
        message: request.message,
        state: request.state,
        nda_accepted: agreed.contains(&request.organisation.0),
        until: request.until,
        reason: request.reason,
        allowed_actions: machine::allowed(TRANSITIONS, request.state, &parties),
        version: request.version,
        created_at: request.created_at,
        decided_at: request.decided_at,
    };
    Ok(requests.into_iter().map(show).collect())
}

/// What the actor is to requests for this listing.
pub(super) fn parties(listing: &Listing, actor: &Actor) -> Vec<AccessParty> {
    if listing.is_inside(actor) && !actor.is_operator() { vec![AccessParty::Holder] } else { Vec::new() }
}

fn named(id: OrganisationId, names: &HashMap<Uuid, Text>) -> NamedOut {
    NamedOut { id, name: names.get(&id.0).cloned().unwrap_or_default() }
}

/// Every look at the listing's documents, newest first; for the holder and the operator.
///
/// # Errors
/// `unauthenticated`, `not_found`; `forbidden` for others who see the listing; `validation` on the page.
pub async fn looks(db: &impl ConnectionTrait, actor: &Actor, listing: ListingId, page: &Page) -> Result<List<LookOut>> {
    actor.membership()?;
    let listing = find(db, actor, listing).await?;
    if !listing.is_inside(actor) {
        return Err(Error::new(error::FORBIDDEN));
    }
    let limit = page.limit()?;
    let mut rows = document_look::Entity::find()
        .filter(document_look::Column::ListingId.eq(listing.id.0))
        .order_by_desc(document_look::Column::Id)
        .limit(limit + 1);
    if let Some(after) = page.after()? {
        rows = rows.filter(document_look::Column::Id.lt(after));
    }
    let page = List::of(rows.all(db).await?, limit, |row| row.id, |row| row);
    let looked: HashSet<Uuid> = page.items.iter().map(|row| row.document_id).collect();
    let files: HashMap<Uuid, String> = listing_document::Entity::find()
        .filter(listing_document::Column::Id.is_in(looked))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let organisations = page.items.iter().flat_map(|row| [row.organisation_id, row.on_behalf_of]).flatten();
    let names = organisation_names(db, organisations).await?;
    let show = |row: document_look::Model| LookOut {
        document: row.document_id.into(),
        name: files.get(&row.document_id).cloned().unwrap_or_default(),
        organisation: row.organisation_id.map(|id| named(id.into(), &names)),
        on_behalf_of: row.on_behalf_of.map(|id| named(id.into(), &names)),
        at: row.at,
    };
    Ok(List { items: page.items.into_iter().map(show).collect(), next: page.next })
}
