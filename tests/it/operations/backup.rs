//! Backup while writes run, restore elsewhere, the same data.

use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use entity::{event, event_outbox, mandate};
use jiaxiu::{
    kernel::id::MandateId,
    platform::{Db, blob::Blobs, db::Options},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, Statement,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Caller, Program, TestDatabase, callers};

async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Every row of every table, as text.
async fn contents(url: &str) -> BTreeMap<String, Vec<String>> {
    let db = Db::open_to_read(&Options::new(url)).await.unwrap();
    let postgres = db.get_database_backend() == DbBackend::Postgres;
    let tables = if postgres {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'"
    };
    let mut contents = BTreeMap::new();
    for table in rows(&db, tables).await {
        let select = if postgres {
            format!("SELECT t::text FROM \"{table}\" t ORDER BY 1")
        } else {
            let columns =
                rows(&db, &format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')")).await;
            format!("SELECT {} FROM \"{table}\" ORDER BY 1", columns.join(" || ',' || "))
        };
        contents.insert(table, rows(&db, &select).await);
    }
    db.close().await.unwrap();
    contents
}

async fn propose(http: &reqwest::Client, url: &str, broker: &Caller, holder: &Caller) -> Uuid {
    let answer = http
        .post(url)
        .bearer_auth(&broker.token)
        .json(&json!({
            "principal": holder.organisation, "scope": "all", "side": "supply",
            "commission": { "bps": 100 }, "valid_until": "2029-01-01T00:00:00Z",
        }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    let mandate: Value = answer.json().await.unwrap();
    mandate["id"].as_str().unwrap().parse::<MandateId>().unwrap().0
}

/// Proposes mandates until told to stop; their ids.
fn write(url: String, callers: Vec<Caller>, stop: Arc<AtomicBool>) -> tokio::task::JoinHandle<Vec<Uuid>> {
    tokio::spawn(async move {
        let http = reqwest::Client::new();
        let mut ids = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            ids.push(propose(&http, &url, &callers[0], &callers[1]).await);
        }
        ids
    })
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// What a snapshot must hold: all that was there before it, and events for exactly the rows that it has.
async fn is_consistent(url: &str, before: &[Uuid], after: usize) {
    let db = Db::open_to_read(&Options::new(url)).await.unwrap();
    let found = mandate::Entity::find().filter(mandate::Column::Id.is_in(before.to_vec())).count(&db).await.unwrap();
    assert_eq!(found, before.len() as u64, "what was acknowledged before the backup is not in it");
    let all = mandate::Entity::find().count(&db).await.unwrap();
    assert!(all <= after as u64);
    let mut told = event::Entity::find().filter(event::Column::Kind.eq("mandate.proposed")).count(&db).await.unwrap();
    if db.get_database_backend() == DbBackend::Postgres {
        told += event_outbox::Entity::find().count(&db).await.unwrap();
    }
    assert_eq!(all, told, "the snapshot cuts a transaction in two");
    db.close().await.unwrap();
}

async fn backup_and_restore(source: &TestDatabase, home: &Path, target: &TestDatabase, elsewhere: &Path) {
    jiaxiu::app::migrate(&source.url).await.unwrap();
    let callers = callers(&source.url, &["intermediary", "university"]).await;
    let program = Program::new(home, &source.url);
    let (running, _) = program.serve().await;
    let blob = Blobs::local(&home.join("blobs")).unwrap().put("0a1b2c", "the claims".into()).await.unwrap();

    let stop = Arc::new(AtomicBool::new(false));
    let http = reqwest::Client::new();
    let url = running.url("/api/v1/mandates");
    let mut before = Vec::new();
    for _ in 0..5 {
        before.push(propose(&http, &url, &callers[0], &callers[1]).await);
    }
    let writers: Vec<_> = (0..4).map(|_| write(url.clone(), callers.clone(), stop.clone())).collect();
    let (busy, quiet) = (home.join("busy.tar.gz"), home.join("quiet.tar.gz"));
    let archive = busy.to_str().unwrap().to_owned();
    let while_writing = program.clone();
    let told = tokio::task::spawn_blocking(move || while_writing.answer(&["backup", &archive])).await.unwrap();
    assert_eq!(told["files"], 3, "{told}");
    assert_eq!(mode(&busy), 0o600, "others may read the backup");
    stop.store(true, Ordering::Relaxed);
    let mut written = before.len();
    for writer in writers {
        written += writer.await.unwrap().len();
    }
    assert!(written > before.len(), "nothing was written during the backup");
    running.signal("TERM");
    assert!(running.ended().await.success());
    let quiet_name = quiet.to_str().unwrap();
    program.answer(&["backup", quiet_name]);
    assert!(program.complaint(&["backup", quiet_name]).contains("--force"));

    let restored = Program::new(elsewhere, &target.url);
    restored.answer(&["restore", busy.to_str().unwrap()]);
    is_consistent(&target.url, &before, written).await;
    assert!(restored.complaint(&["restore", quiet_name]).contains("--force"), "it would have destroyed data");

    damaged_archives_are_refused(&restored, &quiet, &target.url).await;
    restored.answer(&["restore", quiet_name, "--force"]);
    assert_eq!(contents(&source.url).await, contents(&target.url).await);
    let content = Blobs::local(&elsewhere.join("blobs")).unwrap().get(&blob.key).await.unwrap();
    assert_eq!(content, "the claims");
    assert_eq!(std::fs::read(home.join("token.key")).unwrap(), std::fs::read(elsewhere.join("token.key")).unwrap());
    assert_eq!(mode(&elsewhere.join("token.key")), 0o600);
    let left: Vec<_> = std::fs::read_dir(elsewhere).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with('.')), "scratch files are left: {left:?}");
    let (running, _) = restored.serve().await;
    assert!(restored.complaint(&["restore", quiet_name, "--force"]).contains("a server uses"));
    running.signal("TERM");
    assert!(running.ended().await.success());
}

async fn damaged_archives_are_refused(program: &Program, archive: &Path, url: &str) {
    let untouched = contents(url).await;
    let whole = std::fs::read(archive).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x10;
    let broken = archive.with_extension("broken");
    for (bytes, why) in
        [(&whole[..whole.len() / 2], "cut off"), (&flipped[..], "changed"), (&b"no archive"[..], "no archive")]
    {
        std::fs::write(&broken, bytes).unwrap();
        program.complaint(&["restore", broken.to_str().unwrap(), "--force"]);
        assert_eq!(contents(url).await, untouched, "an archive that was {why} changed the database");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (source, target) = (TestDatabase::sqlite(home.path()), TestDatabase::sqlite(elsewhere.path()));
    backup_and_restore(&source, home.path(), &target, elsewhere.path()).await;
    assert_eq!(mode(&elsewhere.path().join("test.db")), 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (source, target) = (TestDatabase::postgres().await, TestDatabase::empty_postgres().await);
    backup_and_restore(&source, home.path(), &target, elsewhere.path()).await;
    let onto_sqlite = tempfile::tempdir().unwrap();
    let other = Program::new(onto_sqlite.path(), &TestDatabase::sqlite(onto_sqlite.path()).url);
    let said = other.complaint(&["restore", home.path().join("quiet.tar.gz").to_str().unwrap()]);
    assert!(said.contains("PostgreSQL") && said.contains("SQLite"), "{said}");
    source.drop().await;
    target.drop().await;
}
