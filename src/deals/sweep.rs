//! Deadlines of deals: reminders first, then what is due.

use entity::{deal, deal_reminder};
use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::{
    kernel::Result,
    platform::{Db, db::Origin, jobs::Sweep},
};

use super::commands::clock;

/// Deals read at a time.
const PAGE: u64 = 200;

/// Reminds, expires and accepts.
pub struct Deadlines;

impl Sweep for Deadlines {
    fn name(&self) -> &'static str {
        "deals"
    }

    fn run<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let origin = || Origin::system("clock");
            let mut done = 0;
            for id in all(db, deal_reminder::Column::DealId, near(db)).await? {
                let told = db.run(origin(), id.into(), |ctx, id| Box::pin(clock::remind(ctx, id))).await?;
                done += usize::from(told);
            }
            for id in all(db, deal::Column::Id, due(db)).await? {
                let taken = db.run(origin(), id.into(), |ctx, id| Box::pin(clock::due(ctx, id))).await?;
                done += usize::from(taken);
            }
            Ok(done)
        })
    }
}

fn near(db: &Db) -> Select<deal_reminder::Entity> {
    use deal_reminder::Column as C;
    deal_reminder::Entity::find().filter(C::SentAt.is_null()).filter(C::DueAt.lte(db.clock().now()))
}

fn due(db: &Db) -> Select<deal::Entity> {
    use deal::Column as C;
    deal::Entity::find().filter(C::AtDeadline.is_not_null()).filter(C::Deadline.lte(db.clock().now()))
}

/// The deals a query finds, page by page.
async fn all<E: EntityTrait>(db: &Db, id: impl ColumnTrait, find: Select<E>) -> Result<Vec<Uuid>> {
    let find = find.select_only().column(id).distinct().order_by_asc(id).limit(PAGE);
    let mut ids: Vec<Uuid> = Vec::new();
    loop {
        let page = match ids.last() {
            Some(last) => find.clone().filter(id.gt(*last)),
            None => find.clone(),
        };
        let page: Vec<Uuid> = page.into_tuple().all(db.read()).await?;
        if page.is_empty() {
            return Ok(ids);
        }
        ids.extend(page);
    }
}
