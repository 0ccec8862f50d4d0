//! Import, search by HTTP, and the quality of answers, on real collections.
//!
//! Reads `../shared/data` (or the directory that `JIAXIU_DATA` names) and says so where it isn't. Import and memory are the
//! real program's; latency is one client's over HTTP, beside the engine asked in-process on the same index.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)] // a benchmark that can't go on has nothing to say

#[path = "../support/convert.rs"]
mod convert;
mod latency;
mod program;
mod quality;
#[allow(dead_code)] // the table of ratios is for rates
#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};

use serde_json::json;

fn data() -> PathBuf {
    let given = std::env::var_os("JIAXIU_DATA").map(PathBuf::from);
    given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"))
}

fn main() {
    let data = data();
    let patents = data.join("patents/us_patents.jsonl.gz");
    if !patents.exists() {
        println!("search: skipped, there is no {} (set JIAXIU_DATA)", patents.display());
        return;
    }
    let work = tempfile::tempdir_in(support::directory()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut table = Vec::new();

    let listings = work.path().join("listings.jsonl");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&listings).unwrap());
    convert::convert(&patents, &mut out).unwrap();
    std::io::Write::flush(&mut out).unwrap();
    let home = work.path().join("home");
    let import = program::import(&home, &listings);
    table.push((format!("import and publish {} listings", import.count), format!("{:.1} s", import.seconds), "≤ 40 s"));
    table.push(("  most resident memory of the import".to_owned(), format!("{} MB", import.peak_mb), "flat"));

    let server = program::Server::start(&home);
    table.push(("start to ready, with those listings".to_owned(), format!("{:.0} ms", server.ready_ms), "≤ 300 ms"));
    table.push(("  idle RssAnon".to_owned(), format!("{} MB", server.rss_anon_mb()), "≤ 80 MB"));
    let queries = latency::queries(&listings, 2_000);
    let http = latency::http(&server.address, &queries);
    drop(server);
    let engine = runtime.block_on(latency::engine(&home, &queries));
    table.push(("search by HTTP, one client, p50 / p99".to_owned(), http.to_string(), "≤ 2 / 6 ms"));
    table.push(("  the engine in-process, p50 / p99".to_owned(), engine.to_string(), "peer"));

    for (set, english, gate) in [("cranfield", true, "≥ .39"), ("zh-title-abstract", false, "≥ .965")] {
        let home = work.path().join(set);
        let score = runtime.block_on(quality::ndcg(&home, &data.join("search").join(set), english));
        table.push((format!("nDCG@10 {set}"), format!("{score:.3}"), gate));
    }

    println!("\n| what | measured | gate |\n|---|---|---|");
    for (what, measured, gate) in &table {
        println!("| {what} | {measured} | {gate} |");
    }
    let rows: Vec<_> = table
        .iter()
        .map(|(what, measured, gate)| json!({ "what": what.trim(), "measured": measured, "gate": gate }))
        .collect();
    let report = json!({ "machine": support::machine(), "rows": rows });
    std::fs::write(support::directory().join("search.json"), serde_json::to_string_pretty(&report).unwrap()).unwrap();
}
