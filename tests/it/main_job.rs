//! `docs/main-job.md`, carried out: its commands against a real demo, its answers against what comes.
//!
//! `UPDATE=1` writes the answers into the page. Ids, times and secrets differ from run to run and are compared by kind.

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use regex::Regex;

/// A part of the page: text, or a command with its answer.
enum Part {
    Text(String),
    Command { script: String, answer: Option<String> },
}

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/main-job.md")
}

/// Splits the page into text and fenced `sh` blocks, each with the fenced block right after it as its answer.
fn parts(page: &str) -> Vec<Part> {
    let fenced = Regex::new(r"(?ms)^```(\w+)\n(.*?)^```\n").unwrap();
    let mut parts: Vec<Part> = Vec::new();
    let mut end = 0;
    for block in fenced.captures_iter(page) {
        let whole = block.get(0).unwrap();
        let between = &page[end..whole.start()];
        end = whole.end();
        if &block[1] == "sh" {
            parts.push(Part::Text(between.to_owned()));
            parts.push(Part::Command { script: block[2].to_owned(), answer: None });
        } else if let (Some(Part::Command { answer, .. }), true) = (parts.last_mut(), between.trim().is_empty()) {
            *answer = Some(block[2].to_owned());
        } else {
            parts.push(Part::Text(format!("{between}{}", whole.as_str())));
        }
    }
    parts.push(Part::Text(page[end..].to_owned()));
    parts
}

/// What differs from run to run, by kind.
fn masked(answer: &str) -> String {
    let kinds = [
        (r"\b([a-z]{3,4})_[0-9a-f]{32}\b", "${1}_…"),
        (r"\d{4}-\d{2}-\d{2}T[0-9:.]+(Z|\+00:00)", "TIME"),
        (r"\bJX(-[A-Z]+)*-\d{4}-\d{6}\b", "NUMBER"),
        (r#""(took_ms|score)": [0-9.]+"#, r#""${1}": N"#),
        (r"\bJX[A-Z0-9]{6,}\b", "REFERENCE"),
    ];
    let mut text = answer.trim_end().to_owned();
    for (pattern, mask) in kinds {
        text = Regex::new(pattern).unwrap().replace_all(&text, mask).into_owned();
    }
    text
}

struct Demo {
    process: Child,
    data: tempfile::TempDir,
    port: u16,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A demo of its own on a free port.
fn demo() -> Demo {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let data = tempfile::tempdir().unwrap();
    let mut process = Command::new(env!("CARGO_BIN_EXE_jiaxiu"))
        .args(["demo", "--port", &port.to_string(), "--data"])
        .arg(data.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The demo says where it is once it can be used.
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let deadline = Instant::now() + Duration::from_secs(300);
    while Instant::now() < deadline {
        match lines.next() {
            Some(Ok(line)) if line.contains(&format!("127.0.0.1:{port}")) => break,
            Some(Ok(_)) => {}
            _ => panic!("the demo ended before it was ready"),
        }
    }
    std::thread::spawn(move || lines.for_each(drop));
    Demo { process, data, port }
}

/// Runs every command in one shell, as a reader would; returns what each wrote.
fn run(demo: &Demo, scripts: &[&str]) -> Vec<String> {
    const MARK: &str = "@@@@";
    let mut whole = String::from("set -euo pipefail\n");
    for script in scripts {
        whole += &format!("{script}\necho '{MARK}'\n");
    }
    let bin = Path::new(env!("CARGO_BIN_EXE_jiaxiu")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("bash")
        .arg("-c")
        .arg(&whole)
        .current_dir(demo.data.path())
        .env("PATH", path)
        .env("JX", format!("http://127.0.0.1:{}/api/v1", demo.port))
        .env("DEMO", demo.data.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = String::new();
    shell.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    let mut err = String::new();
    shell.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(shell.wait().unwrap().success(), "the shell failed: {err}\n{out}");
    let mut answers: Vec<String> = out.split(&format!("{MARK}\n")).map(str::to_owned).collect();
    answers.pop();
    assert_eq!(answers.len(), scripts.len(), "a command ended the shell: {err}");
    answers
}

#[test]
fn the_page_does_what_it_says() {
    let text = std::fs::read_to_string(page()).unwrap();
    let parts = parts(&text);
    let scripts: Vec<&str> = parts
        .iter()
        .filter_map(|part| if let Part::Command { script, .. } = part { Some(script.as_str()) } else { None })
        .collect();
    assert!(scripts.len() > 20, "the page lost its commands");
    let demo = demo();
    let answers = run(&demo, &scripts);
    let mut got = answers.iter();
    let mut written = String::new();
    let mut wrong = Vec::new();
    for part in &parts {
        match part {
            Part::Text(text) => written += text,
            Part::Command { script, answer } => {
                let came = got.next().unwrap();
                written += &format!("```sh\n{script}```\n");
                if !came.trim().is_empty() {
                    let kind = if came.starts_with(['{', '[', '"']) { "json" } else { "text" };
                    written += &format!("\n```{kind}\n{}\n```\n", came.trim_end());
                }
                if masked(answer.as_deref().unwrap_or_default()) != masked(came) {
                    wrong.push(format!(
                        "$ {script}\nthe page says:\n{}\nwhat came:\n{came}",
                        answer.as_deref().unwrap_or_default()
                    ));
                }
            }
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(page(), written).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "docs/main-job.md is out of date (UPDATE=1 writes the answers):\n{}", wrong.join("\n"));
}
