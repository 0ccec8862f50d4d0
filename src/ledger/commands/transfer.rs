//! One transfer: one statement where it needs no other, and the database's triggers move the balances.

use entity::ledger_transfer;
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, SqlErr,
    sea_query::{InsertStatement, OnConflict, Query},
};

use crate::{
    kernel::{Error, Result},
    platform::{Ctx, db::broken_check},
};

use super::{
    super::{
        book::{direct, repeated},
        error, events,
        model::{NewTransfer, Transfer},
    },
    post_many::post_many,
};

/// Makes a transfer, or answers the one that was made under the same id before.
///
/// A refusal must end the command: on PostgreSQL the transaction takes no more statements after it.
///
/// # Errors
/// `transfer_amount`, `transfer_accounts`, `transfer_id_taken`, `insufficient_funds`, `balance_limit`; for those that
/// resolve another `pending_unknown`, `pending_resolved`, `pending_expired`, `pending_exceeded`.
pub async fn transfer(ctx: &mut Ctx, new: NewTransfer) -> Result<Transfer> {
    let Some(asked) = direct(&new, ctx.now())? else {
        let made = post_many(ctx, vec![new]).await?;
        return made.into_iter().next().ok_or_else(|| Error::internal("a transfer gave no transfer"));
    };
    let inserted = ctx.db().execute(&insert(std::slice::from_ref(&asked))).await.map_err(refusal)?;
    if inserted.rows_affected() == 0 {
        let earlier = ledger_transfer::Entity::find_by_id(asked.id.0).one(ctx.db()).await?;
        let earlier = earlier.ok_or_else(|| Error::internal("a transfer was neither made nor there"))?;
        return repeated(&earlier.try_into()?, &asked);
    }
    ctx.emit(events::event(&new, &asked))?;
    Ok(asked)
}

/// One statement that makes all of them.
pub(super) fn insert(transfers: &[Transfer]) -> InsertStatement {
    use ledger_transfer::Column as C;
    let mut insert = Query::insert();
    insert.into_table(ledger_transfer::Entity).columns([
        C::Id,
        C::Kind,
        C::DebitAccountId,
        C::CreditAccountId,
        C::Currency,
        C::Amount,
        C::PendingId,
        C::PendingAmount,
        C::ExpiresAt,
        C::Purpose,
        C::Subject,
        C::Reason,
        C::CreatedAt,
    ]);
    for transfer in transfers {
        insert.values_panic([
            transfer.id.0.into(),
            transfer.kind.name().into(),
            transfer.debit.0.into(),
            transfer.credit.0.into(),
            transfer.amount.currency.code().into(),
            transfer.amount.minor.into(),
            transfer.pending.map(|id| id.0).into(),
            transfer.pending_amount.into(),
            transfer.expires_at.into(),
            transfer.purpose.name().into(),
            transfer.subject.as_str().into(),
            transfer.reason.as_deref().into(),
            transfer.created_at.into(),
        ]);
    }
    // Not `OR IGNORE`: that would also silence what the triggers refuse.
    insert.on_conflict(OnConflict::new().do_nothing().to_owned());
    insert
}

/// What the database's refusal of a transfer means.
pub(super) fn refusal(fault: DbErr) -> Error {
    if matches!(fault.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) {
        return Error::caused(error::TRANSFER_ACCOUNTS, fault);
    }
    let code = match broken_check(&fault).as_deref() {
        Some("ledger_account_covered") => error::INSUFFICIENT_FUNDS,
        Some("ledger_account_bounds") => error::BALANCE_LIMIT,
        Some("ledger_transfer_resolves") => error::PENDING_EXPIRED,
        _ => return Error::from(fault),
    };
    Error::caused(code, fault)
}
