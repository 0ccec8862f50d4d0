//! Reads of the ledger, all starting at what the actor may see: the accounts of its own organisation; the operator, all.

use entity::{ledger_account, ledger_transfer};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::kernel::{Actor, Error, List, Money, Page, Result, id::LedgerAccountId};

use super::{
    model::{LedgerAccount, Transfer},
    view::{AccountOut, TransferOut},
};

/// What the actor may see. An account's owner is an organisation's id, or a deal's, which is nobody's own. Accounts belong
/// to no listing: a mandate for one listing shows none.
fn visible(actor: &Actor) -> Result<Select<ledger_account::Entity>> {
    let own = actor.membership()?.organisation;
    actor.within_mandate(None)?;
    let all = ledger_account::Entity::find();
    Ok(if actor.is_operator() { all } else { all.filter(ledger_account::Column::Owner.eq(own.to_string())) })
}

/// What an account holds and what of it can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// What it holds.
    pub posted: Money,
    /// What it holds less what pending transfers reserve.
    pub available: Money,
}

/// The balance of an account, for domains: no authorisation.
///
/// # Errors
/// `not_found`, or faults of the database.
pub async fn balance(db: &impl ConnectionTrait, id: LedgerAccountId) -> Result<Balance> {
    let row = ledger_account::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Error::not_found)?;
    let account = LedgerAccount::try_from(row)?;
    Ok(Balance { posted: account.balance(), available: account.available() })
}

/// One account.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: LedgerAccountId) -> Result<LedgerAccount> {
    let row = visible(actor)?.filter(ledger_account::Column::Id.eq(id.0)).one(db).await?;
    row.ok_or_else(Error::not_found)?.try_into()
}

/// The accounts the actor may see, newest first.
///
/// # Errors
/// `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<AccountOut>> {
    let limit = page.limit()?;
    let mut find = visible(actor)?.order_by_desc(ledger_account::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(ledger_account::Column::Id.lt(after));
    }
    let rows = find.all(db).await?;
    let accounts = rows.into_iter().map(LedgerAccount::try_from).collect::<Result<Vec<_>>>()?;
    Ok(List::of(accounts, limit, |account| account.id.0, AccountOut::from))
}

/// The transfers of an account, newest id first.
///
/// # Errors
/// `not_found` for an account the actor may not see; `validation` on the page.
pub async fn transfers(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: LedgerAccountId,
    page: &Page,
) -> Result<List<TransferOut>> {
    use ledger_transfer::Column as C;
    let (limit, after) = (page.limit()?, page.after()?);
    find(db, actor, id).await?;
    let mut rows = Vec::new();
    // A look for each side: an OR over both would sort everything the account ever had.
    for side in [C::DebitAccountId, C::CreditAccountId] {
        let mut find = ledger_transfer::Entity::find().filter(side.eq(id.0)).order_by_desc(C::Id).limit(limit + 1);
        if let Some(after) = after {
            find = find.filter(C::Id.lt(after));
        }
        rows.extend(find.all(db).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    let transfers = rows.into_iter().map(Transfer::try_from).collect::<Result<Vec<_>>>()?;
    Ok(List::of(transfers, limit, |transfer| transfer.id.0, |transfer| TransferOut::of(transfer, id)))
}
