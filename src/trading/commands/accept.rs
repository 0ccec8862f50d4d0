//! Agreeing: the deal begins, in the same transaction.

use entity::{deal, listing_patent, offer};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::{
    deals::{self, NewDeal, lifecycle::Stage},
    identity::queries::from_name,
    kernel::{
        Error, Result,
        id::{DealId, OfferId},
        machine,
    },
    listings::{self, Listing, Right},
    platform::Ctx,
};

use super::{
    super::{
        error, events,
        lifecycle::{Action, Party, State, TRANSITIONS},
        model::{Offer, Reason, ReasonCode},
        queries,
        view::AcceptedOut,
    },
    checks::{self, Answered},
    rows::{self, End},
};

/// Accepts the standing offer: opens the deal, and declines every other open offer on the listing whose right conflicts.
/// The deal takes the listing where the right is one of which there is only one.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_not_verified`, `stale_version`, `not_allowed_now`, `offer_expired`,
/// `both_sides`, `listing_takes_no_offers`, `counterparty_not_verified`, `conflicting_deal`.
pub async fn accept(ctx: &mut Ctx, (id, version): (OfferId, i64)) -> Result<AcceptedOut> {
    let thread = queries::find(ctx.db(), ctx.actor(), id).await?;
    let listing = listings::lock(ctx, thread.listing).await?;
    let Answered { row, offer, side } = checks::load_for(ctx, id, version, Action::Accept).await?;
    checks::takes_offers(&listing)?;
    checks::counterparty(ctx, offer.party(side.other())).await?;
    no_conflicting_deal(ctx, &offer).await?;
    let deal = open(ctx, &offer, &listing).await?;
    let end = End { reason: None, deal: Some(deal) };
    let offer = rows::end(ctx, row, State::Accepted, end).await?;
    ctx.audit_target(id);
    ctx.emit(events::event(events::ACCEPTED, &offer))?;
    decline_conflicting(ctx, &offer).await?;
    Ok(AcceptedOut {
        offer: queries::show(ctx.db(), ctx.actor(), offer, ctx.now()).await?,
        deal: deals::show(ctx.db(), ctx.actor(), deal).await?,
    })
}

async fn open(ctx: &mut Ctx, offer: &Offer, listing: &Listing) -> Result<DealId> {
    let patents = listing_patent::Entity::find()
        .filter(listing_patent::Column::ListingId.eq(listing.id.0))
        .count(ctx.db())
        .await?;
    let new = NewDeal {
        origin: offer.id.to_string(),
        origin_version: offer.version,
        listing: offer.listing,
        listing_version: offer.listing_version,
        seller: offer.seller,
        buyer: offer.buyer,
        right: offer.right,
        price: offer.price,
        terms: serde_json::to_value(&offer.terms).map_err(Error::internal)?,
        has_filing: patents > 0,
    };
    Ok(deals::open(ctx, new).await?.id)
}

/// A licence that is being granted leaves no room for a right of which there is only one, until its deal is over.
async fn no_conflicting_deal(ctx: &Ctx, offer: &Offer) -> Result<()> {
    let rows = deal::Entity::find()
        .filter(deal::Column::ListingId.eq(offer.listing.0))
        .filter(deal::Column::Stage.is_not_in([Stage::Closed, Stage::Cancelled, Stage::Refunded].map(Stage::name)))
        .all(ctx.db())
        .await?;
    for row in rows {
        let right: Right = from_name(&row.right)?;
        if offer.right.conflicts_with(right) {
            return Err(Error::new(error::CONFLICTING_DEAL));
        }
    }
    Ok(())
}

/// Declines the other open offers on the listing whose right leaves no room beside the accepted one.
async fn decline_conflicting(ctx: &mut Ctx, accepted: &Offer) -> Result<()> {
    let find = offer::Entity::find()
        .filter(offer::Column::ListingId.eq(accepted.listing.0))
        .filter(offer::Column::State.eq(State::Open.name()))
        .order_by_asc(offer::Column::Id);
    for row in ctx.for_update(find).all(ctx.db()).await? {
        let other = Offer::try_from(row.clone())?;
        if !accepted.right.conflicts_with(other.right) {
            continue;
        }
        let arrow = machine::step(TRANSITIONS, other.state, Action::Decline, &[Party::Deal])?;
        let reason = Some(Reason { code: ReasonCode::ConflictingDeal, text: None });
        let declined = rows::end(ctx, row, arrow.to, End { reason, deal: None }).await?;
        ctx.emit(events::event(events::DECLINED, &declined))?;
    }
    Ok(())
}
