//! Opening accounts.

use entity::ledger_account;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    kernel::{Error, Result, id::LedgerAccountId},
    platform::Ctx,
};

use super::super::model::{AccountKey, LedgerAccount};

/// The account of that key; opened if there is none.
///
/// # Errors
/// Faults of the database.
pub async fn account(ctx: &Ctx, key: AccountKey) -> Result<LedgerAccount> {
    if let Some(found) = find(ctx, &key).await? {
        return Ok(found);
    }
    let id: LedgerAccountId = ctx.id()?;
    let row = ledger_account::ActiveModel {
        id: Set(id.0),
        kind: Set(key.kind().name().to_owned()),
        owner: Set(key.owner()),
        currency: Set(key.currency().to_string()),
        side: Set(key.kind().side().name().to_owned()),
        debits_posted: Set(0),
        credits_posted: Set(0),
        debits_pending: Set(0),
        credits_pending: Set(0),
        created_at: Set(ctx.now()),
    };
    // Another server may open it at this moment: then its row is taken.
    let once = OnConflict::new().do_nothing().to_owned();
    ledger_account::Entity::insert(row).on_conflict(once).exec_without_returning(ctx.db()).await?;
    find(ctx, &key).await?.ok_or_else(|| Error::internal("an account that was opened is not there"))
}

async fn find(ctx: &Ctx, key: &AccountKey) -> Result<Option<LedgerAccount>> {
    use ledger_account::Column as C;
    let row = ledger_account::Entity::find()
        .filter(C::Kind.eq(key.kind().name()))
        .filter(C::Owner.eq(key.owner()))
        .filter(C::Currency.eq(key.currency().code()))
        .one(ctx.db())
        .await?;
    row.map(LedgerAccount::try_from).transpose()
}
