//! Mandates, through HTTP.

use serde_json::{Value, json};

use crate::support::Person;

fn terms(principal: &Person) -> Value {
    json!({
        "principal": principal.organisation,
        "scope": "all",
        "side": "supply",
        "commission": { "bps": 300, "min": { "minor": 100_000, "currency": "CNY" } },
        "may_act": true,
        "valid_until": "2027-03-01T00:00:00Z",
    })
}

crate::on_both! {
    async fn both_sides_agree_and_either_ends_it(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let mandate = broker.post("/mandates", terms(&holder)).await.expect(201);
        assert_eq!(mandate["state"], "proposed");
        assert_eq!(mandate["allowed_actions"], json!(["end"]));
        let path = format!("/mandates/{}", mandate["id"].as_str().unwrap());
        broker.post(&format!("{path}/actions/accept"), json!({ "version": 1 })).await.refused(403, "forbidden");
        let seen = holder.get(&path).await.expect(200);
        assert_eq!(seen["allowed_actions"], json!(["accept", "decline"]));
        holder.post(&format!("{path}/actions/accept"), json!({ "version": 7 })).await.refused(409, "stale_version");
        let agreed = holder.post(&format!("{path}/actions/accept"), json!({ "version": 1 })).await.expect(200);
        assert_eq!((agreed["state"].as_str(), agreed["version"].as_i64()), (Some("active"), Some(2)));
        holder.post(&format!("{path}/actions/accept"), json!({ "version": 2 })).await.refused(409, "not_allowed_now");
        let ended = holder.post(&format!("{path}/actions/end"), json!({ "version": 2 })).await.expect(200);
        assert_eq!(ended["state"], "ended");
        assert_eq!(ended["allowed_actions"], json!([]));
    }
}

crate::on_both! {
    async fn strangers_find_nothing(app: TestApp) {
        let (broker, holder, stranger) = (app.owner("intermediary").await, app.owner("university").await, app.owner("fund").await);
        let mandate = broker.post("/mandates", terms(&holder)).await.expect(201);
        let path = format!("/mandates/{}", mandate["id"].as_str().unwrap());
        stranger.get(&path).await.refused(404, "not_found");
        stranger.post(&format!("{path}/actions/accept"), json!({ "version": 1 })).await.refused(404, "not_found");
        assert_eq!(stranger.get("/mandates").await.expect(200)["items"], json!([]));
        app.anonymous().get(&path).await.refused(401, "unauthenticated");
        let auditor = app.operator(jiaxiu::kernel::Role::Auditor).await;
        assert_eq!(auditor.get(&path).await.expect(200)["id"], mandate["id"]);
        auditor.post(&format!("{path}/actions/end"), json!({ "version": 1 })).await.refused(403, "forbidden");
    }
}

crate::on_both! {
    async fn bad_terms_are_named_all_at_once(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let mut bad = terms(&holder);
        bad["commission"] = json!({ "bps": 3001, "min": { "minor": -1, "currency": "CNY" }, "cap": { "minor": 1, "currency": "USD" } });
        bad["valid_until"] = json!("2020-01-01T00:00:00Z");
        let problem = broker.post("/mandates", bad).await.refused(422, "validation");
        let fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["commission.bps", "commission.min.minor", "commission.cap.currency", "valid_until"]);
        let mut unknown = terms(&holder);
        unknown["colour"] = json!("red");
        broker.post("/mandates", unknown).await.refused(422, "validation");
        holder.post("/mandates", terms(&holder)).await.refused(422, "validation");
        let fund = app.owner("fund").await;
        fund.post("/mandates", terms(&holder)).await.refused(422, "not_an_intermediary");
        app.unverified("intermediary").await.post("/mandates", terms(&holder)).await.refused(403, "organisation_not_verified");
    }
}

crate::on_both! {
    async fn the_same_key_is_carried_out_once(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let first = broker.post_once("/mandates", "k-1", terms(&holder)).await.expect(201);
        let again = broker.post_once("/mandates", "k-1", terms(&holder)).await.expect(201);
        assert_eq!(first, again);
        let mut other = terms(&holder);
        other["may_act"] = json!(false);
        broker.post_once("/mandates", "k-1", other).await.refused(422, "idempotency_mismatch");
        assert_eq!(broker.get("/mandates").await.expect(200)["items"].as_array().unwrap().len(), 1);
    }
}

crate::on_both! {
    async fn pages_follow_each_other(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        for _ in 0..5 {
            broker.post("/mandates", terms(&holder)).await.expect(201);
        }
        let first = broker.get("/mandates?limit=3").await.expect(200);
        let rest = broker.get(&format!("/mandates?limit=3&cursor={}", first["next"].as_str().unwrap())).await.expect(200);
        assert_eq!(rest["next"], Value::Null);
        let mut ids: Vec<_> = [&first, &rest].iter().flat_map(|page| page["items"].as_array().unwrap().clone()).map(|m| m["id"].clone()).collect();
        ids.dedup();
        assert_eq!(ids.len(), 5);
        broker.get("/mandates?limit=101").await.refused(422, "validation");
        broker.get("/mandates?cursor=nonsense").await.refused(422, "validation");
    }
}
