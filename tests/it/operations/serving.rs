//! Start, stop, metrics.

use std::time::Duration;

use jiaxiu::config::Config;
use serde_json::json;

use crate::support::{Caller, Program, Running, TestDatabase, callers, free_address};

struct Installation {
    _data: tempfile::TempDir,
    program: Program,
    callers: Vec<Caller>,
}

async fn installation() -> Installation {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::sqlite(data.path());
    jiaxiu::app::migrate(&database.url).await.unwrap();
    let callers = callers(&database.url, &["intermediary", "university"]).await;
    Installation { program: Program::new(data.path(), &database.url), callers, _data: data }
}

async fn propose(running: &Running, callers: &[Caller]) -> reqwest::Result<reqwest::Response> {
    reqwest::Client::new()
        .post(running.url("/api/v1/mandates?secret=in-the-query"))
        .bearer_auth(&callers[0].token)
        .json(&json!({
            "principal": callers[1].organisation, "scope": "all", "side": "supply",
            "commission": { "bps": 100 }, "valid_until": "2029-01-01T00:00:00Z",
        }))
        .send()
        .await
}

async fn status(url: String) -> u16 {
    reqwest::get(url).await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_told_to_stop_says_so_serves_on_and_ends_cleanly() {
    let Installation { program, callers, _data } = installation().await;
    let (running, _) = program.set("JIAXIU__SHUTDOWN_DELAY_SECONDS", "2").serve().await;
    running.signal("TERM");
    let mut ready = 200;
    for _ in 0..100 {
        ready = status(running.url("/readyz")).await;
        if ready == 503 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!((ready, status(running.url("/healthz")).await), (503, 200));
    assert_eq!(propose(&running, &callers).await.unwrap().status(), 201);
    assert!(running.ended().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn open_streams_do_not_hold_a_stop_up() {
    let Installation { program, callers, _data } = installation().await;
    let (running, _) = program.serve().await;
    let url = running.url("/api/v1/stream");
    let stream = reqwest::Client::new().get(url).bearer_auth(&callers[0].token).send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let begun = std::time::Instant::now();
    running.signal("INT");
    assert!(running.ended().await.success());
    // The server would wait ten seconds for a request that does not end.
    assert!(begun.elapsed() < Duration::from_secs(8), "the stop waited for the stream: {:?}", begun.elapsed());
    assert!(stream.text().await.unwrap().contains(": open"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_the_process_at_once() {
    let Installation { program, _data, .. } = installation().await;
    let (running, _) = program.set("JIAXIU__SHUTDOWN_DELAY_SECONDS", "600").serve().await;
    running.signal("TERM");
    while status(running.url("/readyz")).await != 503 {}
    running.signal("TERM");
    assert!(!running.ended().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_have_a_port_of_their_own() {
    let Installation { program, callers, _data } = installation().await;
    let scraped = free_address();
    let (running, _) = program.set("JIAXIU__METRICS_BIND", &scraped.to_string()).serve().await;
    assert_eq!(propose(&running, &callers).await.unwrap().status(), 201);
    assert_eq!(status(running.url("/api/v1/nothing-here")).await, 404);
    assert_eq!(status(running.url("/metrics")).await, 404, "the metrics are public");
    let text = reqwest::get(format!("http://{scraped}/metrics")).await.unwrap().text().await.unwrap();
    for expected in [
        r#"jiaxiu_http_requests_total{method="POST",route="/api/v1/mandates",status="201"} 1"#,
        r#"route="unmatched",status="404"} 2"#,
        r#"jiaxiu_http_request_duration_seconds_bucket{method="POST",route="/api/v1/mandates",le="10"} 1"#,
        r#"jiaxiu_commands_total{operation="create_mandate",outcome="ok"} 1"#,
        "jiaxiu_commit_group_commands_count ",
        "jiaxiu_events_head ",
        r#"jiaxiu_jobs{state="dead"} 0"#,
        r#"jiaxiu_consumer_lag_events{consumer="search"}"#,
        "jiaxiu_resident_memory_bytes ",
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    assert!(!text.contains("in-the-query"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_directory_has_one_server() {
    let Installation { program, _data, .. } = installation().await;
    let (running, _) = program.serve().await;
    let second = Program { address: free_address(), ..program.clone() };
    let said = second.complaint(&["serve", "--bind", &second.address.to_string()]);
    assert!(said.contains("another jiaxiu serves"), "{said}");
    let taken = Program { data: program.data.join("elsewhere"), ..program.clone() };
    std::fs::create_dir(&taken.data).unwrap();
    let said = taken.complaint(&["serve", "--bind", &program.address.to_string()]);
    assert!(said.contains(&format!("bind {}", program.address)), "{said}");
    running.signal("TERM");
    assert!(running.ended().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_makes_what_it_needs() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("not/there/yet");
    let program = Program::new(&data, &TestDatabase::sqlite(&data).url);
    let (running, _) = program.serve().await;
    assert_eq!(status(running.url("/healthz")).await, 200);
    running.signal("TERM");
    assert!(running.ended().await.success());
    assert!(data.join("token.key").is_file());
}

#[test]
fn other_machines_are_served_by_https_only() {
    let config = |bind: &str, public_url: Option<&str>| Config {
        bind: bind.parse().unwrap(),
        public_url: public_url.map(str::to_owned),
        ..Config::default()
    };
    for (bind, public_url) in
        [("0.0.0.0:80", None), ("192.0.2.7:8080", Some("http://jiaxiu.example")), ("[::]:80", Some("https:/x"))]
    {
        let refused = config(bind, public_url).check_bind().unwrap_err().to_string();
        assert!(refused.contains(bind) && refused.contains("public_url"), "{refused}");
    }
    for (bind, public_url) in
        [("127.0.0.1:80", None), ("[::1]:80", Some("http://localhost")), ("0.0.0.0:80", Some("https://jiaxiu.example"))]
    {
        config(bind, public_url).check_bind().unwrap();
    }
}

#[tokio::test]
async fn a_server_that_would_be_open_to_all_does_not_start() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::new(data.path(), &TestDatabase::sqlite(data.path()).url);
    let said = program.complaint(&["serve", "--bind", "0.0.0.0:1"]);
    assert!(said.contains("set public_url to an https address"), "{said}");
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0, "it left something behind");
}
