//! Making an offer: the first round of a thread.

use entity::offer;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use crate::{
    deals::model::Side,
    kernel::{
        Error, Result, Role,
        actor::Membership,
        error as codes,
        id::{ListingId, OfferId},
    },
    listings::{self, Listing},
    platform::{Ctx, numbers},
};

use super::{
    super::{
        error, events,
        lifecycle::State,
        model::Offer,
        queries,
        terms::Proposal,
        view::{OfferIn, OfferOut},
    },
    checks, rows,
};

/// On which listing, and what.
#[derive(Clone)]
pub struct Make {
    /// On which listing.
    pub listing: ListingId,
    /// What.
    pub offer: OfferIn,
}

/// Makes an offer on a published listing.
///
/// # Errors
/// `not_found` for a listing the actor may not see; `own_listing`, `both_sides`, `forbidden`,
/// `organisation_not_verified`; `listing_takes_no_offers`, `counterparty_not_verified`; `validation`.
pub async fn make(ctx: &mut Ctx, cmd: Make) -> Result<OfferOut> {
    let own = ctx.actor().verified_with_role(Role::Manager)?.clone();
    listings::find(ctx.db(), ctx.actor(), cmd.listing).await?;
    let listing = listings::lock(ctx, cmd.listing).await?;
    check_buyer(ctx, &own, &listing)?;
    checks::takes_offers(&listing)?;
    checks::counterparty(ctx, listing.owner).await?;
    let proposal = Proposal::checked(&cmd.offer, &listing, ctx.now())?;
    let id: OfferId = ctx.id()?;
    let mut row = offer::ActiveModel {
        id: Set(id.0),
        number: Set(numbers::next(ctx, "JX-O").await?),
        listing_id: Set(listing.id.0),
        buyer_id: Set(own.organisation.0),
        seller_id: Set(listing.owner.0),
        state: Set(State::Open.name().to_owned()),
        round: Set(1),
        version: Set(1),
        reason_code: Set(None),
        reason_text: Set(None),
        deal_id: Set(None),
        created_at: Set(ctx.now()),
        ..Default::default()
    };
    rows::stand(ctx, &mut row, Side::Buyer, &proposal, &listing)?;
    let offer: Offer = row.insert(ctx.db()).await?.try_into()?;
    rows::keep_round(ctx, &offer, Side::Buyer, proposal.message).await?;
    ctx.audit_target(id);
    ctx.emit(events::event(events::MADE, &offer))?;
    queries::show(ctx.db(), ctx.actor(), offer, ctx.now()).await
}

/// Who makes an offer is neither the holder, nor the holder's own intermediary, nor the exchange.
fn check_buyer(ctx: &Ctx, own: &Membership, listing: &Listing) -> Result<()> {
    if ctx.actor().is_operator() {
        return Err(Error::because(codes::FORBIDDEN, "the exchange does not trade"));
    }
    ctx.actor().within_mandate_on(Side::Buyer.mandated(), Some(listing.id))?;
    if listing.owner == own.organisation {
        return Err(Error::new(listings::error::OWN_LISTING));
    }
    match &own.mandate {
        Some(mandate) if mandate.intermediary == listing.owner => Err(Error::new(error::BOTH_SIDES)),
        _ => Ok(()),
    }
}
