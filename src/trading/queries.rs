//! Reads of offers, all starting at what the actor may see: its own organisation's, on either side; the operator all; an
//! intermediary that acts by mandate, what its mandates cover.

use std::collections::HashMap;

use entity::{listing, offer, offer_round};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::{
    deals::model::Side,
    identity::{organisation_names, queries::from_name},
    intermediaries::PartyOut,
    kernel::{
        Actor, DateTime, Error, List, Money, Result, Text,
        id::{ListingId, OfferId, OrganisationId},
        machine,
    },
    listings,
    platform::db::Between,
};

use super::{
    lifecycle::TRANSITIONS,
    model::Offer,
    view::{OfferListingOut, OfferOut, OfferRoundOut, OffersIn},
};

/// What the actor may see.
pub(super) fn visible(actor: &Actor) -> Result<Select<offer::Entity>> {
    use offer::Column as C;
    let between = Between { supply: C::SellerId, demand: C::BuyerId, listing: C::ListingId };
    Ok(offer::Entity::find().filter(between.seen_by(actor)?))
}

/// One offer.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: OfferId) -> Result<Offer> {
    let row = visible(actor)?.filter(offer::Column::Id.eq(id.0)).one(db).await?;
    row.ok_or_else(Error::not_found)?.try_into()
}

/// The offer as the actor sees it, with every round.
///
/// # Errors
/// Faults of the database.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, offer: Offer, now: DateTime) -> Result<OfferOut> {
    let mut rounds = rounds(db, &offer).await?;
    let mut view = views(db, actor, vec![offer], now).await?.pop().ok_or_else(Error::not_found)?;
    if view.seller.hidden {
        rounds.iter_mut().filter(|round| round.side == Side::Seller).for_each(|round| round.intermediary = None);
    }
    view.rounds = Some(rounds);
    Ok(view)
}

async fn rounds(db: &impl ConnectionTrait, offer: &Offer) -> Result<Vec<OfferRoundOut>> {
    let rows = offer_round::Entity::find()
        .filter(offer_round::Column::OfferId.eq(offer.id.0))
        .order_by_asc(offer_round::Column::Seq)
        .all(db)
        .await?;
    rows.into_iter().map(|row| round(offer, row)).collect()
}

fn round(offer: &Offer, row: offer_round::Model) -> Result<OfferRoundOut> {
    let side: Side = from_name(&row.side)?;
    let acted_by = OrganisationId::from(row.acted_by);
    Ok(OfferRoundOut {
        seq: row.seq,
        side,
        intermediary: Some(acted_by).filter(|acted_by| *acted_by != offer.party(side)),
        listing_version: row.listing_version,
        right: from_name(&row.right)?,
        price: Money::new(row.price_minor, row.currency.parse().map_err(Error::internal)?),
        terms: serde_json::from_value(row.terms).map_err(Error::internal)?,
        message: row.message,
        expires_at: row.expires_at,
        at: row.at,
    })
}

async fn views(db: &impl ConnectionTrait, actor: &Actor, offers: Vec<Offer>, now: DateTime) -> Result<Vec<OfferOut>> {
    let names = organisation_names(db, offers.iter().flat_map(|offer| [offer.buyer.0, offer.seller.0])).await?;
    let listings: HashMap<Uuid, listing::Model> = listing::Entity::find()
        .filter(listing::Column::Id.is_in(offers.iter().map(|offer| offer.listing.0)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let hidden = listings::hidden_from(db, actor, listings.values(), now).await?;
    let view = |offer: Offer| {
        // Who has a deal with somebody knows with whom.
        let hidden = offer.deal.is_none() && hidden.contains(&offer.listing.0);
        let party = |id: OrganisationId| PartyOut { id, name: names.get(&id.0).cloned().unwrap_or_default() };
        let listing = listings.get(&offer.listing.0).ok_or_else(|| Error::internal("an offer without its listing"))?;
        Ok(OfferOut {
            allowed_actions: machine::allowed(TRANSITIONS, offer.state, &offer.parties(actor)),
            id: offer.id,
            number: offer.number,
            listing: OfferListingOut {
                id: offer.listing,
                number: listing.number.clone(),
                title: Text { zh: listing.title_zh.clone(), en: listing.title_en.clone() },
                version: offer.listing_version,
            },
            buyer: party(offer.buyer),
            seller: listings::named_holder(offer.seller.0, &names, hidden),
            state: offer.state,
            turn: offer.turn,
            right: offer.right,
            price: offer.price,
            terms: offer.terms,
            expires_at: offer.expires_at,
            answer_due: offer.answer_due,
            version: offer.version,
            reason: offer.reason,
            deal: offer.deal,
            rounds: None,
            created_at: offer.created_at,
            updated_at: offer.updated_at,
        })
    };
    offers.into_iter().map(view).collect()
}

/// The offers the actor may see, newest first.
///
/// # Errors
/// `validation` on the page.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    wanted: &OffersIn,
    now: DateTime,
) -> Result<List<OfferOut>> {
    let page = wanted.page();
    let limit = page.limit()?;
    let mut find = visible(actor)?.order_by_desc(offer::Column::Id).limit(limit + 1);
    if let Some(state) = wanted.state {
        find = find.filter(offer::Column::State.eq(state.name()));
    }
    if let Some(listing) = wanted.listing {
        find = find.filter(offer::Column::ListingId.eq(listing.0));
    }
    if let Some(after) = page.after()? {
        find = find.filter(offer::Column::Id.lt(after));
    }
    let offers = find.all(db).await?.into_iter().map(Offer::try_from).collect::<Result<Vec<_>>>()?;
    let page = List::of(offers, limit, |offer| offer.id.0, |offer| offer);
    Ok(List { items: views(db, actor, page.items, now).await?, next: page.next })
}

/// The offers on one listing that the actor may see: its holder all, a buyer its own.
///
/// # Errors
/// `not_found` for a listing the actor may not see; `validation` on the page.
pub async fn on_listing(
    db: &impl ConnectionTrait,
    actor: &Actor,
    listing: ListingId,
    wanted: OffersIn,
    now: DateTime,
) -> Result<List<OfferOut>> {
    actor.membership()?;
    listings::find(db, actor, listing).await?;
    list(db, actor, &OffersIn { listing: Some(listing), ..wanted }, now).await
}
