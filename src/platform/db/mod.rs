//! The database: SQLite (one writer, many readers) or PostgreSQL, behind one way to run a command.
//!
//! [`Db::run`] is the only place that opens a transaction. On SQLite commands that wait for the writer share a
//! transaction, with savepoints once one of them fails ([`group`]); on PostgreSQL each has its own, retried when the
//! database asks for it ([`solo`]), but for those that say they want the same few rows ([`Origin::hot`]): these share
//! transactions as on SQLite. Either way the answer comes after the COMMIT.

mod connect;
mod faults;
mod flush;
mod group;
mod reach;
mod solo;
mod wakes;

use std::{sync::Arc, time::Instant};

use futures::future::BoxFuture;
use sea_orm::{AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel, TransactionTrait};

use crate::kernel::{Actor, Clock, Result, id::RequestId, random::Random};

use super::{ctx::Ctx, idempotency::Claim, telemetry};

pub use connect::Options;
pub use faults::{broken_check, is_unique_violation, unique_constraint};
pub use reach::Between;
pub use wakes::Wakes;

/// What a command starts from, besides its own input.
#[derive(Clone)]
pub struct Origin {
    /// Who runs it.
    pub actor: Actor,
    /// The request it came with.
    pub request: Option<RequestId>,
    /// The caller's network address, for the audit trail.
    pub address: Option<String>,
    /// The idempotency key it claims, with what was asked under it.
    pub claim: Option<Claim>,
    /// The operation's name in the audit trail; nothing is written there without one.
    pub operation: Option<&'static str>,
    /// It wants rows that all commands of its like want, such as the settlement account. On PostgreSQL such commands share
    /// transactions: each alone would hold the row's lock through its own fsync, and five round trips, while the others
    /// wait. Short commands only; they run one after another.
    pub hot: bool,
}

impl Origin {
    /// A command of the program itself.
    pub fn system(part: &'static str) -> Self {
        Self { actor: Actor::System(part), request: None, address: None, claim: None, operation: None, hot: false }
    }

    /// The operation, or the part of the program.
    fn name(&self) -> &'static str {
        match (self.operation, &self.actor) {
            (Some(operation), _) => operation,
            (None, Actor::System(part)) => part,
            (None, _) => "other",
        }
    }
}

/// A command: its input and the function that carries it out inside a transaction.
pub trait Command<C, T>: for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static {}
impl<C, T, F> Command<C, T> for F where F: for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static
{}

/// The database of one running application. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    clock: Clock,
    random: Random,
    readers: DatabaseConnection,
    writer: Writer,
    wakes: Arc<Wakes>,
}

enum Writer {
    /// SQLite: a task that owns the only writing connection.
    Group(group::Handle),
    /// PostgreSQL: the pool itself, and a task with a connection of its own for hot commands.
    Solo(group::Handle),
}

impl Db {
    /// Connects to `options.url` to read only, whoever else is at work there; nothing is created.
    ///
    /// # Errors
    /// `unavailable` when the database can't be reached or does not exist.
    pub async fn open_to_read(options: &Options) -> Result<DatabaseConnection> {
        if options.is_sqlite() { connect::sqlite_readers(options).await } else { connect::postgres(options).await }
    }

    /// Connects to `options.url`, without touching the schema.
    ///
    /// # Errors
    /// `unavailable` when the database can't be reached or opened.
    pub async fn open(options: &Options, clock: Clock, random: Random) -> Result<Self> {
        let wakes = Arc::new(Wakes::new(options.is_sqlite()));
        let writer = connect::writer(options).await?;
        let group = group::spawn(writer, options.clone(), clock.clone(), random.clone(), wakes.clone());
        let (readers, writer) = if options.is_sqlite() {
            (connect::sqlite_readers(options).await?, Writer::Group(group))
        } else {
            (connect::postgres(options).await?, Writer::Solo(group))
        };
        Ok(Self(Arc::new(Inner { clock, random, readers, writer, wakes })))
    }

    /// Runs one command in one transaction. `Ok` means committed and durable; `Err` means nothing changed.
    ///
    /// `run` may be called more than once (the database may ask for a retry): it must do nothing but database calls.
    ///
    /// # Errors
    /// Whatever the command refuses with; `unavailable` or `internal` for faults of the database.
    pub async fn run<C, T>(&self, origin: Origin, input: C, run: impl Command<C, T>) -> Result<T>
    where
        C: Clone + Send + Sync + 'static,
        T: Send + 'static,
    {
        let (operation, begun) = (origin.name(), Instant::now());
        let outcome = match &self.0.writer {
            Writer::Group(group) => group.run(origin, input, run).await,
            Writer::Solo(group) if origin.hot => self.hot(group, origin, input, run).await,
            Writer::Solo(_) => solo::run(self, origin, input, run).await,
        };
        let said = outcome.as_ref().map_or_else(|fault| fault.code().name, |_| "ok");
        telemetry::command(operation, said, begun.elapsed());
        outcome
    }

    async fn hot<C, T>(&self, group: &group::Handle, origin: Origin, input: C, run: impl Command<C, T>) -> Result<T>
    where
        C: Clone + Send + Sync + 'static,
        T: Send + 'static,
    {
        let run = Arc::new(run);
        let shared = run.clone();
        match group.run(origin.clone(), input.clone(), move |ctx, input| shared(ctx, input)).await {
            // It collided with a command that runs alone, as this one does now, until it passes.
            Err(fault) if faults::wants_retry(&fault) => {
                solo::run(self, origin, input, move |ctx, input| run(ctx, input)).await
            }
            outcome => outcome,
        }
    }

    /// A connection to read with, at what is committed now.
    pub fn read(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// A read-only view of one moment, for reads that must agree with each other.
    ///
    /// # Errors
    /// `unavailable` or `internal` for faults of the database.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction> {
        if !self.is_postgres() {
            // The readers can't write, and a transaction of SQLite sees one moment.
            return Ok(self.read().begin().await?);
        }
        Ok(self.read().begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?)
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.0.readers.get_database_backend()
    }

    /// True on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.backend() == DbBackend::Postgres
    }

    /// The application's time source.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The application's source of ids and secrets.
    pub fn random(&self) -> &Random {
        &self.0.random
    }

    /// The bells rung when events are committed and when they can be read.
    pub fn wakes(&self) -> &Wakes {
        &self.0.wakes
    }

    /// Lets what is under way finish, then closes every connection.
    pub async fn close(&self) {
        let (Writer::Group(group) | Writer::Solo(group)) = &self.0.writer;
        group.stop().await;
        if let Err(fault) = self.0.readers.clone().close().await {
            tracing::warn!(%fault, "closing the database");
        }
    }
}
