//! Ends offers that nobody answered in time.

use entity::offer;
use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    kernel::{Result, id::OfferId},
    platform::{Db, db::Origin, jobs::Sweep},
};

use super::{commands::expire::expire, lifecycle::State};

/// Most that one round ends; the next comes soon.
const BATCH: u64 = 200;

/// The clock's work on offers. None is answered after its last moment, whether this has run or not.
pub struct Expiry;

impl Sweep for Expiry {
    fn name(&self) -> &'static str {
        "offers"
    }

    fn run<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let due: Vec<Uuid> = offer::Entity::find()
                .select_only()
                .column(offer::Column::Id)
                .filter(offer::Column::State.eq(State::Open.name()))
                .filter(offer::Column::ExpiresAt.lte(db.clock().now()))
                .order_by_asc(offer::Column::ExpiresAt)
                .limit(BATCH)
                .into_tuple()
                .all(db.read())
                .await?;
            for id in &due {
                let id = OfferId::from(*id);
                db.run(Origin::system("clock"), id, |ctx, id| Box::pin(expire(ctx, id))).await?;
            }
            Ok(due.len())
        })
    }
}
