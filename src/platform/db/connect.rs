//! Opening connections with the settings that durability rests on.

use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection, sqlx::sqlite};

use crate::kernel::{Error, Result, error};

/// Where the database is and how many connections it gets.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Connections that read (SQLite), or all of them (PostgreSQL).
    pub connections: u32,
}

impl Options {
    /// A database at `url` with the usual number of connections: 4 readers on SQLite, 16 on PostgreSQL.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let connections = if url.starts_with("sqlite:") { 4 } else { 16 };
        Self { url, connections }
    }

    /// True for SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }
}

fn base(options: &Options, connections: u32) -> ConnectOptions {
    let mut connect = ConnectOptions::new(&options.url);
    connect
        .max_connections(connections)
        .min_connections(1)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(10))
        // A connection that was lost shows at its first statement; asking before each use would double the round trips.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    connect
}

fn sqlite(options: &Options, connections: u32, read_only: bool) -> ConnectOptions {
    let mut connect = base(options, connections);
    connect.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .create_if_missing(!read_only)
            .journal_mode(sqlite::SqliteJournalMode::Wal)
            // FULL: the write-ahead log is synced at each COMMIT, so that an answered command survives power loss.
            .synchronous(sqlite::SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(512)
            // Rows come from a thread of SQLite's own, which stops when this many wait to be taken.
            .row_buffer_size(1024)
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", if read_only { "-2048" } else { "-16384" })
            .pragma("journal_size_limit", "67108864")
            .pragma("query_only", if read_only { "ON" } else { "OFF" })
    });
    connect
}

async fn connect(connect: ConnectOptions) -> Result<DatabaseConnection> {
    Database::connect(connect).await.map_err(|fault| Error::caused(error::UNAVAILABLE, fault))
}

/// The one connection that writes on SQLite, or that carries the hot commands on PostgreSQL.
pub(super) async fn writer(options: &Options) -> Result<DatabaseConnection> {
    if options.is_sqlite() {
        return connect(sqlite(options, 1, false)).await;
    }
    postgres(&Options { connections: 1, ..options.clone() }).await
}

/// Connections that can only read, each at the last commit.
pub(super) async fn sqlite_readers(options: &Options) -> Result<DatabaseConnection> {
    connect(sqlite(options, options.connections, true)).await
}

/// The pool for everything.
pub(super) async fn postgres(options: &Options) -> Result<DatabaseConnection> {
    let mut pool = base(options, options.connections);
    pool.map_sqlx_postgres_opts(|postgres| postgres.application_name("jiaxiu").statement_cache_capacity(512));
    connect(pool).await
}
