//! Many transfers in a few statements: read what they touch once, decide each in its order, write them together.

use std::collections::{BTreeSet, HashMap};

use entity::{ledger_account, ledger_pending, ledger_transfer};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    kernel::{DateTime, Error, Result, id::TransferId},
    platform::Ctx,
};

use super::{
    super::{
        book::{Book, Decision, at, check_batch, direct},
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
    if !ctx.is_postgres()
        && let Some(made) = at_once(ctx, &new).await?
    {
        return Ok(made);
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

/// SQLite: writes transfers that are new and resolve no other without reading an account; none when they must be decided
/// one by one. Reading a thousand accounts through the writer's thread costs as much as making the transfers.
///
/// The triggers there move the balances row by row, in the batch's order, and what they refuse undoes the statement alone:
/// deciding then finds the transfer to blame. PostgreSQL's trigger sees only what a batch comes to, and a refusal there
/// would end the transaction.
async fn at_once(ctx: &mut Ctx, new: &[NewTransfer]) -> Result<Option<Vec<Transfer>>> {
    use ledger_transfer::Column as C;
    let mut made = Vec::with_capacity(new.len());
    for new in new {
        let Ok(Some(transfer)) = direct(new, ctx.now()) else { return Ok(None) };
        made.push(transfer);
    }
    let ids: BTreeSet<Uuid> = made.iter().map(|transfer| transfer.id.0).collect();
    let known = ledger_transfer::Entity::find().select_only().column(C::Id).filter(C::Id.is_in(padded(ids.clone())));
    if ids.len() < made.len() || known.into_tuple::<Uuid>().one(ctx.db()).await?.is_some() {
        return Ok(None);
    }
    if ctx.db().execute(&insert(&made)).await.is_err() {
        return Ok(None);
    }
    for (new, made) in new.iter().zip(&made) {
        ctx.emit(events::event(new, made))?;
    }
    Ok(Some(made))
}

/// Reads and locks: first the pending transfers to resolve, then the accounts, each in the order of their ids.
async fn load(ctx: &Ctx, new: &[NewTransfer]) -> Result<(Book, DateTime)> {
    let resolves: BTreeSet<TransferId> = new.iter().filter_map(resolved).collect();
    let mut book = Book::default();
    let mut now = ctx.now();
    if !resolves.is_empty() {
        use ledger_pending::Column as C;
        let open = ledger_pending::Entity::find().filter(C::TransferId.is_in(padded(resolves.iter().map(|id| id.0))));
        let open = ctx.for_update(open.order_by_asc(C::TransferId)).all(ctx.db()).await?;
        book.open = open.into_iter().map(|row| row.transfer_id.into()).collect();
        now = ctx.decision_time().await?;
    }
    let ids = padded(new.iter().map(|new| new.id).chain(resolves).map(|id| id.0));
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
    let find = ledger_account::Entity::find().filter(C::Id.is_in(padded(accounts))).order_by_asc(C::Id);
    let rows = ctx.for_update(find).all(ctx.db()).await?;
    book.accounts = rows
        .into_iter()
        .map(|row| LedgerAccount::try_from(row).map(|account| (account.id, account)))
        .collect::<Result<HashMap<_, _>>>()?;
    Ok((book, now))
}

/// `ids` with the last repeated up to a power of two: of few lengths there are few statements, prepared once each.
fn padded(ids: impl IntoIterator<Item = Uuid>) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    ids
}

fn resolved(new: &NewTransfer) -> Option<TransferId> {
    match new.movement {
        Movement::Post { pending, .. } | Movement::Void { pending } => Some(pending),
        Movement::Plain { .. } | Movement::Pending { .. } => None,
    }
}
