//! How far everything that reacts has come: for `/metrics` and `jiaxiu doctor`.

use entity::{consumer, event_outbox, job};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use crate::kernel::Result;

use super::events;

/// How far everything has come.
#[derive(Clone, Debug, Serialize)]
pub struct Vitals {
    /// Position of the newest event.
    pub head: i64,
    /// Events committed without a position yet; always 0 on SQLite.
    pub outbox: i64,
    /// Consumers with a cursor in the database, by name.
    pub consumers: Vec<Consumer>,
    /// Work after commands.
    pub jobs: Jobs,
}

/// A consumer of the event log.
#[derive(Clone, Debug, Serialize)]
pub struct Consumer {
    /// Its name.
    pub name: String,
    /// The last event it has taken in.
    pub position: i64,
    /// Events behind that.
    pub lag: i64,
}

/// Work after commands.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Jobs {
    /// To be done, now or later.
    pub queued: i64,
    /// Of these, the ones that failed at least once.
    pub failing: i64,
    /// Given up.
    pub dead: i64,
}

impl Vitals {
    /// Adds a consumer whose cursor is elsewhere (the search index keeps its own).
    pub fn with_consumer(mut self, name: &str, position: i64) -> Self {
        self.consumers.push(Consumer { name: name.to_owned(), position, lag: (self.head - position).max(0) });
        self
    }
}

/// Looks.
///
/// # Errors
/// `internal` or `unavailable` for faults of the database.
pub async fn take(db: &impl ConnectionTrait) -> Result<Vitals> {
    let head = events::head(db).await?;
    let outbox = match db.get_database_backend() {
        DbBackend::Postgres => event_outbox::Entity::find().count(db).await?,
        _ => 0,
    };
    let consumers = consumer::Entity::find().order_by_asc(consumer::Column::Name).all(db).await?;
    let consumers = consumers
        .into_iter()
        .map(|row| Consumer { lag: (head - row.position).max(0), name: row.name, position: row.position })
        .collect();
    let jobs = job::Entity::find();
    let queued = jobs.clone().filter(job::Column::State.eq("queued"));
    let jobs = Jobs {
        failing: count(queued.clone().filter(job::Column::LastError.is_not_null()).count(db).await?),
        queued: count(queued.count(db).await?),
        dead: count(jobs.filter(job::Column::State.eq("dead")).count(db).await?),
    };
    Ok(Vitals { head, outbox: count(outbox), consumers, jobs })
}

fn count(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
