//! From proposals to rows.

use chrono::TimeDelta;
use entity::{offer, offer_round};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    deals::model::Side,
    kernel::{DateTime, Error, Result, id::DealId},
    listings::Listing,
    platform::Ctx,
    rules,
};

use super::super::{
    lifecycle::State,
    model::{Offer, Reason},
    terms::Proposal,
};

/// By when an offer made now should be answered: what the exchange's rules say, or earlier when it expires earlier.
fn answer_due(now: DateTime, expires_at: DateTime) -> Result<DateTime> {
    let pack = rules::packs()?.latest("private").ok_or_else(|| Error::internal("there is no rule pack `private`"))?;
    let day = (now + TimeDelta::hours(8)).date_naive();
    let period = pack.at(day).offer_answer_period().map_err(Error::internal)?;
    let due = rules::working_days()?.add_period(now, period).map_err(Error::internal)?;
    Ok(due.at.min(expires_at))
}

/// Makes `proposal` of `side` the standing one.
pub(super) fn stand(
    ctx: &Ctx,
    row: &mut offer::ActiveModel,
    side: Side,
    proposal: &Proposal,
    listing: &Listing,
) -> Result<()> {
    row.listing_version = Set(listing.version);
    row.turn = Set(Some(side.other().name().to_owned()));
    row.right = Set(proposal.right.name().to_owned());
    row.price_minor = Set(proposal.price.minor);
    row.currency = Set(proposal.price.currency.to_string());
    row.terms = Set(serde_json::to_value(&proposal.terms).map_err(Error::internal)?);
    row.expires_at = Set(proposal.expires_at);
    row.answer_due = Set(answer_due(ctx.now(), proposal.expires_at)?);
    row.updated_at = Set(ctx.now());
    Ok(())
}

/// Keeps the standing round of `offer`.
pub(super) async fn keep_round(ctx: &Ctx, offer: &Offer, side: Side, message: Option<String>) -> Result<()> {
    let (acted_by, _) = ctx.actor().acting();
    let row = offer_round::ActiveModel {
        offer_id: Set(offer.id.0),
        seq: Set(offer.round),
        side: Set(side.name().to_owned()),
        acted_by: Set(acted_by.unwrap_or(offer.party(side)).0),
        account_id: Set(ctx.actor().principal()?.account.0),
        listing_version: Set(offer.listing_version),
        right: Set(offer.right.name().to_owned()),
        price_minor: Set(offer.price.minor),
        currency: Set(offer.price.currency.to_string()),
        terms: Set(serde_json::to_value(&offer.terms).map_err(Error::internal)?),
        message: Set(message),
        expires_at: Set(offer.expires_at),
        at: Set(ctx.now()),
    };
    offer_round::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(())
}

/// How a thread ends.
#[derive(Default)]
pub(super) struct End {
    pub(super) reason: Option<Reason>,
    pub(super) deal: Option<DealId>,
}

/// Ends the thread.
pub(super) async fn end(ctx: &Ctx, row: offer::Model, to: State, end: End) -> Result<Offer> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.state = Set(to.name().to_owned());
    row.turn = Set(None);
    row.version = Set(version);
    row.reason_code = Set(end.reason.as_ref().map(|reason| reason.code.name().to_owned()));
    row.reason_text = Set(end.reason.and_then(|reason| reason.text));
    row.deal_id = Set(end.deal.map(|deal| deal.0));
    row.updated_at = Set(ctx.now());
    row.update(ctx.db()).await?.try_into()
}
