//! Reads of deals, all starting at what the actor may see: the deals of its own organisation; the operator, all.

use std::collections::HashMap;

use entity::{deal, deal_charge, deal_document, listing};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::{
    identity::{organisation_names, queries::from_name},
    kernel::{
        Actor, Error, List, Money, Page, Result, Text,
        id::{DealId, DocumentId, OrganisationId},
    },
    ledger::AccountKind,
    platform::db::Between,
};

use super::{
    books,
    checklist::{acting_next, checklist},
    facts::Facts,
    lifecycle::{Action, Stage, TRANSITIONS},
    model::{Charge, Deal, Payee, Step},
    record::history,
    split::split,
    terms::Terms,
    view::{
        ChargeKind, ChargeOut, DealDocumentOut, DealListingOut, DealOut, DealPartiesOut, DealPartyOut, DealSummaryOut,
        DealsQuery, DisputeOut, PaymentDueOut, RulingOut, SignatureOut, StepOut,
    },
};

/// What the actor may see. An intermediary that acts for a principal sees the deals its mandates cover, on their side.
pub(super) fn visible(actor: &Actor) -> Result<Select<deal::Entity>> {
    use deal::Column as C;
    let between = Between { supply: C::SellerId, demand: C::BuyerId, listing: C::ListingId };
    Ok(deal::Entity::find().filter(between.seen_by(actor)?))
}

/// One deal.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: DealId) -> Result<Deal> {
    let row = visible(actor)?.filter(deal::Column::Id.eq(id.0)).one(db).await?;
    row.ok_or_else(Error::not_found)?.try_into()
}

/// What is taken out of the price at release, by line.
///
/// # Errors
/// Faults of the database.
pub async fn charges(db: &impl ConnectionTrait, id: DealId) -> Result<Vec<Charge>> {
    let rows = deal_charge::Entity::find()
        .filter(deal_charge::Column::DealId.eq(id.0))
        .order_by_asc(deal_charge::Column::Line)
        .all(db)
        .await?;
    rows.into_iter().map(Charge::try_from).collect()
}

impl TryFrom<deal_charge::Model> for Charge {
    type Error = Error;
    fn try_from(row: deal_charge::Model) -> Result<Self> {
        let payee = match (row.payee_id, row.mandate_id, row.side) {
            (Some(organisation), Some(mandate), Some(side)) => {
                Some(Payee { organisation: organisation.into(), mandate: mandate.into(), side: from_name(&side)? })
            }
            _ => None,
        };
        Ok(Self {
            line: row.line,
            payee,
            payer: row.payer_id.into(),
            bps: u32::try_from(row.bps).map_err(Error::internal)?,
            min: row.min,
            max: row.max,
        })
    }
}

/// The deal as the actor sees it.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, id: DealId) -> Result<DealOut> {
    let deal = find(db, actor, id).await?;
    let steps = history(db, id).await?;
    let facts = Facts::of(&steps)?;
    let charges = charges(db, id).await?;
    let mut organisations = vec![deal.seller, deal.buyer];
    organisations.extend(steps.iter().filter_map(|step| step.intermediary));
    for charge in &charges {
        organisations.extend(charge.payee.map(|payee| payee.organisation));
    }
    let names = Names::of(db, organisations).await?;
    let listing = listing::Entity::find_by_id(deal.listing.0).one(db).await?.ok_or_else(Error::not_found)?;
    let extensions = Terms::of(&deal)?.extensions()?;
    let allowed_actions = allowed(&deal, &facts, actor, extensions);
    Ok(DealOut {
        allowed_actions,
        acting_next: acting_next(&deal, &facts),
        ledger: books::of(db, &deal).await?,
        charges: charges_out(&deal, &charges, &names)?,
        payment: payment(&deal),
        checklist: checklist(&deal, &facts),
        documents: documents(db, id).await?,
        signatures: facts
            .signatures
            .iter()
            .map(|(signature, at)| SignatureOut { signature: signature.clone(), at: *at })
            .collect(),
        dispute: facts.dispute.map(|dispute| DisputeOut {
            by: dispute.by,
            reason: dispute.reason,
            from: dispute.from,
            at: dispute.at,
            evidence_until: dispute.evidence_until,
        }),
        ruling: facts.ruling.map(|ruling| RulingOut {
            to_seller: ruling.to_seller,
            to_buyer: ruling.to_buyer,
            reason: ruling.reason,
        }),
        filing: facts.filing,
        history: steps.into_iter().map(|step| step_out(step, actor, &names)).collect(),
        listing: listing_out(&deal, &listing),
        parties: names.parties(&deal),
        id: deal.id,
        number: deal.number,
        origin: deal.origin,
        stage: deal.stage,
        version: deal.version,
        deadline: deal.deadline,
        at_deadline: deal.at_deadline,
        right: deal.right,
        price: deal.price,
        terms: deal.terms,
        recordal_required: deal.recordal_required,
        rule_pack: deal.rule_pack,
        opened_at: deal.opened_at,
    })
}

/// What the actor can do now. Whether its role and its organisation's verification suffice, the command says.
fn allowed(deal: &Deal, facts: &Facts, actor: &Actor, extensions: u32) -> Vec<Action> {
    let parties = deal.parties(facts, actor);
    let side = actor.organisation().and_then(|own| deal.side(own));
    let mut actions = crate::kernel::machine::allowed(TRANSITIONS, deal.stage, &parties);
    // Evidence may have ended meanwhile; the command, which knows the time, says so.
    let now = deal.opened_at;
    actions.retain(|action| action.has_path() && facts.obstacle(*action, side, now, extensions).is_none());
    actions
}

fn charges_out(deal: &Deal, charges: &[Charge], names: &Names) -> Result<Vec<ChargeOut>> {
    let shares = split(deal.price, charges)?.shares;
    let money = |minor: i64| Money::new(minor, deal.price.currency);
    let out = |(charge, amount): (&Charge, Money)| ChargeOut {
        kind: if charge.payee.is_some() { ChargeKind::Commission } else { ChargeKind::Fee },
        side: charge.payee.map(|payee| payee.side),
        payer: names.party(charge.payer),
        payee: charge.payee.map(|payee| names.party(payee.organisation)),
        bps: charge.bps,
        min: charge.min.map(money),
        max: charge.max.map(money),
        amount,
    };
    Ok(charges.iter().zip(shares).map(out).collect())
}

fn payment(deal: &Deal) -> Option<PaymentDueOut> {
    (deal.stage == Stage::Funding).then(|| PaymentDueOut {
        reference: deal.reference.clone(),
        amount: deal.price,
        account: AccountKind::Settlement,
        deadline: deal.deadline,
    })
}

fn step_out(step: Step, actor: &Actor, names: &Names) -> StepOut {
    let colleague = actor.is_operator() || (step.organisation.is_some() && step.organisation == actor.organisation());
    StepOut {
        version: step.seq,
        from: step.from,
        action: step.action,
        to: step.to,
        party: step.party,
        organisation: step.organisation,
        intermediary: step.intermediary.map(|intermediary| names.party(intermediary)),
        account: step.account.filter(|_| colleague),
        at: step.at,
        facts: step.facts,
    }
}

pub(super) fn listing_out(deal: &Deal, listing: &listing::Model) -> DealListingOut {
    DealListingOut {
        id: deal.listing,
        number: listing.number.clone(),
        title: Text { zh: listing.title_zh.clone(), en: listing.title_en.clone() },
        version: deal.listing_version,
    }
}

/// The deals the actor may see, newest first.
///
/// # Errors
/// `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, wanted: &DealsQuery) -> Result<List<DealSummaryOut>> {
    let page = Page { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = page.limit()?;
    let mut find = visible(actor)?.order_by_desc(deal::Column::Id).limit(limit + 1);
    if let Some(stage) = wanted.stage {
        find = find.filter(deal::Column::Stage.eq(stage.name()));
    }
    if let Some(listing) = wanted.listing {
        find = find.filter(deal::Column::ListingId.eq(listing.0));
    }
    if let Some(after) = page.after()? {
        find = find.filter(deal::Column::Id.lt(after));
    }
    let deals = find.all(db).await?.into_iter().map(Deal::try_from).collect::<Result<Vec<_>>>()?;
    let names = Names::of(db, deals.iter().flat_map(|deal| [deal.seller, deal.buyer]).collect()).await?;
    let ids = deals.iter().map(|deal| deal.listing.0);
    let rows = listing::Entity::find().filter(listing::Column::Id.is_in(ids)).all(db).await?;
    let listings: HashMap<Uuid, listing::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let page = List::of(deals, limit, |deal| deal.id.0, |deal| deal);
    let show = |deal: Deal| {
        let listing = listings.get(&deal.listing.0).ok_or_else(|| Error::internal("a deal without its listing"))?;
        Ok(DealSummaryOut {
            listing: listing_out(&deal, listing),
            parties: names.parties(&deal),
            id: deal.id,
            number: deal.number,
            stage: deal.stage,
            version: deal.version,
            deadline: deal.deadline,
            right: deal.right,
            price: deal.price,
            opened_at: deal.opened_at,
        })
    };
    Ok(List { items: page.items.into_iter().map(show).collect::<Result<_>>()?, next: page.next })
}

/// The files of a deal, oldest first. For those who see the deal.
///
/// # Errors
/// Faults of the database.
pub async fn documents(db: &impl ConnectionTrait, id: DealId) -> Result<Vec<DealDocumentOut>> {
    let rows = deal_document::Entity::find()
        .filter(deal_document::Column::DealId.eq(id.0))
        .order_by_asc(deal_document::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(DealDocumentOut::try_from).collect()
}

/// One file of a deal that the actor sees.
///
/// # Errors
/// `not_found`.
pub async fn document(
    db: &impl ConnectionTrait,
    actor: &Actor,
    deal: DealId,
    id: DocumentId,
) -> Result<deal_document::Model> {
    find(db, actor, deal).await?;
    let row = deal_document::Entity::find_by_id(id.0).filter(deal_document::Column::DealId.eq(deal.0)).one(db).await?;
    row.ok_or_else(Error::not_found)
}

impl TryFrom<deal_document::Model> for DealDocumentOut {
    type Error = Error;
    fn try_from(row: deal_document::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            kind: from_name(&row.kind)?,
            stage: from_name(&row.stage)?,
            name: row.name,
            media_type: row.media_type,
            size: row.size,
            sha256: row.sha256,
            organisation: row.organisation_id.into(),
            at: row.at,
        })
    }
}

/// Names of organisations.
pub(super) struct Names(HashMap<Uuid, Text>);

impl Names {
    pub(super) async fn of(db: &impl ConnectionTrait, ids: Vec<OrganisationId>) -> Result<Self> {
        Ok(Self(organisation_names(db, ids.into_iter().map(|id| id.0)).await?))
    }

    pub(super) fn party(&self, id: OrganisationId) -> DealPartyOut {
        DealPartyOut { id, name: self.0.get(&id.0).cloned().unwrap_or_default() }
    }

    fn parties(&self, deal: &Deal) -> DealPartiesOut {
        DealPartiesOut { seller: self.party(deal.seller), buyer: self.party(deal.buyer) }
    }
}

/// How many deals were carried to their end, and what was paid out in them, in renminbi. Anyone may know.
///
/// # Errors
/// Faults of the database.
pub async fn carried_out(db: &impl ConnectionTrait) -> Result<(u64, Money)> {
    use sea_orm::sea_query::Expr;
    let (count, paid): (i64, Option<i64>) = deal::Entity::find()
        .select_only()
        .column_as(deal::Column::Id.count(), "deals")
        // PostgreSQL sums integers to a decimal.
        .column_as(Expr::cust("CAST(SUM(CASE WHEN currency = 'CNY' THEN price END) AS BIGINT)"), "paid")
        .filter(deal::Column::Stage.eq(Stage::Closed.name()))
        .into_tuple()
        .one(db)
        .await?
        .unwrap_or_default();
    Ok((u64::try_from(count).unwrap_or_default(), Money::cny(paid.unwrap_or_default())))
}
