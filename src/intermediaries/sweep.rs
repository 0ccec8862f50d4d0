//! Ends mandates whose last day has passed.

use std::time::Duration;

use entity::mandate;
use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    kernel::{Result, id::MandateId},
    platform::{Db, db::Origin, jobs::Sweep},
};

use super::{commands::resolve::expire, lifecycle::State};

/// Most that one round ends; the next comes soon.
const BATCH: u64 = 200;

/// The clock's work on mandates. None acts after its last moment, whether this has run or not.
pub struct Expiry;

impl Sweep for Expiry {
    fn name(&self) -> &'static str {
        "mandates"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn run<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let due: Vec<Uuid> = mandate::Entity::find()
                .select_only()
                .column(mandate::Column::Id)
                .filter(mandate::Column::State.is_in([State::Proposed, State::Active].map(State::name)))
                .filter(mandate::Column::ValidUntil.lte(db.clock().now()))
                .order_by_asc(mandate::Column::ValidUntil)
                .limit(BATCH)
                .into_tuple()
                .all(db.read())
                .await?;
            for id in &due {
                let id = MandateId::from(*id);
                db.run(Origin::system("clock"), id, |ctx, id| Box::pin(expire(ctx, id))).await?;
            }
            Ok(due.len())
        })
    }
}
