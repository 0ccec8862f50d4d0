//! Opening a deal, in the transaction of the agreement it comes from.

use entity::{deal, deal_charge, deal_event};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    intermediaries::{self, model::Side as MandateSide},
    kernel::{
        Error, FieldError, Money, Result,
        fields::Fields,
        id::{DealId, ListingId, OrganisationId},
    },
    ledger::model::MAX_AMOUNT,
    listings::{self, Right},
    platform::{Ctx, numbers, site},
};

use super::super::{
    events,
    lifecycle::{Party, Stage},
    model::{Charge, Deal, Payee},
    record::{insert, intermediary, remind},
    terms::{self, Terms},
};

/// The series of deals' numbers.
const SERIES: &str = "JX-D";

/// An agreement that becomes a deal.
#[derive(Clone, Debug)]
pub struct NewDeal {
    /// What it comes from, such as an accepted offer, by its id on the wire. One deal comes from it.
    pub origin: String,
    /// In the version that was agreed on.
    pub origin_version: i64,
    /// What it is about.
    pub listing: ListingId,
    /// In the version that was agreed on.
    pub listing_version: i64,
    /// Who sells.
    pub seller: OrganisationId,
    /// Who buys.
    pub buyer: OrganisationId,
    /// What changes hands.
    pub right: Right,
    /// The whole price, paid at once.
    pub price: Money,
    /// What else was agreed.
    pub terms: serde_json::Value,
    /// Is there a patent, so that the patent office has something to file?
    pub has_filing: bool,
}

/// Opens a deal: pins the rule pack and what commission and fee will be, and takes the listing where the right is one of
/// which there is only one.
///
/// # Errors
/// `validation` on the price; `not_allowed_now` when the listing is taken.
pub async fn open(ctx: &mut Ctx, new: NewDeal) -> Result<Deal> {
    let mut fields = Fields::new();
    fields.check((1..=MAX_AMOUNT).contains(&new.price.minor), || {
        FieldError::out_of_range("price.minor", new.price.minor, 1, MAX_AMOUNT)
    });
    fields.check(new.seller != new.buyer, || {
        FieldError::invalid("buyer", new.buyer, "another organisation than the seller")
    });
    fields.finish()?;
    if new.right.is_exclusive() {
        listings::set_under_deal(ctx, new.listing).await?;
    }
    let terms = Terms::newest(ctx.now())?;
    let filing = terms::filing(new.right, new.has_filing);
    let number = numbers::next(ctx, SERIES).await?;
    let mut deal = Deal {
        id: ctx.id()?,
        // The number is the reference: people type it, and it is nobody else's.
        reference: number.clone(),
        number,
        origin: new.origin,
        listing: new.listing,
        listing_version: new.listing_version,
        seller: new.seller,
        buyer: new.buyer,
        right: new.right,
        filing,
        recordal_required: terms.recordal_required(filing)?,
        price: new.price,
        terms: new.terms,
        rule_pack: terms.pack(),
        opened_at: ctx.now(),
        version: 0,
        stage: Stage::Contract,
        deadline: None,
        at_deadline: None,
    };
    root(ctx, deal.id).await?;
    head(ctx, &deal, new.origin_version).await?;
    charge(ctx, &deal, &terms).await?;
    let timing = terms.opening(ctx.now())?;
    let first = json!({ "origin": deal.origin, "origin_version": new.origin_version });
    let row = deal_event::Model {
        action: "open".to_owned(),
        to_stage: Stage::Contract.name().to_owned(),
        seq: 1,
        facts: first,
        deadline: timing.deadline,
        at_deadline: timing.at_deadline.map(|action| action.name().to_owned()),
        ..nothing(ctx, deal.id)
    };
    insert(ctx, row).await?;
    remind(ctx, deal.id, &timing).await?;
    (deal.version, deal.deadline, deal.at_deadline) = (1, timing.deadline, timing.at_deadline);
    ctx.emit(events::event(events::OPENED, &deal))?;
    Ok(deal)
}

/// An event at the very beginning.
fn nothing(ctx: &Ctx, id: DealId) -> deal_event::Model {
    deal_event::Model {
        deal_id: id.0,
        seq: 0,
        prev_seq: 0,
        from_stage: "none".to_owned(),
        action: "root".to_owned(),
        to_stage: "none".to_owned(),
        party: Party::System.name().to_owned(),
        account_id: ctx.actor().account().map(|account| account.0),
        organisation_id: ctx.actor().organisation().map(|organisation| organisation.0),
        intermediary_id: intermediary(ctx).map(|intermediary| intermediary.0),
        at: ctx.now(),
        facts: json!({}),
        deadline: None,
        at_deadline: None,
    }
}

/// What the first event follows: its own predecessor, so that the keys need no NULL.
async fn root(ctx: &Ctx, id: DealId) -> Result<()> {
    insert(ctx, nothing(ctx, id)).await
}

/// The head, which stands at the root.
async fn head(ctx: &Ctx, deal: &Deal, origin_version: i64) -> Result<()> {
    let row = deal::ActiveModel {
        id: Set(deal.id.0),
        number: Set(deal.number.clone()),
        origin: Set(deal.origin.clone()),
        origin_version: Set(origin_version),
        listing_id: Set(deal.listing.0),
        listing_version: Set(deal.listing_version),
        seller_id: Set(deal.seller.0),
        buyer_id: Set(deal.buyer.0),
        right: Set(deal.right.name().to_owned()),
        filing: Set(terms::filing_name(deal.filing).to_owned()),
        recordal_required: Set(deal.recordal_required),
        price: Set(deal.price.minor),
        currency: Set(deal.price.currency.to_string()),
        terms: Set(deal.terms.clone()),
        rule_pack: Set(deal.rule_pack.clone()),
        reference: Set(deal.reference.clone()),
        opened_at: Set(deal.opened_at),
        version: Set(0),
        stage: Set("none".to_owned()),
        deadline: Set(None),
        at_deadline: Set(None),
    };
    deal::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(())
}

/// Fixes what is taken out of the price: the exchange's fee as it is set at this moment, and a commission for one intermediary a side, the one with
/// the most specific mandate in force at this moment. Both sides see it before they sign, and nothing changes it later:
/// neither a mandate that ends under way nor one that is made up for the money.
async fn charge(ctx: &Ctx, deal: &Deal, terms: &Terms) -> Result<()> {
    let mut charges = Vec::with_capacity(3);
    for (principal, side) in [(deal.seller, MandateSide::Supply), (deal.buyer, MandateSide::Demand)] {
        let covering = intermediaries::covering(ctx.db(), principal, Some(deal.listing), Some(side), ctx.now()).await?;
        let Some(mandate) = covering.into_iter().next() else { continue };
        // A bound in another currency bounds nothing here: there is no exchange rate.
        let bound =
            |money: Option<Money>| money.filter(|money| money.currency == deal.price.currency).map(|money| money.minor);
        charges.push(Charge {
            line: i32::try_from(charges.len() + 1).map_err(Error::internal)?,
            payee: Some(Payee { organisation: mandate.intermediary, mandate: mandate.id, side }),
            payer: principal,
            bps: u32::from(mandate.commission.bps),
            min: bound(mandate.commission.min),
            max: bound(mandate.commission.cap),
        });
    }
    let set = site::fees(ctx.db()).await?;
    charges.push(terms.fee(i32::try_from(charges.len() + 1).map_err(Error::internal)?, deal, set)?);
    let rows = charges.into_iter().map(|charge| row(deal, charge)).collect::<Result<Vec<_>>>()?;
    deal_charge::Entity::insert_many(rows).exec_without_returning(ctx.db()).await?;
    Ok(())
}

fn row(deal: &Deal, charge: Charge) -> Result<deal_charge::ActiveModel> {
    let side = charge.payee.map(|payee| if payee.side == MandateSide::Supply { "supply" } else { "demand" });
    Ok(deal_charge::ActiveModel {
        deal_id: Set(deal.id.0),
        line: Set(charge.line),
        kind: Set(if charge.payee.is_some() { "commission" } else { "fee" }.to_owned()),
        side: Set(side.map(str::to_owned)),
        payer_id: Set(charge.payer.0),
        payee_id: Set(charge.payee.map(|payee| payee.organisation.0)),
        mandate_id: Set(charge.payee.map(|payee| payee.mandate.0)),
        bps: Set(i32::try_from(charge.bps).map_err(Error::internal)?),
        min: Set(charge.min),
        max: Set(charge.max),
    })
}
