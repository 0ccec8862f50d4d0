//! Deferred work that leaves the process (mail, calls): queued in the command's transaction, done after it, at least
//! once, retried ever more slowly, set aside as `dead` when it keeps failing.

mod clock;

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use entity::job;
use futures::future::BoxFuture;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Query},
};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;
use uuid::Uuid;

use crate::kernel::{DateTime, Error, Result};

pub use clock::{Sweep, spawn_sweep};

use super::{Ctx, Db, db::Origin};

const POLL: Duration = Duration::from_secs(1);
const BATCH: u64 = 20;
const LOCK: TimeDelta = TimeDelta::seconds(120);
/// Tries before a job is dead: with the delays below, about a day and a half.
pub const MAX_ATTEMPTS: i32 = 16;

/// Does the jobs of one kind.
pub trait Handler: Send + Sync + 'static {
    /// The kind it does.
    fn kind(&self) -> &'static str;

    /// Does one. It may have been done before, if the process died in between.
    fn run<'a>(&'a self, db: &'a Db, job: Uuid, payload: &'a Value) -> BoxFuture<'a, Result<()>>;
}

/// Queues work, once for each `unique_key`.
///
/// # Errors
/// Faults of the database.
pub async fn enqueue(
    ctx: &Ctx,
    kind: &str,
    unique_key: String,
    payload: impl Serialize,
    run_at: DateTime,
) -> Result<()> {
    let row = job::ActiveModel {
        id: Set(ctx.id()?),
        kind: Set(kind.to_owned()),
        unique_key: Set(unique_key),
        payload: Set(serde_json::to_value(payload).map_err(Error::internal)?),
        state: Set("queued".to_owned()),
        attempts: Set(0),
        run_at: Set(run_at),
        locked_until: Set(None),
        last_error: Set(None),
        created_at: Set(ctx.now()),
    };
    let once = OnConflict::column(job::Column::UniqueKey).do_nothing().to_owned();
    job::Entity::insert(row).on_conflict(once).exec_without_returning(ctx.db()).await?;
    Ok(())
}

/// The delay before try `attempts + 1`: 2 s, 4 s, 8 s … at most 6 hours.
fn delay(attempts: i32) -> TimeDelta {
    TimeDelta::seconds(1i64 << attempts.clamp(1, 14)).min(TimeDelta::hours(6))
}

async fn claim(ctx: &mut Ctx, _: ()) -> Result<Vec<job::Model>> {
    use job::Column as C;
    let now = ctx.now();
    let mut due = Query::select();
    due.column(C::Id)
        .from(job::Entity)
        .and_where(C::State.eq("queued"))
        .and_where(C::RunAt.lte(now))
        .cond_where(sea_orm::Condition::any().add(C::LockedUntil.is_null()).add(C::LockedUntil.lt(now)))
        .order_by(C::RunAt, sea_orm::Order::Asc)
        .limit(BATCH);
    if ctx.is_postgres() {
        due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let claimed = job::Entity::update_many()
        .col_expr(C::LockedUntil, Expr::value(now + LOCK))
        .col_expr(C::Attempts, Expr::col(C::Attempts).add(1))
        .filter(C::Id.in_subquery(due))
        .exec_with_returning(ctx.db())
        .await?;
    Ok(claimed)
}

async fn settle(ctx: &mut Ctx, (id, attempts, failure): (Uuid, i32, Option<String>)) -> Result<()> {
    use job::Column as C;
    let mut update =
        job::Entity::update_many().col_expr(C::LockedUntil, Expr::value(None::<DateTime>)).filter(C::Id.eq(id));
    update = match failure {
        // The payload may hold a link's secret; the row stays so that the same work is not queued again.
        None => update.col_expr(C::State, Expr::value("done")).col_expr(C::Payload, Expr::value(Value::Null)),
        Some(failure) => {
            let state = if attempts >= MAX_ATTEMPTS { "dead" } else { "queued" };
            update
                .col_expr(C::State, Expr::value(state))
                .col_expr(C::LastError, Expr::value(failure))
                .col_expr(C::RunAt, Expr::value(ctx.now() + delay(attempts)))
        }
    };
    update.exec(ctx.db()).await?;
    Ok(())
}

/// The kinds of job this program does.
#[derive(Clone, Default)]
pub struct Worker {
    handlers: Arc<HashMap<&'static str, Arc<dyn Handler>>>,
}

impl Worker {
    /// A worker with these handlers.
    pub fn new(handlers: Vec<Arc<dyn Handler>>) -> Self {
        let handlers = handlers.into_iter().map(|handler| (handler.kind(), handler)).collect();
        Self { handlers: Arc::new(handlers) }
    }

    /// Does what is due now; returns how many jobs were tried.
    ///
    /// # Errors
    /// Faults of the database; a failing job is no error here.
    pub async fn run_due(&self, db: &Db) -> Result<usize> {
        let claimed = db.run(Origin::system("jobs"), (), |ctx, ()| Box::pin(claim(ctx, ()))).await?;
        for job in &claimed {
            let outcome = match self.handlers.get(job.kind.as_str()) {
                Some(handler) => handler.run(db, job.id, &job.payload).await,
                None => Err(Error::internal(format!("no handler for jobs of kind {}", job.kind))),
            };
            let failure = outcome.err().map(|fault| fault.to_string());
            if let Some(fault) = &failure {
                tracing::warn!(job = %job.id, kind = job.kind, attempts = job.attempts, fault, "a job failed");
            }
            db.run(Origin::system("jobs"), (job.id, job.attempts, failure), |ctx, input| Box::pin(settle(ctx, input)))
                .await?;
        }
        Ok(claimed.len())
    }

    /// Runs until `stop`.
    pub async fn run(self, db: Db, mut stop: watch::Receiver<bool>) {
        let mut positioned = db.wakes().on_positioned();
        loop {
            match self.run_due(&db).await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(fault) => tracing::error!(%fault, "running jobs"),
            }
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                _ = positioned.changed() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
}
