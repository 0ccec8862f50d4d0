//! What the benchmarks share: a table with a floor or peer beside each figure, as Markdown and as JSON.

use std::{fs, path::PathBuf, process::Command};

use serde_json::{Value, json};

/// A figure beside its floor.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// A second.
    pub rate: f64,
    /// What it is compared with.
    pub floor: String,
    /// A second, measured in the same run.
    pub floor_rate: f64,
    /// The least ratio wanted; none for a floor itself.
    pub gate: Option<f64>,
}

impl Row {
    /// Times the floor.
    pub fn ratio(&self) -> f64 {
        self.rate / self.floor_rate
    }
}

/// Where results go.
pub fn directory() -> PathBuf {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    fs::create_dir_all(&path).unwrap();
    path
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(|_| "unknown".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The machine, in a line.
pub fn machine() -> Value {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    json!({
        "cpu": model.unwrap_or("unknown"),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "kernel": output("uname", &["-sr"]),
        "load": fs::read_to_string("/proc/loadavg").unwrap_or_default().trim(),
    })
}

/// Prints the table and writes `target/bench/NAME.json`.
pub fn report(name: &str, versions: Value, rows: &[Row]) {
    let machine = machine();
    println!("\n### {name}\n\n{machine} {versions}\n");
    println!("| what | a second | floor or peer | a second | ratio | gate |\n|---|---:|---|---:|---:|---|");
    for row in rows {
        let gate = row
            .gate
            .map_or(String::new(), |gate| format!("≥ {gate}{}", if row.ratio() >= gate { "" } else { " MISSED" }));
        println!(
            "| {} | {:.0} | {} | {:.0} | {:.2} | {gate} |",
            row.what,
            row.rate,
            row.floor,
            row.floor_rate,
            row.ratio()
        );
    }
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({ "what": row.what, "rate": row.rate, "floor": row.floor, "floor_rate": row.floor_rate,
                "ratio": row.ratio(), "gate": row.gate })
        })
        .collect();
    let report = json!({ "name": name, "machine": machine, "versions": versions, "rows": rows });
    fs::write(directory().join(format!("{name}.json")), serde_json::to_vec_pretty(&report).unwrap()).unwrap();
}
