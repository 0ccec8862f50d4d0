//! What the machine and its databases do at least, and a peer.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rusqlite::{Connection, params};

/// How long something is measured: `usual` seconds, or `JIAXIU_BENCH_SECONDS` for a quick look.
pub fn seconds(usual: u64) -> Duration {
    let asked = std::env::var("JIAXIU_BENCH_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(asked.unwrap_or(usual))
}

/// Single-row durable commits a second, straight on SQLite: write-ahead log, synchronous FULL, one thread.
pub fn sqlite(directory: &Path) -> f64 {
    let path = directory.join("floor.db");
    let db = Connection::open(&path).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute("CREATE TABLE floor (id INTEGER PRIMARY KEY, debit BLOB, credit BLOB, amount INTEGER)", []).unwrap();
    let mut insert = db.prepare("INSERT INTO floor (debit, credit, amount) VALUES (?, ?, ?)").unwrap();
    let (started, mut commits) = (Instant::now(), 0u32);
    while started.elapsed() < seconds(5) {
        insert.execute(params![[1u8; 16], [2u8; 16], commits]).unwrap();
        commits += 1;
    }
    f64::from(commits) / started.elapsed().as_secs_f64()
}

/// The cluster of the tests, as client programs want it named.
pub struct Cluster {
    host: String,
    user: String,
}

impl Cluster {
    /// From `JIAXIU_TEST_POSTGRES`: `postgres://USER@localhost/postgres?host=DIRECTORY`.
    pub fn from_environment() -> Option<Self> {
        let url = std::env::var("JIAXIU_TEST_POSTGRES").ok()?;
        let (user, rest) = url.strip_prefix("postgres://")?.split_once('@')?;
        Some(Self { user: user.to_owned(), host: rest.split_once("host=")?.1.to_owned() })
    }

    /// The URL of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{}@localhost/{database}?host={}", self.user, self.host)
    }

    fn program(&self, name: &str) -> Command {
        let mut homes: Vec<_> = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().collect();
        homes.sort_by_key(|home| home.file_name());
        let path = homes.last().map_or_else(|| name.into(), |home| home.path().join("bin").join(name));
        let mut command = Command::new(path);
        command.args(["-h", &self.host, "-U", &self.user]);
        command
    }

    /// Runs one statement.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let output = self.program("psql").args(["-d", database, "-Atc", sql]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// An empty database.
    pub fn create(&self, database: &str) {
        self.sql("postgres", &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        self.sql("postgres", &format!("CREATE DATABASE {database}"));
    }

    fn pgbench(&self, arguments: &[&str]) -> f64 {
        let output = self.program("pgbench").args(arguments).stdin(Stdio::null()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Single-row durable commits a second on one connection.
    pub fn floor(&self, directory: &Path) -> f64 {
        self.create("bench_floor");
        self.sql(
            "bench_floor",
            "CREATE TABLE floor (id bigserial PRIMARY KEY, debit uuid, credit uuid, amount bigint)",
        );
        let script = directory.join("floor.sql");
        let uuid = "'0190a3f4-c2d1-7e5b-9a60-d3c1e8f72b45'";
        std::fs::write(&script, format!("INSERT INTO floor (debit, credit, amount) VALUES ({uuid}, {uuid}, 1);\n"))
            .unwrap();
        let script = script.display().to_string();
        let seconds = seconds(5).as_secs().to_string();
        self.pgbench(&["-n", "-M", "prepared", "-c", "1", "-T", &seconds, "-f", &script, "bench_floor"])
    }

    /// pgbench's own TPC-B-like transactions a second: 16 clients, prepared statements.
    pub fn tpcb(&self) -> f64 {
        self.create("bench_tpcb");
        let made = self.program("pgbench").args(["-i", "-q", "-s", "16", "bench_tpcb"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        self.sql("bench_tpcb", "CHECKPOINT");
        let seconds = seconds(10).as_secs().to_string();
        self.pgbench(&["-M", "prepared", "-c", "16", "-j", "2", "-T", &seconds, "bench_tpcb"])
    }
}
