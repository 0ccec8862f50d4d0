//! The real program, as a process of its own.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

/// How one installation of the program is run.
#[derive(Clone)]
pub struct Program {
    pub data: PathBuf,
    pub database: String,
    pub address: SocketAddr,
    pub settings: Vec<(String, String)>,
}

/// A free port of this machine.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

impl Program {
    pub fn new(data: &Path, database: &str) -> Self {
        let settings = [
            ("JIAXIU__BANK__SANDBOX", "true"),
            ("JIAXIU__LIMITS__ANONYMOUS_PER_MINUTE", "1000000"),
            ("JIAXIU__LIMITS__ACCOUNT_PER_MINUTE", "1000000"),
            ("JIAXIU__WORKERS", "2"),
            ("RUST_LOG", "error"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { data: data.to_owned(), database: database.to_owned(), address: free_address(), settings }
    }

    /// The same with another setting.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiaxiu"));
        command
            .args(arguments)
            .arg("--data")
            .arg(&self.data)
            .env("JIAXIU__DATABASE__URL", &self.database)
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs a subcommand to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a subcommand that must succeed; its answer in JSON.
    #[track_caller]
    pub fn answer(&self, arguments: &[&str]) -> serde_json::Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs a subcommand that must fail; what it says.
    #[track_caller]
    pub fn complaint(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?} succeeded: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// Starts the server and waits until it is ready; also tells how long that took.
    pub async fn serve(&self) -> (Running, Duration) {
        let begun = Instant::now();
        let child = self.command(&["serve", "--bind", &self.address.to_string()]).spawn().unwrap();
        let mut running = Running { child, address: self.address };
        let http = reqwest::Client::new();
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = running.child.try_wait().unwrap() {
                panic!("the server ended at once: {status}");
            }
            let asked = http.get(running.url("/readyz")).timeout(Duration::from_secs(5)).send().await;
            if asked.is_ok_and(|answer| answer.status() == 200) {
                return (running, begun.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the server was not ready within 30 s");
    }
}

/// A server under way; killed when dropped.
pub struct Running {
    child: Child,
    address: SocketAddr,
}

impl Running {
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Ends it as a power cut would, as far as a process can tell: SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end; its exit status.
    pub async fn ended(mut self) -> std::process::ExitStatus {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the server did not end within 30 s");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
