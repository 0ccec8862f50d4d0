//! What the database tells: schema, durability, clock, and how far everything that reacts has come.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::TimeDelta;
use entity::{deal_document, event, ledger_account, listing_document};
use futures::TryStreamExt;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QueryOrder, QuerySelect, Statement};

use crate::{
    config::Config,
    kernel::{Clock, DateTime, Error, Result},
    platform::{Db, blob::Blobs, db::Options, search::embedded::cursor_on_disk, vitals},
};

use super::{Findings, State};

/// Events that a consumer may be behind while it is merely busy.
const BUSY: i64 = 1000;
const SKEW: TimeDelta = TimeDelta::seconds(2);

pub(super) async fn look(config: &Config, findings: &mut Findings) {
    let db = match Db::open_to_read(&Options::new(config.database_url())).await {
        Ok(db) => db,
        Err(fault) => return findings.add("database", State::Failed, fault.to_string()),
    };
    findings.take("database", version(&db).await);
    let schema = schema(&db).await;
    // Without the tables there is nothing more to ask.
    let usable = schema.as_ref().is_ok_and(|(state, _)| *state != State::Failed);
    findings.take("schema", schema);
    findings.take("durability", durability(&db).await);
    if usable {
        findings.take("clock", clock(&db).await);
        reactions(&db, config, findings).await;
        findings.take("ledger", books(&db).await);
        findings.take("files", files(&db, &config.data.join("blobs")).await);
    }
    if let Err(fault) = db.close().await {
        findings.add("database", State::Warning, fault.to_string());
    }
}

async fn text(db: &DatabaseConnection, sql: &str) -> Result<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await?.ok_or_else(|| Error::internal(format!("{sql}: no answer")))?;
    Ok(row.try_get_by_index::<String>(0)?)
}

async fn version(db: &DatabaseConnection) -> Result<(State, String)> {
    Ok(match db.get_database_backend() {
        DbBackend::Postgres => (State::Ok, format!("PostgreSQL {}", text(db, "SHOW server_version").await?)),
        _ => (State::Ok, format!("SQLite {}", text(db, "SELECT sqlite_version()").await?)),
    })
}

async fn schema(db: &DatabaseConnection) -> Result<(State, String)> {
    let applied = crate::cli::backup::applied_migrations(db).await.map_err(Error::internal)?;
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    if let Some(newer) = applied.iter().find(|name| !known.contains(name)) {
        return Ok((State::Failed, format!("newer than this program: {newer}")));
    }
    Ok(match known.len() - applied.len() {
        0 => (State::Ok, format!("current: {} migrations", known.len())),
        missing => (State::Failed, format!("{missing} migrations are missing: run `jiaxiu migrate`")),
    })
}

async fn durability(db: &DatabaseConnection) -> Result<(State, String)> {
    if db.get_database_backend() == DbBackend::Postgres {
        for (setting, wrong) in [("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off")] {
            if text(db, &format!("SHOW {setting}")).await? == wrong {
                return Ok((State::Failed, format!("{setting} is {wrong}: a power cut loses acknowledged writes")));
            }
        }
        return Ok((State::Ok, "fsync, full_page_writes and synchronous_commit are on".to_owned()));
    }
    // The file remembers this one; each of the program's connections sets `synchronous=FULL` itself.
    Ok(match text(db, "PRAGMA journal_mode").await?.as_str() {
        "wal" => (State::Ok, "write-ahead log, synced at each commit".to_owned()),
        other => (State::Failed, format!("journal_mode is {other}, not wal")),
    })
}

/// Compares this machine's clock with the database's, and both with the newest event.
async fn clock(db: &DatabaseConnection) -> Result<(State, String)> {
    let here = Clock::system().now();
    if db.get_database_backend() == DbBackend::Postgres {
        let statement = Statement::from_string(DbBackend::Postgres, "SELECT clock_timestamp() AS now");
        let row = db.query_one_raw(statement).await?.ok_or_else(|| Error::internal("clock_timestamp(): no answer"))?;
        let there: DateTime = row.try_get("", "now")?;
        let skew = (there - here).abs();
        if skew > SKEW {
            return Ok((State::Failed, format!("the database's differs by {} ms", skew.num_milliseconds())));
        }
    }
    let newest = event::Entity::find().order_by_desc(event::Column::Position).limit(1).one(db).await?;
    Ok(match newest {
        Some(event) if event.at > here + SKEW => {
            (State::Warning, format!("the newest event is from the future: {}", event.at.to_rfc3339()))
        }
        _ => (State::Ok, "agrees".to_owned()),
    })
}

/// The sums of the books, which any transfer leaves equal. `jiaxiu verify ledger` recomputes every balance.
async fn books(db: &DatabaseConnection) -> Result<(State, String)> {
    let mut sums: BTreeMap<String, (i128, i128)> = BTreeMap::new();
    for account in ledger_account::Entity::find().all(db).await? {
        let (debits, credits) = sums.entry(account.currency).or_default();
        *debits += i128::from(account.debits_posted);
        *credits += i128::from(account.credits_posted);
    }
    let uneven = sums.iter().find(|(_, (debits, credits))| debits != credits);
    Ok(match uneven {
        Some((currency, (debits, credits))) => {
            (State::Failed, format!("{currency}: debits {debits} and credits {credits} differ (minor units)"))
        }
        None => (State::Ok, "debits equal credits".to_owned()),
    })
}

/// Files that documents refer to and the store has not. The other way round is harmless.
async fn files(db: &DatabaseConnection, directory: &Path) -> Result<(State, String)> {
    let listings = listing_document::Entity::find().select_only().column(listing_document::Column::BlobKey);
    let deals = deal_document::Entity::find().select_only().column(deal_document::Column::BlobKey);
    let mut missing: BTreeSet<String> = listings.into_tuple().all(db).await?.into_iter().collect();
    missing.extend(deals.into_tuple::<String>().all(db).await?);
    let referred = missing.len();
    if directory.exists() {
        let mut keys = Blobs::local(directory)?.keys();
        while let Some(key) = keys.try_next().await? {
            missing.remove(&key);
        }
    }
    Ok(match missing.first() {
        Some(key) => (State::Failed, format!("{} of {referred} are missing, such as {key}", missing.len())),
        None => (State::Ok, format!("{referred}, all there")),
    })
}

async fn reactions(db: &DatabaseConnection, config: &Config, findings: &mut Findings) {
    let mut vitals = match vitals::take(db).await {
        Ok(vitals) => vitals,
        Err(fault) => return findings.add("events", State::Failed, fault.to_string()),
    };
    match cursor_on_disk(&config.data.join("search")) {
        Ok(cursor) => vitals = vitals.with_consumer("search", cursor.unwrap_or(0)),
        Err(fault) => findings.add("search", State::Warning, format!("{fault}; it is rebuilt at the next start")),
    }
    let waiting = format!("{} events, {} without a position", vitals.head, vitals.outbox);
    findings.add("events", if vitals.outbox > BUSY { State::Failed } else { State::Ok }, waiting);
    let behind: Vec<String> = vitals
        .consumers
        .iter()
        .filter(|consumer| consumer.lag > 0)
        .map(|consumer| format!("{} is {} events behind", consumer.name, consumer.lag))
        .collect();
    let worst = vitals.consumers.iter().map(|consumer| consumer.lag).max().unwrap_or(0);
    let (state, detail) = match worst {
        0 => (State::Ok, "all have taken in everything".to_owned()),
        lag if lag <= BUSY => (State::Ok, behind.join(", ")),
        _ => (State::Warning, format!("{} (is a server running?)", behind.join(", "))),
    };
    findings.add("consumers", state, detail);
    let jobs = vitals.jobs;
    let detail = format!("{} queued, {} of them failed before, {} given up", jobs.queued, jobs.failing, jobs.dead);
    let state = match jobs {
        jobs if jobs.dead > 0 => State::Failed,
        jobs if jobs.failing > 0 => State::Warning,
        _ => State::Ok,
    };
    findings.add("jobs", state, detail);
}
