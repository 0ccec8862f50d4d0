//! Answering with other terms: the next round, and the other side's turn.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::{
    kernel::{Error, Result, id::OfferId},
    listings,
    platform::Ctx,
};

use super::{
    super::{
        error, events,
        lifecycle::Action,
        model::Offer,
        queries,
        terms::Proposal,
        view::{CounterIn, OfferOut},
    },
    checks::{self, Answered},
    rows,
};

/// Most rounds of one thread.
pub const MAX_ROUNDS: i32 = 100;

/// In which thread, and what.
#[derive(Clone)]
pub struct Counter {
    /// In which thread.
    pub id: OfferId,
    /// What.
    pub input: CounterIn,
}

/// Makes a counter-offer.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_not_verified`, `stale_version`, `not_allowed_now`, `offer_expired`,
/// `both_sides`, `too_many_rounds`, `listing_takes_no_offers`, `counterparty_not_verified`, `validation`.
pub async fn counter(ctx: &mut Ctx, cmd: Counter) -> Result<OfferOut> {
    let thread = queries::find(ctx.db(), ctx.actor(), cmd.id).await?;
    let listing = listings::lock(ctx, thread.listing).await?;
    let Answered { row, offer, side } = checks::load_for(ctx, cmd.id, cmd.input.version, Action::Counter).await?;
    checks::takes_offers(&listing)?;
    checks::counterparty(ctx, offer.party(side.other())).await?;
    if offer.round >= MAX_ROUNDS {
        return Err(Error::new(error::TOO_MANY_ROUNDS));
    }
    let proposal = Proposal::checked(&cmd.input.offer(), &listing, ctx.now())?;
    let mut row = row.into_active_model();
    row.round = Set(offer.round + 1);
    row.version = Set(offer.version + 1);
    rows::stand(ctx, &mut row, side, &proposal, &listing)?;
    let offer: Offer = row.update(ctx.db()).await?.try_into()?;
    rows::keep_round(ctx, &offer, side, proposal.message).await?;
    ctx.audit_target(cmd.id);
    ctx.emit(events::event(events::COUNTERED, &offer))?;
    queries::show(ctx.db(), ctx.actor(), offer, ctx.now()).await
}
