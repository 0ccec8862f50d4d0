//! Mandates, through HTTP.

use serde_json::{Value, json};

use jiaxiu::kernel::Role;

use crate::{
    listings::{draft, published},
    support::Person,
};

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
        let auditor = app.operator(Role::Auditor).await;
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

crate::on_both! {
    async fn a_listing_in_scope_is_the_principals_own_to_supply_and_anothers_to_buy(app: TestApp) {
        let (broker, holder, other) = (app.owner("intermediary").await, app.owner("university").await, app.owner("fund").await);
        let listing = published(&app, &holder, draft("Heat pump")).await;
        let on = |principal: &Person, side: &str| {
            let mut scoped = terms(principal);
            scoped["scope"] = json!({ "listing": listing["id"] });
            scoped["side"] = json!(side);
            scoped
        };
        let agreed = broker.post("/mandates", on(&holder, "supply")).await.expect(201);
        assert_eq!(agreed["scope"], json!({ "listing": listing["id"] }));
        broker.post("/mandates", on(&other, "demand")).await.expect(201);
        for (principal, side) in [(&other, "supply"), (&holder, "demand")] {
            let problem = broker.post("/mandates", on(principal, side)).await.refused(422, "validation");
            assert_eq!(problem["errors"][0]["field"], "scope.listing", "{problem:#}");
        }
        let secret = holder.post("/listings", draft("Not out yet")).await.expect(201);
        let mut guessed = terms(&holder);
        guessed["scope"] = json!({ "listing": secret["id"] });
        broker.post("/mandates", guessed.clone()).await.refused(404, "not_found");
        guessed["principal"] = json!(null);
        guessed["intermediary"] = json!(broker.organisation);
        holder.post("/mandates", guessed).await.expect(201);
        let mut nowhere = terms(&holder);
        nowhere["scope"] = json!({ "listing": "lst_00000000000000000000000000000000" });
        broker.post("/mandates", nowhere).await.refused(404, "not_found");
    }
}

crate::on_both! {
    async fn both_sides_are_verified_and_the_exchange_is_no_side(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let novice = app.unverified("enterprise").await;
        let problem = broker.post("/mandates", terms(&novice)).await.refused(422, "validation");
        assert_eq!(problem["errors"][0]["field"], "principal");
        let doubtful = app.unverified("intermediary").await;
        let mut asked = terms(&holder);
        asked["principal"] = json!(null);
        asked["intermediary"] = json!(doubtful.organisation);
        let problem = holder.post("/mandates", asked).await.refused(422, "validation");
        assert_eq!(problem["errors"][0]["field"], "intermediary");
        let clerk = app.operator(Role::Clerk).await;
        broker.post("/mandates", terms(&clerk)).await.refused(422, "not_an_intermediary");
        let rival = app.owner("intermediary").await;
        broker.post("/mandates", terms(&rival)).await.refused(422, "not_an_intermediary");
        let mut nobody = terms(&holder);
        nobody["principal"] = json!("org_00000000000000000000000000000000");
        broker.post("/mandates", nobody).await.refused(404, "not_found");
        app.colleague(&broker, Role::Member).await.post("/mandates", terms(&holder)).await.refused(403, "forbidden");
        app.anonymous().post("/mandates", terms(&holder)).await.refused(401, "unauthenticated");
    }
}

crate::on_both! {
    async fn a_mandate_ends_with_its_last_moment(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let mut short = terms(&holder);
        short["valid_until"] = json!("2026-03-03T02:00:00Z");
        let active = broker.post("/mandates", short.clone()).await.expect(201);
        let open = broker.post("/mandates", short).await.expect(201);
        let path = |mandate: &Value| format!("/mandates/{}", mandate["id"].as_str().unwrap());
        holder.post(&format!("{}/actions/accept", path(&active)), json!({ "version": 1 })).await.expect(200);
        app.advance(chrono::Duration::hours(23)).await;
        assert_eq!(holder.get(&path(&active)).await.expect(200)["state"], "active");
        app.advance(chrono::Duration::hours(1)).await;
        for mandate in [&active, &open] {
            assert_eq!(holder.get(&path(mandate)).await.expect(200)["state"], "ended");
        }
        holder.post(&format!("{}/actions/accept", path(&open)), json!({ "version": 2 })).await.refused(409, "not_allowed_now");
    }
}

crate::on_both! {
    async fn the_directory_shows_verified_intermediaries_to_everybody(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        app.unverified("intermediary").await;
        let mandate = broker.post("/mandates", terms(&holder)).await.expect(201);
        let anyone = app.anonymous();
        let directory = anyone.get("/intermediaries").await.expect(200);
        assert_eq!(directory["items"].as_array().unwrap().len(), 1, "{directory:#}");
        let entry = &directory["items"][0];
        assert_eq!((entry["id"].as_str(), entry["active_mandates"].as_u64()), (Some(broker.organisation.to_string().as_str()), Some(0)));
        holder.post(&format!("/mandates/{}/actions/accept", mandate["id"].as_str().unwrap()), json!({ "version": 1 })).await.expect(200);
        let entry = anyone.get(&format!("/intermediaries/{}", broker.organisation)).await.expect(200);
        assert_eq!(entry["active_mandates"], 1);
        anyone.get(&format!("/intermediaries/{}", holder.organisation)).await.refused(404, "not_found");
        anyone.get("/intermediaries?limit=0").await.refused(422, "validation");
    }
}
