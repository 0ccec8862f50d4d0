//! `jiaxiu doctor`.

use entity::job;
use jiaxiu::{
    kernel::{Clock, random::Random},
    platform::{Db, db::Options, db::Origin, jobs},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::support::{Program, TestDatabase};

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
    for check in ["bind", "key", "database", "schema", "durability", "clock", "events", "consumers", "jobs", "ledger"] {
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
