//! The real program: importing, serving, watched from outside.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

const BIN: &str = env!("CARGO_BIN_EXE_jiaxiu");
fn status_mb(pid: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// Makes the operator, whose listings imports become.
pub fn found(home: &Path) {
    let made = Command::new(BIN)
        .args(["account", "create", "--operator", "--email", "bench@example.org", "--data"])
        .arg(home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
}

/// An import, as seen from outside.
pub struct Import {
    pub count: u64,
    pub seconds: f64,
    pub peak_mb: u64,
}

/// Imports and publishes `listings` into `home`.
pub fn import(home: &Path, listings: &Path) -> Import {
    found(home);
    let begun = Instant::now();
    let mut child = Command::new(BIN)
        .args(["import", "listings", "--publish", "--json", "--data"])
        .arg(home)
        .arg(listings)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak_mb = 0;
    while child.try_wait().unwrap().is_none() {
        peak_mb = peak_mb.max(status_mb(child.id(), "VmRSS:").unwrap_or(0));
        std::thread::sleep(Duration::from_millis(50));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let out = std::io::read_to_string(child.stdout.take().unwrap()).unwrap();
    let outcome: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    Import { count: outcome["imported"].as_u64().unwrap(), seconds, peak_mb }
}

/// A running server.
pub struct Server {
    child: Child,
    pub address: String,
    pub ready_ms: f64,
}

impl Server {
    /// Serves `home` on a free port.
    pub fn start(home: &Path) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let begun = Instant::now();
        let child = Command::new(BIN)
            .args(["serve", "--bind", &address, "--data"])
            .arg(home)
            .env("JIAXIU__LIMITS__ANONYMOUS_PER_MINUTE", "100000000")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = begun + Duration::from_secs(60);
        while !is_ready(&address) {
            assert!(Instant::now() < deadline, "the server is not ready after a minute");
            std::thread::sleep(Duration::from_millis(2));
        }
        Self { child, address, ready_ms: begun.elapsed().as_secs_f64() * 1_000.0 }
    }

    /// Anonymous resident memory once it has nothing to do.
    pub fn rss_anon_mb(&self) -> u64 {
        std::thread::sleep(Duration::from_secs(3));
        status_mb(self.child.id(), "RssAnon:").unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_ready(address: &str) -> bool {
    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return false };
    let _ = stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).is_ok() && line.contains("200")
}
