//! Many transfers in a few statements: read what they touch once, decide each in its order, write them together.

use std::collections::{BTreeSet, HashMap};

use entity::{ledger_account, ledger_pending, ledger_transfer};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    kernel::{DateTime, Error, Result, id::TransferId},
    platform::Ctx,
};

use super::{
    super::{
        book::{Book, Decision, at, check_batch},
        events,
        model::{LedgerAccount, Movement, NewTransfer, Transfer},
    },
    transfer::{insert, refusal},
};

/// Most transfers in one batch.
pub const MAX_BATCH: usize = 500;

/// Makes all of them, in their order, or none; those made before under the same id are answered as they are.
///
/// # Errors
/// As [`super::transfer::transfer`], naming the transfer as `transfers[i]`; `validation` above [`MAX_BATCH`].
pub async fn post_many(ctx: &mut Ctx, new: Vec<NewTransfer>) -> Result<Vec<Transfer>> {
    check_batch(new.len(), MAX_BATCH)?;
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let (mut book, now) = load(ctx, &new).await?;
    let mut answers = Vec::with_capacity(new.len());
    let mut made = Vec::with_capacity(new.len());
    for (index, new) in new.iter().enumerate() {
        match book.decide(new, now).map_err(|refusal| at(index, refusal))? {
            Decision::Made(transfer) => {
                ctx.emit(events::event(new, &transfer))?;
                made.push(transfer.clone());
                answers.push(transfer);
            }
            Decision::Repeated(transfer) => answers.push(transfer),
        }
    }
    if !made.is_empty() {
        let inserted = ctx.db().execute(&insert(&made)).await.map_err(refusal)?;
        if usize::try_from(inserted.rows_affected()) != Ok(made.len()) {
            // Another command made a transfer of the same id between our look and our write.
            return Err(Error::because(crate::kernel::error::CONFLICT, "a transfer of the same id was made meanwhile"));
        }
    }
    Ok(answers)
}

/// Reads and locks: first the pending transfers to resolve, then the accounts, each in the order of their ids.
async fn load(ctx: &Ctx, new: &[NewTransfer]) -> Result<(Book, DateTime)> {
    let resolves: BTreeSet<TransferId> = new.iter().filter_map(resolved).collect();
    let mut book = Book::default();
    let mut now = ctx.now();
    if !resolves.is_empty() {
        use ledger_pending::Column as C;
        let open = ledger_pending::Entity::find().filter(C::TransferId.is_in(resolves.iter().map(|id| id.0)));
        let open = ctx.for_update(open.order_by_asc(C::TransferId)).all(ctx.db()).await?;
        book.open = open.into_iter().map(|row| row.transfer_id.into()).collect();
        now = ctx.decision_time().await?;
    }
    let ids = new.iter().map(|new| new.id).chain(resolves).map(|id| id.0);
    let rows = ledger_transfer::Entity::find().filter(ledger_transfer::Column::Id.is_in(ids)).all(ctx.db()).await?;
    book.transfers = rows
        .into_iter()
        .map(|row| Transfer::try_from(row).map(|transfer| (transfer.id, transfer)))
        .collect::<Result<HashMap<_, _>>>()?;
    let mut accounts = BTreeSet::new();
    for new in new {
        if let Movement::Plain { debit, credit, .. } | Movement::Pending { debit, credit, .. } = new.movement {
            accounts.extend([debit.0, credit.0]);
        }
    }
    accounts.extend(book.transfers.values().flat_map(|transfer| [transfer.debit.0, transfer.credit.0]));
    use ledger_account::Column as C;
    let find = ledger_account::Entity::find().filter(C::Id.is_in(accounts)).order_by_asc(C::Id);
    let rows = ctx.for_update(find).all(ctx.db()).await?;
    book.accounts = rows
        .into_iter()
        .map(|row| LedgerAccount::try_from(row).map(|account| (account.id, account)))
        .collect::<Result<HashMap<_, _>>>()?;
    Ok((book, now))
}

fn resolved(new: &NewTransfer) -> Option<TransferId> {
    match new.movement {
        Movement::Post { pending, .. } | Movement::Void { pending } => Some(pending),
        Movement::Plain { .. } | Movement::Pending { .. } => None,
    }
}
