//! What every answer to an offer takes.

use entity::{offer, offer_round};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    deals::model::Side,
    identity,
    kernel::{
        Error, Result, Role,
        id::{OfferId, OrganisationId},
        machine,
    },
    listings::{
        Listing,
        lifecycle::State as ListingState,
        model::{Kind, Procedure},
    },
    platform::{Ctx, ctx::expect_version},
};

use super::super::{
    error,
    lifecycle::{Action, TRANSITIONS},
    model::Offer,
    queries,
};

/// An offer, locked, and the side the actor is on.
pub(super) struct Answered {
    pub(super) row: offer::Model,
    pub(super) offer: Offer,
    pub(super) side: Side,
}

/// Loads, locks and authorises: what the actor may not see it does not find; only a side acts, when it is its turn, on
/// the version it saw, while the offer lasts.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_not_verified`, `stale_version`, `not_allowed_now`, `offer_expired`,
/// `both_sides`.
pub(super) async fn load_for(ctx: &Ctx, id: OfferId, version: i64, action: Action) -> Result<Answered> {
    let actor = ctx.actor();
    actor.with_role(Role::Manager)?;
    let find = ctx.for_update(queries::visible(actor)?.filter(offer::Column::Id.eq(id.0)));
    let row = find.one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    let offer = Offer::try_from(row.clone())?;
    let side = offer.side(actor).ok_or_else(|| Error::new(crate::kernel::error::FORBIDDEN))?;
    actor.verified_with_role(Role::Manager)?;
    actor.within_mandate_on(side.mandated(), Some(offer.listing))?;
    expect_version(offer.version, version)?;
    machine::step(TRANSITIONS, offer.state, action, &offer.parties(actor))?;
    if offer.expires_at <= ctx.decision_time().await? {
        return Err(Error::new(error::OFFER_EXPIRED));
    }
    not_both_sides(ctx, &offer, side).await?;
    Ok(Answered { row, offer, side })
}

/// Who acted for one side, or is that side, does not act for the other.
async fn not_both_sides(ctx: &Ctx, offer: &Offer, side: Side) -> Result<()> {
    let (Some(acting), _) = ctx.actor().acting() else { return Ok(()) };
    let other = side.other();
    let opposite = offer_round::Entity::find()
        .filter(offer_round::Column::OfferId.eq(offer.id.0))
        .filter(offer_round::Column::Side.eq(other.name()))
        .filter(offer_round::Column::ActedBy.eq(acting.0))
        .count(ctx.db())
        .await?;
    if acting == offer.party(other) || opposite > 0 { Err(Error::new(error::BOTH_SIDES)) } else { Ok(()) }
}

/// Refuses offers, counter-offers and acceptance on a listing that is not open to them.
pub(super) fn takes_offers(listing: &Listing) -> Result<()> {
    let open = listing.kind == Kind::Supply
        && listing.state == ListingState::Published
        && matches!(listing.procedure, Procedure::Negotiated | Procedure::PublicListing);
    if open { Ok(()) } else { Err(Error::new(error::LISTING_TAKES_NO_OFFERS)) }
}

/// Refuses to bind an organisation to one that the operator has suspended or not verified (yet).
pub(super) async fn counterparty(ctx: &Ctx, id: OrganisationId) -> Result<()> {
    if identity::organisation(ctx.db(), id).await?.state == "verified" {
        Ok(())
    } else {
        Err(Error::new(error::COUNTERPARTY_NOT_VERIFIED))
    }
}
