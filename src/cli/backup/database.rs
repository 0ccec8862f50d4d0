//! The database's part: SQLite by `VACUUM INTO`, PostgreSQL by its own tools.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    str::FromStr,
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, sqlx::sqlite};
use serde::{Deserialize, Serialize};
use tokio::process::Command;
use url::Url;

use crate::platform::{Db, db::Options};

use super::Fault;

/// Which database an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub(super) fn of(url: &str) -> Self {
        if Options::new(url).is_sqlite() { Self::Sqlite } else { Self::Postgres }
    }

    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite",
            Self::Postgres => "database.pgdump",
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Where SQLite keeps the database.
pub(super) fn sqlite_file(url: &str) -> Result<PathBuf, Fault> {
    Ok(sqlite::SqliteConnectOptions::from_str(url)?.get_filename().to_owned())
}

async fn connect(url: &str) -> Result<DatabaseConnection, Fault> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.create_if_missing(false));
    Ok(Database::connect(options).await?)
}

/// The migrations that the database has, oldest first.
pub(super) async fn migrations(url: &str) -> Result<Vec<String>, Fault> {
    let db = Db::open_to_read(&Options::new(url)).await?;
    let names = applied(&db).await?;
    db.close().await?;
    Ok(names)
}

/// As [`migrations`], on an open connection.
pub(in crate::cli) async fn applied(db: &DatabaseConnection) -> Result<Vec<String>, Fault> {
    let select =
        Statement::from_string(db.get_database_backend(), "SELECT version FROM seaql_migrations ORDER BY version");
    let rows = db.query_all_raw(select).await?;
    Ok(rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?)
}

/// A consistent copy of the database, while others write to it.
pub(super) async fn snapshot(url: &str, into: &Path) -> Result<(), Fault> {
    match Kind::of(url) {
        Kind::Sqlite => {
            let db = connect(url).await?;
            let target = into.to_string_lossy().into_owned();
            db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [target.into()])).await?;
            Ok(db.close().await?)
        }
        Kind::Postgres => {
            // Uncompressed: the archive is compressed as a whole.
            let (url, password) = without_password(url)?;
            let mut dump = Command::new("pg_dump");
            dump.args(["--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--no-password"]);
            dump.arg("--file").arg(into).arg("--dbname").arg(&url);
            run(dump, password).await
        }
    }
}

/// True when nothing is there that a restore would destroy.
pub(super) async fn is_empty(url: &str) -> Result<bool, Fault> {
    if Kind::of(url) == Kind::Sqlite {
        return Ok(!sqlite_file(url)?.exists());
    }
    let db = connect(url).await?;
    let tables = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'public' LIMIT 1";
    let found = db.query_one_raw(Statement::from_string(DbBackend::Postgres, tables)).await?;
    db.close().await?;
    Ok(found.is_none())
}

/// Puts the copy in the database's place: all of it or nothing.
pub(super) async fn replace(url: &str, copy: &Path) -> Result<(), Fault> {
    match Kind::of(url) {
        Kind::Sqlite => replace_sqlite(url, copy).await,
        Kind::Postgres => replace_postgres(url, copy).await,
    }
}

async fn replace_sqlite(url: &str, copy: &Path) -> Result<(), Fault> {
    let db = connect(&format!("sqlite://{}", copy.display())).await?;
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check");
    let said: Option<String> = match db.query_one_raw(check).await? {
        Some(row) => row.try_get("", "integrity_check")?,
        None => None,
    };
    db.close().await?;
    if said.as_deref() != Some("ok") {
        return Err(format!("the database in the archive is damaged: {}", said.unwrap_or_default()).into());
    }
    let target = sqlite_file(url)?;
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    // The target may lie on another disk, where no rename leads.
    let beside = tempfile::Builder::new().prefix(".jiaxiu-restore-").tempfile_in(directory)?;
    std::io::copy(&mut std::fs::File::open(copy)?, &mut beside.as_file())?;
    beside.as_file().sync_all()?;
    // What an old log holds must not be written into the new database.
    for suffix in ["-wal", "-shm"] {
        let mut log = target.clone().into_os_string();
        log.push(suffix);
        match std::fs::remove_file(&log) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => return Err(fault.into()),
            _ => {}
        }
    }
    beside.persist(&target)?;
    Ok(std::fs::File::open(directory)?.sync_all()?)
}

async fn replace_postgres(url: &str, copy: &Path) -> Result<(), Fault> {
    let script = copy.with_extension("sql");
    let mut unpack = Command::new("pg_restore");
    unpack.args(["--no-owner", "--no-privileges", "--file"]).arg(&script).arg(copy);
    run(unpack, None).await?;
    let (url, password) = without_password(url)?;
    let mut psql = Command::new("psql");
    psql.args(["--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1"]);
    psql.args(["--command", "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"]);
    psql.arg("--file").arg(&script).arg("--dbname").arg(&url);
    run(psql, password).await
}

/// The URL for a command line, which other users of the machine can read, and the password apart.
fn without_password(url: &str) -> Result<(String, Option<String>), Fault> {
    let mut url = Url::parse(url)?;
    let password = url.password().map(str::to_owned);
    if password.is_some() && url.set_password(None).is_err() {
        return Err("the database's URL can't be read".into());
    }
    let password = password.map(|password| decoded(&password)).transpose()?;
    Ok((url.into(), password))
}

fn decoded(text: &str) -> Result<String, Fault> {
    // Only the value of a pair is decoded this way; a plus sign stands for itself in a URL's password.
    let pair = format!("p={}", text.replace('+', "%2B").replace('&', "%26"));
    let value = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    value.ok_or_else(|| "the database's password can't be read".into())
}

async fn run(mut command: Command, password: Option<String>) -> Result<(), Fault> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let output = command.stdin(Stdio::null()).output().await.map_err(|fault| match fault.kind() {
        std::io::ErrorKind::NotFound => format!("{name} is not installed: it comes with PostgreSQL's client programs"),
        _ => format!("{name}: {fault}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim()).into())
}
