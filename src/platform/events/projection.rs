//! Consumers whose result is rows of the database, written together with their cursor.

use std::{sync::Arc, time::Duration};

use entity::consumer;
use futures::future::BoxFuture;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use tokio::sync::watch;

use crate::{
    kernel::Result,
    platform::{
        Ctx, Db,
        db::Origin,
        events::{self, Event},
    },
};

const BATCH: u64 = 200;
const POLL: Duration = Duration::from_secs(1);
/// Tries of one event before it is set aside.
const MAX_TRIES: u32 = 5;

/// Turns events into rows. One instance at a time: the cursor's row is locked while a batch is written.
pub trait Projection: Send + Sync + 'static {
    /// Stable name of the cursor.
    fn name(&self) -> &'static str;

    /// Writes what `events` mean. They come in order, each once; an error rolls all of it back.
    fn apply<'a>(&'a self, ctx: &'a mut Ctx, events: &'a [Event]) -> BoxFuture<'a, Result<()>>;

    /// Called on this instance after a batch was committed.
    fn applied(&self) {}
}

type Step = (Arc<dyn Projection>, u64, bool);

/// Applies the next events; returns how many. With `skip`, moves past one event without applying it.
async fn step(ctx: &mut Ctx, (projection, limit, skip): Step) -> Result<u64> {
    let name = projection.name();
    let row = consumer::ActiveModel { name: Set(name.to_owned()), position: Set(0) };
    let insert =
        consumer::Entity::insert(row).on_conflict(OnConflict::column(consumer::Column::Name).do_nothing().to_owned());
    let find = ctx.for_update(consumer::Entity::find_by_id(name));
    let position = match find.clone().one(ctx.db()).await? {
        Some(row) => row.position,
        None => {
            insert.exec_without_returning(ctx.db()).await?;
            find.one(ctx.db()).await?.map_or(0, |row| row.position)
        }
    };
    let events = events::after(ctx.db(), position, limit).await?;
    let Some(last) = events.last().map(|event| event.position) else { return Ok(0) };
    if !skip {
        projection.apply(ctx, &events).await?;
    }
    consumer::Entity::update_many()
        .col_expr(consumer::Column::Position, last.into())
        .filter(consumer::Column::Name.eq(name))
        .exec(ctx.db())
        .await?;
    Ok(events.len() as u64)
}

/// Applies everything there is now; for tests and for commands that need a projection up to date.
///
/// # Errors
/// Whatever the projection refuses with.
pub async fn catch_up(db: &Db, projection: &Arc<dyn Projection>) -> Result<()> {
    while run_step(db, projection, BATCH, false).await? > 0 {}
    Ok(())
}

async fn run_step(db: &Db, projection: &Arc<dyn Projection>, limit: u64, skip: bool) -> Result<u64> {
    let applied = db
        .run(Origin::system(projection.name()), (projection.clone(), limit, skip), |ctx, input| {
            Box::pin(step(ctx, input))
        })
        .await?;
    if applied > 0 {
        projection.applied();
    }
    Ok(applied)
}

/// Runs `projection` until `stop`.
pub fn spawn_projection(
    db: Db,
    projection: Arc<dyn Projection>,
    mut stop: watch::Receiver<bool>,
) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut positioned = db.wakes().on_positioned();
        let mut tries = 0;
        loop {
            // After a failure events go one by one, so that a poisonous one stands alone.
            let limit = if tries == 0 { BATCH } else { 1 };
            let wait = match run_step(&db, &projection, limit, tries >= MAX_TRIES).await {
                Ok(0) => POLL,
                Ok(_) => {
                    if tries >= MAX_TRIES {
                        tracing::error!(
                            consumer = projection.name(),
                            "an event was set aside; `jiaxiu doctor` tells more"
                        );
                    }
                    tries = 0;
                    continue;
                }
                Err(fault) => {
                    tries += 1;
                    tracing::error!(consumer = projection.name(), %fault, tries, "applying events");
                    Duration::from_millis(50 << tries.min(6))
                }
            };
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                _ = positioned.changed(), if tries == 0 => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    })
}
