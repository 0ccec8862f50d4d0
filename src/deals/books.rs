//! Where a deal's money is, by the ledger: paid in = held + released + refunded + commission + fees.

use entity::{deal, ledger_account, ledger_transfer};
use futures::future::BoxFuture;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::{
    kernel::{Error, Money, Result, id::DealId},
    ledger::{AccountKind, LedgerAccount, Purpose, Transfer, verify::Fault},
};

use super::{lifecycle::Stage, model::Deal, record::history, view::Books};

/// The books of a deal.
///
/// # Errors
/// Faults of the database.
pub async fn of(db: &impl ConnectionTrait, deal: &Deal) -> Result<Books> {
    let zero = Money::zero(deal.price.currency);
    let mut books = Books { paid_in: zero, held: zero, released: zero, refunded: zero, commission: zero, fees: zero };
    let Some(account) = escrow(db, deal).await? else { return Ok(books) };
    books.held = account.balance();
    use ledger_transfer::Column as C;
    let touching = Condition::any().add(C::DebitAccountId.eq(account.id.0)).add(C::CreditAccountId.eq(account.id.0));
    for row in ledger_transfer::Entity::find().filter(touching).all(db).await? {
        let transfer = Transfer::try_from(row)?;
        let sum = match transfer.purpose {
            Purpose::EscrowHold => &mut books.paid_in,
            Purpose::EscrowRelease => &mut books.released,
            Purpose::EscrowRefund => &mut books.refunded,
            Purpose::Commission => &mut books.commission,
            Purpose::Fee => &mut books.fees,
            other => return Err(Error::internal(format!("a transfer of purpose {other:?} in an escrow"))),
        };
        *sum = sum.checked_add(transfer.amount).map_err(Error::internal)?;
    }
    Ok(books)
}

async fn escrow(db: &impl ConnectionTrait, deal: &Deal) -> Result<Option<LedgerAccount>> {
    use ledger_account::Column as C;
    let row = ledger_account::Entity::find()
        .filter(C::Kind.eq(AccountKind::Escrow.name()))
        .filter(C::Owner.eq(deal.id.to_string()))
        .filter(C::Currency.eq(deal.price.currency.code()))
        .one(db)
        .await?;
    row.map(LedgerAccount::try_from).transpose()
}

/// What is wrong with a deal, if anything: its books don't balance, its money and its stage disagree, or its head is not
/// its newest step.
///
/// # Errors
/// Faults of the database.
pub async fn faults(db: &impl ConnectionTrait, deal: &Deal) -> Result<Vec<Fault>> {
    let books = of(db, deal).await?;
    let went = [books.held, books.released, books.refunded, books.commission, books.fees];
    let went = Money::sum(books.paid_in.currency, went).map_err(Error::internal)?;
    let came = deal.stage.holds_money() || matches!(deal.stage, Stage::Closed | Stage::Refunded);
    let expected = |yes: bool| if yes { deal.price.minor } else { 0 };
    let newest = history(db, deal.id).await?.pop();
    let seq = newest.filter(|step| step.to == deal.stage).map_or(0, |step| step.seq);
    let figures = [
        ("paid_in", books.paid_in.minor, went.minor),
        ("paid_in_by_stage", books.paid_in.minor, expected(came)),
        ("held_by_stage", books.held.minor, expected(deal.stage.holds_money())),
        ("version", deal.version, seq),
    ];
    let wrong = figures.into_iter().filter(|(_, stored, computed)| stored != computed);
    Ok(wrong
        .map(|(figure, stored, computed)| Fault {
            check: "deals",
            subject: deal.id.to_string(),
            figure,
            stored,
            computed,
        })
        .collect())
}

/// What is wrong with any deal; for the verification of the ledger. Reads page by page.
pub fn check(db: &DatabaseTransaction) -> BoxFuture<'_, Result<Vec<Fault>>> {
    Box::pin(every(db))
}

async fn every(db: &DatabaseTransaction) -> Result<Vec<Fault>> {
    let mut found = Vec::new();
    let mut after: Option<DealId> = None;
    loop {
        let mut find = deal::Entity::find().order_by_asc(deal::Column::Id).limit(500);
        if let Some(after) = after {
            find = find.filter(deal::Column::Id.gt(after.0));
        }
        let rows = find.all(db).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = Some(last.id.into());
        for row in rows {
            found.extend(faults(db, &Deal::try_from(row)?).await?);
        }
    }
}
