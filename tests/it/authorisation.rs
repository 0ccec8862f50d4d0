//! Who may do what: every operation of the API against every kind of caller. The outcome is a table that people read,
//! committed as `docs/authorisation.md`; `UPDATE=1` writes it anew.

use std::collections::BTreeMap;

use reqwest::Method;
use utoipa::openapi::{
    path::{HttpMethod, Operation},
    security::SecurityRequirement,
};

use crate::support::{Client, TestApp};

mod probes;
mod rules;
mod table;
mod world;

use probes::{Probe, Sent, probe};
use world::{ACTORS, World};

/// Said in the table where the caller passed authorisation.
const YES: &str = "yes";

/// What the API description says of an operation.
struct Described {
    id: String,
    tag: String,
    method: Method,
    path: String,
    /// Does it ask for a bearer token?
    secured: bool,
}

/// An operation, and what came of it for each of [`ACTORS`].
struct Row {
    operation: Described,
    outcomes: Vec<String>,
}

fn described() -> Vec<Described> {
    let document = jiaxiu::web::openapi::document();
    let mut all = Vec::new();
    for (path, item) in document.paths.paths {
        let methods: [(HttpMethod, Option<Operation>); 5] = [
            (HttpMethod::Get, item.get),
            (HttpMethod::Post, item.post),
            (HttpMethod::Put, item.put),
            (HttpMethod::Patch, item.patch),
            (HttpMethod::Delete, item.delete),
        ];
        for (method, operation) in methods {
            let Some(operation) = operation else { continue };
            all.push(Described {
                id: operation.operation_id.unwrap_or_else(|| panic!("{path} has an operation without an id")),
                tag: operation.tags.and_then(|tags| tags.first().cloned()).unwrap_or_default(),
                method: named(&method),
                path: path.trim_start_matches("/api/v1").to_owned(),
                secured: secured(&operation.security.unwrap_or_default()),
            });
        }
    }
    all.sort_by_key(turn);
    all
}

/// No scheme at all, or one that asks for nothing, lets everybody in.
fn secured(schemes: &[SecurityRequirement]) -> bool {
    let open = serde_json::json!({});
    !schemes.is_empty() && schemes.iter().all(|scheme| serde_json::to_value(scheme).unwrap() != open)
}

fn named(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
        _ => Method::GET,
    }
}

/// Looks come first and ends last, so that no probe takes away what a later one is about.
fn turn(operation: &Described) -> (u8, String) {
    let turn = match operation.id.as_str() {
        "end_current_session" => 9,
        "delete_me" => 8,
        "end_other_sessions" => 7,
        _ if operation.method == Method::GET => 0,
        _ if operation.method == Method::DELETE => 5,
        _ => 1,
    };
    (turn, operation.id.clone())
}

/// Sends a probe and says in a word whether authorisation let it pass.
async fn outcome(caller: &Client, operation: &Described, probe: Probe) -> String {
    let mut request = caller.request(operation.method.clone(), &probe.path);
    if operation.method == Method::POST {
        // Each its own: a key used for something else is refused before anything is asked.
        request = request.header("Idempotency-Key", format!("probe-{}", operation.id));
    }
    request = match probe.sent {
        Sent::Nothing => request,
        Sent::Json(body) => request.json(&body),
        Sent::Form(form) => request.multipart(form),
        Sent::Edit(body) => request.header("If-Match", "\"0\"").json(&body),
    };
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    // The body of a stream has no end: only refusals are read.
    if status < 400 {
        return YES.to_owned();
    }
    let body = response.text().await.unwrap();
    assert!(status < 500, "{}: {status} {body}", operation.id);
    let problem: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
    let code = problem["code"].as_str().unwrap_or_default();
    match (status, code) {
        // A wrong password is told only to who got as far as giving one.
        (401, "wrong_credentials" | "totp_required" | "passkey_refused") => YES.to_owned(),
        // Its state refuses before anybody's rights are asked about: says nothing of them.
        (409, "not_allowed_now") => "state".to_owned(),
        (401, "session_over") if !operation.secured => YES.to_owned(),
        // Found among what is one's own: it is the second factor that is missing, for everybody alike.
        (404, _) if operation.path.starts_with("/me/") && !operation.path.contains('{') => YES.to_owned(),
        (401 | 403 | 404, _) => status.to_string(),
        _ => YES.to_owned(),
    }
}

/// Every caller gets a world of its own: what one may do is not there any more for the next.
async fn rows(app: &TestApp) -> Vec<Row> {
    let mut rows: Vec<Row> = described().into_iter().map(|operation| Row { operation, outcomes: Vec::new() }).collect();
    for (number, actor) in ACTORS.iter().enumerate() {
        let world = World::build(app, number).await;
        let caller = world.caller(actor);
        for row in &mut rows {
            let id = &row.operation.id;
            let probe = probe(id, &world).unwrap_or_else(|| panic!("untested operation {id}"));
            row.outcomes.push(outcome(&caller, &row.operation, probe).await);
        }
    }
    rows
}

crate::on_both! {
    async fn the_table_is_what_happens(app: TestApp) {
        let rows = rows(&app).await;
        let broken = rules::broken(&rows);
        let written = table::written(&rows);
        table::compare(&written);
        assert!(broken.is_empty(), "\n{}", broken.join("\n"));
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let mut seen = BTreeMap::new();
    for operation in described() {
        let place = format!("{} {}", operation.method, operation.path);
        if let Some(other) = seen.insert(operation.id.clone(), place.clone()) {
            panic!("{} names both {other} and {place}", operation.id);
        }
    }
}
