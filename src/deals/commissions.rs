//! What an intermediary earned and will earn, deal by deal.

use std::collections::HashMap;

use entity::{deal, deal_charge, ledger_account, ledger_transfer, listing};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::{
    kernel::{Actor, Error, List, Money, Page, Result, id::OrganisationId},
    ledger::{AccountKind, Purpose},
};

use super::{
    model::{Charge, Deal, Payee},
    queries::{Names, charges, listing_out},
    split::split,
    view::CommissionOut,
};

/// The commissions of the actor's organisation, those of the newest deals first.
///
/// # Errors
/// `unauthenticated`, `organisation_required`, `forbidden` for who acts by mandate; `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<CommissionOut>> {
    let own = actor.in_person()?.organisation;
    let limit = page.limit()?;
    let earned = deal_charge::Entity::find()
        .select_only()
        .column(deal_charge::Column::DealId)
        .filter(deal_charge::Column::PayeeId.eq(own.0))
        .into_query();
    let mut find = deal::Entity::find()
        .filter(deal::Column::Id.in_subquery(earned))
        .order_by_desc(deal::Column::Id)
        .limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(deal::Column::Id.lt(after));
    }
    let deals = find.all(db).await?.into_iter().map(Deal::try_from).collect::<Result<Vec<_>>>()?;
    let page = List::of(deals, limit, |deal| deal.id.0, |deal| deal);
    Ok(List { items: show(db, own, page.items).await?, next: page.next })
}

async fn show(db: &impl ConnectionTrait, own: OrganisationId, deals: Vec<Deal>) -> Result<Vec<CommissionOut>> {
    let parties = deals.iter().flat_map(|deal| [deal.seller, deal.buyer]).collect();
    let names = Names::of(db, parties).await?;
    let rows = listing::Entity::find().filter(listing::Column::Id.is_in(deals.iter().map(|deal| deal.listing.0)));
    let listings: HashMap<Uuid, listing::Model> = rows.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let paid = paid(db, own, &deals).await?;
    let mut items = Vec::new();
    for deal in deals {
        let listing = listings.get(&deal.listing.0).ok_or_else(|| Error::internal("a deal without its listing"))?;
        let charges = charges(db, deal.id).await?;
        let shares = split(deal.price, &charges)?.shares;
        let mut left = paid.get(&deal.id.to_string()).copied().unwrap_or(0);
        for (charge, expected) in charges.iter().zip(shares) {
            let Some(payee) = charge.payee.filter(|payee| payee.organisation == own) else { continue };
            // Never two in practice: nobody acts for both sides.
            let paid = Money::new(std::mem::take(&mut left), deal.price.currency);
            items.push(CommissionOut { paid, ..line(&deal, listing, &names, charge, payee, expected) });
        }
    }
    Ok(items)
}

fn line(
    deal: &Deal,
    listing: &listing::Model,
    names: &Names,
    charge: &Charge,
    payee: Payee,
    expected: Money,
) -> CommissionOut {
    let money = |minor: i64| Money::new(minor, deal.price.currency);
    CommissionOut {
        deal: deal.id,
        number: deal.number.clone(),
        listing: listing_out(deal, listing),
        stage: deal.stage,
        mandate: payee.mandate,
        side: payee.side,
        principal: names.party(charge.payer),
        bps: charge.bps,
        min: charge.min.map(money),
        max: charge.max.map(money),
        expected,
        paid: Money::zero(deal.price.currency),
        opened_at: deal.opened_at,
    }
}

/// What the ledger paid the organisation as commission, by deal.
async fn paid(db: &impl ConnectionTrait, own: OrganisationId, deals: &[Deal]) -> Result<HashMap<String, i64>> {
    use ledger_transfer::Column as C;
    let accounts: Vec<Uuid> = ledger_account::Entity::find()
        .filter(ledger_account::Column::Kind.eq(AccountKind::Commission.name()))
        .filter(ledger_account::Column::Owner.eq(own.to_string()))
        .all(db)
        .await?
        .into_iter()
        .map(|account| account.id)
        .collect();
    let rows = ledger_transfer::Entity::find()
        .filter(C::CreditAccountId.is_in(accounts))
        .filter(C::Purpose.eq(Purpose::Commission.name()))
        .filter(C::Subject.is_in(deals.iter().map(|deal| deal.id.to_string())))
        .all(db)
        .await?;
    let mut paid = HashMap::new();
    for row in rows {
        *paid.entry(row.subject).or_insert(0) += row.amount;
    }
    Ok(paid)
}
