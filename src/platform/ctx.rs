//! What a command works with: its transaction, the time, ids, the actor, and the events it says.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use uuid::Uuid;

use crate::kernel::{Actor, DateTime, Error, Result, error, id::RequestId, random::Random};

use super::{
    audit, db,
    events::{self, NewEvent},
    idempotency,
};

/// Rows that every command may leave besides its own; written with a statement a kind just before the COMMIT.
#[derive(Default)]
pub(in crate::platform) struct Pending {
    pub(in crate::platform) events: Vec<events::Row>,
    pub(in crate::platform) claims: Vec<idempotency::Row>,
    pub(in crate::platform) audits: Vec<audit::Row>,
}

impl Pending {
    pub(in crate::platform) fn append(&mut self, mut other: Self) {
        self.events.append(&mut other.events);
        self.claims.append(&mut other.claims);
        self.audits.append(&mut other.audits);
    }
}

/// The inside of one command. Dropped without [`db::Db::run`] finishing, nothing of it remains.
pub struct Ctx {
    pub(in crate::platform) tx: DatabaseTransaction,
    pub(in crate::platform) pending: Pending,
    origin: db::Origin,
    clock_is_system: bool,
    now: DateTime,
    random: Random,
    audit_target: Option<String>,
}

impl Ctx {
    pub(in crate::platform) fn new(
        tx: DatabaseTransaction,
        origin: db::Origin,
        clock: &crate::kernel::Clock,
        random: &Random,
    ) -> Self {
        Self {
            tx,
            pending: Pending::default(),
            origin,
            clock_is_system: clock.is_system(),
            now: clock.now(),
            random: random.clone(),
            audit_target: None,
        }
    }

    /// The transaction, to query and write with.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// True on PostgreSQL, where rows are locked; SQLite has one writer.
    pub fn is_postgres(&self) -> bool {
        self.tx.get_database_backend() == DbBackend::Postgres
    }

    /// Makes a query lock the rows it finds until the commit. SQLite has one writer and no row locks.
    pub fn for_update<S: sea_orm::QuerySelect<QueryStatement = sea_orm::sea_query::SelectStatement>>(
        &self,
        find: S,
    ) -> S {
        if self.is_postgres() { find.lock_exclusive() } else { find }
    }

    /// When the command began.
    pub fn now(&self) -> DateTime {
        self.now
    }

    /// The time to decide a deadline by, *after* the row it belongs to was locked: on PostgreSQL the database's, so that
    /// servers whose clocks differ agree.
    ///
    /// # Errors
    /// `internal` when the database does not answer.
    pub async fn decision_time(&self) -> Result<DateTime> {
        if !(self.clock_is_system && self.is_postgres()) {
            return Ok(self.now);
        }
        let row = self
            .tx
            .query_one_raw(sea_orm::Statement::from_string(DbBackend::Postgres, "SELECT clock_timestamp() AS now"))
            .await?;
        Ok(row.ok_or_else(|| Error::internal("clock_timestamp() gave no row"))?.try_get("", "now")?)
    }

    /// A fresh id of any kind.
    ///
    /// # Errors
    /// `internal` when there is no randomness.
    pub fn id<T: From<Uuid>>(&self) -> Result<T> {
        self.random.uuid(self.now).map(T::from)
    }

    /// A fresh secret for a link or token.
    ///
    /// # Errors
    /// `internal` when there is no randomness.
    pub fn secret(&self) -> Result<String> {
        self.random.secret()
    }

    /// Who runs the command.
    pub fn actor(&self) -> &Actor {
        &self.origin.actor
    }

    /// The request it came with.
    pub fn request(&self) -> Option<RequestId> {
        self.origin.request
    }

    /// Says what happened. The event becomes visible with the commit, in the order of the calls.
    ///
    /// # Errors
    /// `internal` when the payload does not serialise or there is no randomness.
    pub fn emit(&mut self, event: NewEvent) -> Result<()> {
        let id = self.random.uuid(self.now)?;
        let row = event.into_row(id, self.now, &self.origin.actor)?;
        self.pending.events.push(row);
        Ok(())
    }

    /// Names what the command was about, for the audit trail.
    pub fn audit_target(&mut self, target: impl std::fmt::Display) {
        self.audit_target = Some(target.to_string());
    }

    /// Stores `body` as the answer to be repeated under the request's idempotency key, if it has one.
    ///
    /// # Errors
    /// `internal` when the command has no key to settle twice.
    pub fn settle_claim(&mut self, status: u16, body: &str) -> Result<()> {
        if let Some(claim) = self.origin.claim.take() {
            self.pending.claims.push(claim.settled(status, body, self.now));
        }
        Ok(())
    }

    /// Closes the command's books: what must be written with it even though it did not ask for it.
    pub(in crate::platform) fn finish(mut self) -> Result<(DatabaseTransaction, Pending)> {
        if let Some(operation) = self.origin.operation {
            let id = self.random.uuid(self.now)?;
            let target = self.audit_target.take();
            self.pending.audits.push(audit::Row::new(id, self.now, operation, &self.origin, target));
        }
        Ok((self.tx, self.pending))
    }
}

/// Refuses an action on a version that is not the current one.
///
/// # Errors
/// `stale_version`, naming both.
pub fn expect_version(current: i64, given: i64) -> Result<()> {
    if current == given {
        return Ok(());
    }
    let fault = crate::kernel::FieldError::new("version", "stale")
        .value(given)
        .limit(format!("the current version, {current}"));
    Err(Error::fields(error::STALE_VERSION, vec![fault]))
}

/// Refuses an edit (`If-Match`) of a version that is not the current one.
///
/// # Errors
/// `precondition_failed`, naming both.
pub fn expect_match(current: i64, given: i64) -> Result<()> {
    if current == given {
        return Ok(());
    }
    let fault = crate::kernel::FieldError::new("If-Match", "stale")
        .value(given)
        .limit(format!("the current version, {current}"));
    Err(Error::fields(error::PRECONDITION_FAILED, vec![fault]))
}
