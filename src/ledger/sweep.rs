//! Pending transfers that lapse are voided by the clock.

use std::time::Duration;

use entity::ledger_pending;
use futures::future::BoxFuture;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockBehavior, LockType},
};

use crate::{
    kernel::Result,
    platform::{Ctx, Db, db::Origin, jobs::Sweep},
};

use super::{
    commands::post_many::post_many,
    model::{Movement, NewTransfer, Purpose},
};

/// Voids in one command.
const BATCH: u64 = 200;
/// The reason on a void made by the clock.
pub const EXPIRED: &str = "expired";

/// Voids what has lapsed.
pub struct Lapse;

impl Sweep for Lapse {
    fn name(&self) -> &'static str {
        "ledger.lapse"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let mut total = 0;
            loop {
                // A look from outside first: on SQLite a command takes the one writer.
                let due = ledger_pending::Entity::find()
                    .filter(ledger_pending::Column::ExpiresAt.lte(db.clock().now()))
                    .one(db.read())
                    .await?;
                if due.is_none() {
                    return Ok(total);
                }
                match db.run(Origin::system("clock"), (), |ctx, ()| Box::pin(void_lapsed(ctx, ()))).await? {
                    0 => return Ok(total),
                    voided => total += voided,
                }
            }
        })
    }
}

/// Voids the oldest of what has lapsed; returns how many.
///
/// # Errors
/// Faults of the database.
pub async fn void_lapsed(ctx: &mut Ctx, _: ()) -> Result<usize> {
    use ledger_pending::Column as C;
    let now = ctx.decision_time().await?;
    let mut find = ledger_pending::Entity::find().filter(C::ExpiresAt.lte(now)).order_by_asc(C::ExpiresAt).limit(BATCH);
    if ctx.is_postgres() {
        // Whoever is resolving one holds its row: that one is not ours any more.
        find = find.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let mut voids = Vec::new();
    for lapsed in find.all(ctx.db()).await? {
        let pending = lapsed.transfer_id.into();
        let void = NewTransfer::new(ctx.id()?, Movement::Void { pending }, Purpose::Transfer).because(EXPIRED);
        voids.push(void);
    }
    Ok(post_many(ctx, voids).await?.len())
}
