//! From a start to ready, and the memory of an idle server.
//!
//! Beside an empty exchange on SQLite (and on PostgreSQL, when `JIAXIU_TEST_POSTGRES` names a cluster), one that is
//! there already: `START_DATA=DIR cargo bench --bench start`. Floor: the same program printing its version.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a benchmark that can't go on has nothing to say

#[path = "support/mod.rs"]
#[allow(dead_code)] // rates are for the others
mod support;

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

const STARTS: usize = 15;
/// After this long nothing of the start is left to be done.
const IDLE: Duration = Duration::from_secs(3);
const GATE_MS: f64 = 300.0;
const GATE_MB: f64 = 80.0;

struct Figures {
    what: String,
    /// Milliseconds of each start, sorted.
    starts: Vec<f64>,
    /// Anonymous resident memory of the idle server, in MB.
    anonymous: f64,
}

fn main() {
    let floor = median(&mut (0..STARTS).map(|_| version()).collect::<Vec<_>>());
    let home = tempfile::tempdir_in(support::directory()).unwrap();
    let mut all = vec![measure("SQLite, empty", home.path(), None)];
    if let Ok(cluster) = std::env::var("JIAXIU_TEST_POSTGRES") {
        let url = create_database(&cluster);
        let home = tempfile::tempdir_in(support::directory()).unwrap();
        all.push(measure("PostgreSQL, empty", home.path(), Some(&url)));
    }
    if let Some(data) = std::env::var_os("START_DATA").map(PathBuf::from) {
        all.push(measure(&format!("SQLite, {}", data.display()), &data, None));
    }
    report(floor, &all);
}

/// An empty database; its name is the process's, so that runs do not meet.
fn create_database(cluster: &str) -> String {
    let name = format!("start_{}", std::process::id());
    let status = Command::new("psql").args(["-q", "-d", cluster, "-c", &format!("CREATE DATABASE {name}")]).status();
    assert!(status.unwrap().success());
    let (before, after) = cluster.split_once("/postgres?").expect("a URL of database postgres");
    format!("{before}/{name}?{after}")
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaxiu"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn version() -> f64 {
    let begun = Instant::now();
    assert!(program().arg("--version").status().unwrap().success());
    begun.elapsed().as_secs_f64() * 1000.0
}

fn measure(what: &str, data: &Path, database: Option<&str>) -> Figures {
    // The first start makes the schema; that happens once in a life.
    let (server, _) = start(data, database);
    stop(server);
    let mut starts: Vec<f64> = (0..STARTS)
        .map(|_| {
            let (server, took) = start(data, database);
            stop(server);
            took
        })
        .collect();
    starts.sort_by(f64::total_cmp);
    let (server, _) = start(data, database);
    std::thread::sleep(IDLE);
    let anonymous = anonymous(&server);
    stop(server);
    Figures { what: what.to_owned(), starts, anonymous }
}

fn start(data: &Path, database: Option<&str>) -> (Child, f64) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = program();
    command.args(["serve", "--bind", &address.to_string(), "--data"]).arg(data).env("RUST_LOG", "error");
    if let Some(url) = database {
        command.env("JIAXIU__DATABASE__URL", url);
    }
    let begun = Instant::now();
    let mut child = command.spawn().unwrap();
    while !ready(address) {
        assert!(child.try_wait().unwrap().is_none(), "the server ended");
        assert!(begun.elapsed() < Duration::from_secs(60), "the server was not ready within a minute");
        std::thread::sleep(Duration::from_millis(1));
    }
    (child, begun.elapsed().as_secs_f64() * 1000.0)
}

fn ready(address: SocketAddr) -> bool {
    let asked = TcpStream::connect(address).and_then(|mut stream| {
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    });
    asked.is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

fn stop(mut server: Child) {
    let pid = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(server.wait().unwrap().success());
}

fn anonymous(server: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap() / 1024.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn report(floor: f64, all: &[Figures]) {
    let machine = support::machine();
    println!("\n### start\n\n{machine}\n");
    println!(
        "| what | start to ready, ms: median | worst of {STARTS} | floor: `--version`, ms | ratio | RssAnon idle, MB |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    let missed = |figure: f64, gate: f64| if figure <= gate { String::new() } else { format!(" MISSED ≤ {gate}") };
    let mut rows: Vec<Value> = Vec::new();
    for Figures { what, starts, anonymous } in all {
        let (middle, worst) = (starts[starts.len() / 2], starts[starts.len() - 1]);
        let late = missed(middle, GATE_MS);
        let fat = missed(*anonymous, GATE_MB);
        println!(
            "| {what} | {middle:.0}{late} | {worst:.0} | {floor:.1} | {:.1} | {anonymous:.1}{fat} |",
            middle / floor
        );
        rows.push(json!({ "what": what, "ready_ms": middle, "worst_ms": worst, "floor_ms": floor,
            "anonymous_mb": anonymous, "gates": { "ready_ms": GATE_MS, "anonymous_mb": GATE_MB } }));
    }
    let report = json!({ "name": "start", "machine": machine, "rows": rows });
    std::fs::write(support::directory().join("start.json"), serde_json::to_vec_pretty(&report).unwrap()).unwrap();
}
