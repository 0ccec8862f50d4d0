//! Ledger transfers a second, each with its event and idempotency row, beside what the databases do at least.
//!
//! SQLite, SQLite with fsync slowed to 2 ms (this program runs itself again with a preloaded shim), and PostgreSQL when
//! `JIAXIU_TEST_POSTGRES` names a cluster with fsync on (`JIAXIU_TEST_FSYNC=on .ci/with-postgres cargo bench`).

#![allow(clippy::unwrap_used, clippy::panic)] // a benchmark that can't go on has nothing to say

mod floor;
mod ours;
#[path = "../support/mod.rs"]
mod support;

use std::{path::Path, process::Command, sync::Arc};

use ours::Ours;
use serde_json::{Value, json};
use support::Row;

const SLOW: &str = "JIAXIU_BENCH_SLOW_FSYNC";

fn main() {
    let directory = tempfile::tempdir_in(support::directory()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if std::env::var_os(SLOW).is_some() {
        let floor = floor::sqlite(directory.path());
        let (singly, _) = runtime.block_on(sqlite(directory.path(), false));
        println!("{}", json!({ "floor": floor, "singly": singly }));
        return;
    }
    let mut rows = Vec::new();
    let floor = floor::sqlite(directory.path());
    let (singly, batches) = runtime.block_on(sqlite(directory.path(), true));
    rows.push(row(
        "SQLite: transfers, one command each, 64 clients",
        singly,
        "F: durable commits, rusqlite",
        floor,
        0.6,
    ));
    rows.push(row("SQLite: post_many, batches of 500", batches, "F: durable commits, rusqlite", floor, 3.0));
    let slow = slowed(directory.path());
    let figure = |name: &str| slow[name].as_f64().unwrap();
    rows.push(row(
        "SQLite, fsync slowed by 2 ms: one command each",
        figure("singly"),
        "F with the same fsync",
        figure("floor"),
        10.0,
    ));
    let mut versions = json!({ "sqlite": rusqlite::version() });
    if let Some(cluster) = floor::Cluster::from_environment() {
        assert_eq!(cluster.sql("postgres", "SHOW fsync"), "on", "durable figures need JIAXIU_TEST_FSYNC=on");
        versions["postgresql"] = json!(cluster.sql("postgres", "SHOW server_version"));
        let floor = cluster.floor(directory.path());
        let peer = cluster.tpcb();
        let (singly, batches) = runtime.block_on(postgres(&cluster));
        rows.push(row(
            "PostgreSQL: transfers, one command each, 64 clients",
            singly,
            "pgbench TPC-B-like, 16 clients",
            peer,
            0.8,
        ));
        rows.push(row(
            "PostgreSQL: post_many, batches of 500",
            batches,
            "F: durable commits, one connection",
            floor,
            3.0,
        ));
    }
    support::report("ledger", versions, &rows);
}

fn row(what: &str, rate: f64, floor: &str, floor_rate: f64, gate: f64) -> Row {
    Row { what: what.to_owned(), rate, floor: floor.to_owned(), floor_rate, gate: Some(gate) }
}

async fn sqlite(directory: &Path, batches: bool) -> (f64, f64) {
    let ours = Arc::new(Ours::open(&format!("sqlite://{}", directory.join("ours.db").display())).await);
    let singly = ours.singly().await;
    let batches = if batches { ours.in_batches().await } else { 0.0 };
    ours.close().await;
    (singly, batches)
}

async fn postgres(cluster: &floor::Cluster) -> (f64, f64) {
    cluster.create("bench_ours");
    let ours = Arc::new(Ours::open(&cluster.url("bench_ours")).await);
    cluster.sql("postgres", "CHECKPOINT");
    let singly = ours.singly().await;
    let batches = ours.in_batches().await;
    ours.close().await;
    (singly, batches)
}

/// Runs this program again with fsync slowed.
fn slowed(directory: &Path) -> Value {
    let shim = directory.join("slow_fsync.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/ledger/slow_fsync.c");
    let made = Command::new("cc").args(["-O2", "-shared", "-fPIC", "-o"]).arg(&shim).args([source, "-ldl"]).status();
    assert!(made.is_ok_and(|status| status.success()), "cc could not make the shim");
    let output =
        Command::new(std::env::current_exe().unwrap()).env("LD_PRELOAD", &shim).env(SLOW, "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(output.stdout.trim_ascii()).unwrap()
}
