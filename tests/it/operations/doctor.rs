//! `jiaxiu doctor`.

use entity::job;
use jiaxiu::{
    kernel::{Clock, random::Random},
    platform::{Db, db::Options, db::Origin, jobs},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{Program, Running, TestDatabase, callers};

fn examine(program: &Program) -> (bool, Value) {
    let output = program.run(&["doctor", "--json"]);
    let text = String::from_utf8_lossy(&output.stdout);
    let told =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.success(), told)
}

fn state(told: &Value, check: &str) -> String {
    let findings = told["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["check"] == check);
    found.unwrap_or_else(|| panic!("no check {check}: {told:#}"))["state"].as_str().unwrap().to_owned()
}

async fn make_dead(url: &str) {
    let db = Db::open(&Options::new(url), Clock::system(), Random::system()).await.unwrap();
    db.run(Origin::system("test"), (), |ctx, ()| {
        Box::pin(async move {
            jobs::enqueue(ctx, "nobody", "nobody:1".to_owned(), Value::Null, ctx.now()).await?;
            let dead = job::Entity::update_many().col_expr(job::Column::State, "dead".into());
            dead.filter(job::Column::Kind.eq("nobody")).exec(ctx.db()).await?;
            Ok(())
        })
    })
    .await
    .unwrap();
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::sqlite(data.path());
    let program = Program::new(data.path(), &database.url);
    let (well, told) = examine(&program);
    assert!(!well, "there is no database");
    assert_eq!((state(&told, "database").as_str(), state(&told, "key").as_str()), ("failed", "failed"));
    assert!(!data.path().join("test.db").exists(), "the doctor made a database");

    let (running, _) = program.serve().await;
    let (well, told) = examine(&program);
    assert!(well, "{told:#}");
    for check in
        ["bind", "key", "database", "schema", "durability", "clock", "events", "consumers", "jobs", "ledger", "files"]
    {
        assert_eq!(state(&told, check), "ok", "{told:#}");
    }
    assert_eq!((state(&told, "mail").as_str(), state(&told, "bank").as_str()), ("warning", "warning"));
    running.signal("TERM");
    assert!(running.ended().await.success());

    make_dead(&database.url).await;
    let (well, told) = examine(&program);
    assert!(!well);
    assert_eq!(state(&told, "jobs"), "failed");
    let said = program.complaint(&["doctor"]);
    assert!(said.contains("1 of"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::postgres().await;
    let program = Program::new(data.path(), &database.url);
    let (running, _) = program.serve().await;
    let (_, told) = examine(&program);
    for check in ["key", "database", "schema", "clock", "events", "jobs", "ledger"] {
        assert_eq!(state(&told, check), "ok", "{told:#}");
    }
    // The tests' cluster does not sync, unless it is told to.
    let synced = std::env::var("JIAXIU_TEST_FSYNC").is_ok_and(|fsync| fsync == "on");
    assert_eq!(state(&told, "durability"), if synced { "ok" } else { "failed" });
    running.signal("TERM");
    assert!(running.ended().await.success());
    database.drop().await;
}

/// Stores a document of a new listing through the running server.
async fn add_document(program: &Program, running: &Running) {
    let holder = callers(&program.database, &["university"]).await.remove(0);
    let http = reqwest::Client::new();
    let post = |path: &str| {
        let request = http.post(running.url(&format!("/api/v1{path}"))).bearer_auth(&holder.token);
        request.header("Jiaxiu-Organisation", holder.organisation.to_string())
    };
    let listing = post("/listings").json(&json!({ "kind": "supply", "title": { "en": "One" } })).send().await.unwrap();
    let listing: Value = listing.json().await.unwrap();
    let part =
        reqwest::multipart::Part::bytes("# Data".as_bytes()).file_name("data.md").mime_str("text/markdown").unwrap();
    let form = reqwest::multipart::Form::new().text("level", "public").part("file", part);
    let path = format!("/listings/{}/documents", listing["id"].as_str().unwrap());
    let added = post(&path).multipart(form).send().await.unwrap();
    assert_eq!(added.status(), 201, "{}", added.text().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn misses_files() {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::sqlite(data.path());
    let program = Program::new(data.path(), &database.url);
    let (running, _) = program.serve().await;
    add_document(&program, &running).await;
    let (well, told) = examine(&program);
    assert!(well, "{told:#}");
    std::fs::remove_dir_all(data.path().join("blobs")).unwrap();
    let (well, told) = examine(&program);
    assert_eq!((well, state(&told, "files").as_str()), (false, "failed"), "{told:#}");
}
