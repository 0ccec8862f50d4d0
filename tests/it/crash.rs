//! SIGKILL under load, again and again: nothing that was acknowledged is lost, and nothing happens twice.
//!
//! What the server acknowledged is written to a log that the server knows nothing of. Requests whose answer never came
//! are sent again under the same idempotency key after the restart, so that in the end every request is acknowledged
//! exactly once and the tables must hold exactly as many rows. `ROUNDS` says how often (20 unless told).

mod load;

use std::time::Duration;

use jiaxiu::kernel::random::Random;

use crate::support::{Program, TestDatabase, callers};

use load::Load;

/// Each kind of writer, so many of each.
const WRITERS: usize = 4;

fn rounds() -> u32 {
    std::env::var("ROUNDS").ok().map_or(20, |rounds| rounds.parse().expect("ROUNDS is a number"))
}

/// A moment between 50 and 1500 ms from now.
fn moment() -> Duration {
    let mut bytes = [0; 2];
    Random::system().fill(&mut bytes).unwrap();
    Duration::from_millis(50 + u64::from(u16::from_be_bytes(bytes)) % 1451)
}

async fn survives(data: &tempfile::TempDir, database: &TestDatabase) {
    jiaxiu::app::migrate(&database.url).await.unwrap();
    let kinds = ["university", "intermediary", "fund"].map(|kind| [kind; WRITERS]).concat();
    let callers = callers(&database.url, &kinds).await;
    let (holders, others) = callers.split_at(WRITERS);
    let (brokers, funds) = others.split_at(WRITERS);
    let listing = load::published(&database.url, &holders[0], data.path()).await;
    let server = data.path().join("server");
    std::fs::create_dir(&server).unwrap();
    let program = Program::new(&server, &database.url);
    let mut load = Load::new(&data.path().join("acknowledged.log"), holders, brokers, funds, listing);
    let mut recoveries = Vec::new();
    for round in 0..rounds() {
        let (running, took) = program.serve().await;
        if round > 0 {
            recoveries.push(took);
        }
        load.check_latest(&database.url).await;
        load.start(&running.url("/api/v1"));
        tokio::time::sleep(moment()).await;
        running.kill();
        load.stopped().await;
    }
    let (running, took) = program.serve().await;
    recoveries.push(took);
    load.settle_doubts(&running.url("/api/v1")).await;
    load.check_all(&database.url).await;
    let books = program.answer(&["verify", "ledger"]);
    assert_eq!(books["faults"], serde_json::json!([]), "{books}");
    running.signal("TERM");
    assert!(running.ended().await.success(), "the server did not end cleanly");
    recoveries.sort();
    println!(
        "{} rounds, {} acknowledged, {} in doubt and asked again; recovery median {:?}, worst {:?}",
        rounds(),
        load.acknowledged(),
        load.doubted(),
        recoveries[recoveries.len() / 2],
        recoveries[recoveries.len() - 1],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::sqlite(data.path());
    survives(&data, &database).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::postgres().await;
    survives(&data, &database).await;
    database.drop().await;
}
