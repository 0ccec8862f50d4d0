//! Organisations: founded, edited, verified, suspended.

use jiaxiu::kernel::Role;
use serde_json::{Value, json};

use super::{fields, newcomer};
use crate::support::{Answer, Client, TestApp};

const USCC: &str = "9144030071526726XG";

fn firm() -> Value {
    json!({
        "kind": "enterprise",
        "name": { "zh": "黔材科技", "en": "Qiancai Materials" },
        "uscc": " 9144030071526726xg",
        "region": "cn-gz",
        "sector": "new_materials",
        "stage": "growth",
        "staff": 120,
        "profile": { "zh": "做材料的。" },
        "website": "https://qiancai.example",
    })
}

async fn found(client: &Client, input: Value) -> (Client, String) {
    let made = client.post("/organisations", input).await.expect(201);
    let id = made["id"].as_str().unwrap();
    (client.acting_for(id), format!("/organisations/{id}"))
}

async fn act(client: &Client, path: &str, action: &str, version: i64) -> Answer {
    let input = match action {
        "reject" | "suspend" => json!({ "version": version, "reason": "papers do not match" }),
        _ => json!({ "version": version }),
    };
    client.post(&format!("{path}/actions/{action}"), input).await
}

crate::on_both! {
    async fn from_founding_to_verified_and_back(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let made = lin.post("/organisations", firm()).await.expect(201);
        assert_eq!((&made["uscc"], &made["region"], &made["state"]), (&json!(USCC), &json!("CN-GZ"), &json!("unverified")));
        assert_eq!(made["allowed_actions"], json!(["request_verification"]));
        let path = format!("/organisations/{}", made["id"].as_str().unwrap());
        // With two organisations she says for which she acts.
        lin.get("/mandates").await.refused(403, "organisation_required");
        let lin = lin.acting_for(made["id"].as_str().unwrap());
        let clerk = app.operator(Role::Clerk).await;
        act(&clerk, &path, "verify", 1).await.refused(409, "not_allowed_now");
        act(&lin, &path, "request_verification", 2).await.refused(409, "stale_version");
        let asked = act(&lin, &path, "request_verification", 1).await.expect(200);
        assert_eq!((&asked["state"], &asked["version"], &asked["allowed_actions"]), (&json!("requested"), &json!(2), &json!([])));
        assert_eq!(clerk.get("/organisations?state=requested").await.expect(200)["items"][0]["id"], made["id"]);
        assert_eq!(clerk.get(&path).await.expect(200)["allowed_actions"], json!(["verify", "reject"]));
        act(&lin, &path, "verify", 2).await.refused(403, "forbidden");
        let rejected = act(&clerk, &path, "reject", 2).await.expect(200);
        assert_eq!((&rejected["state"], &rejected["state_reason"]), (&json!("rejected"), &json!("papers do not match")));
        assert_eq!(lin.get(&path).await.expect(200)["state_reason"], "papers do not match");
        act(&lin, &path, "request_verification", 3).await.expect(200);
        let verified = act(&clerk, &path, "verify", 4).await.expect(200);
        assert_eq!((&verified["state"], &verified["state_reason"]), (&json!("verified"), &Value::Null));
        assert!(verified["verified_at"].is_string());
        // A change of profile costs nothing; a change of name is another verification.
        let edited = lin.patch(&path, 5, json!({ "staff": 121, "website": null })).await.expect(200);
        assert_eq!((&edited["state"], &edited["staff"], &edited["website"]), (&json!("verified"), &json!(121), &Value::Null));
        let same = lin.patch(&path, 6, json!({ "name": { "zh": "黔材科技", "en": "Qiancai Materials " } })).await.expect(200);
        assert_eq!(same["state"], "verified");
        let renamed = lin.patch(&path, 7, json!({ "name": { "zh": "黔材新科技" } })).await.expect(200);
        assert_eq!((&renamed["state"], &renamed["verified_at"]), (&json!("requested"), &Value::Null));
        act(&clerk, &path, "verify", 7).await.refused(409, "stale_version");
        act(&clerk, &path, "verify", 8).await.expect(200);
        let recoded = lin.patch(&path, 9, json!({ "uscc": "91330100799655058B" })).await.expect(200);
        assert_eq!(recoded["state"], "requested");
        let none = lin.patch(&path, 10, json!({ "uscc": null })).await.refused(422, "validation");
        assert_eq!(fields(&none), ["uscc"]);
        app.settle().await;
        let kinds = happened(&app, made["id"].as_str().unwrap()).await;
        assert_eq!(kinds, [
            "organisation.created", "organisation.verification_requested", "organisation.rejected",
            "organisation.verification_requested", "organisation.verified", "organisation.changed", "organisation.changed",
            "organisation.verification_requested", "organisation.verified", "organisation.verification_requested",
        ]);
    }
}

/// The kinds of the events about something, in their order.
async fn happened(app: &TestApp, subject: &str) -> Vec<String> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
    let about = entity::event::Entity::find().filter(entity::event::Column::Subject.eq(subject));
    let rows = about.order_by_asc(entity::event::Column::Position).all(app.services().db.read()).await.unwrap();
    rows.into_iter().map(|row| row.kind).collect()
}

crate::on_both! {
    async fn a_suspended_organisation_is_verified_no_more_at_once(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let clerk = app.operator(Role::Clerk).await;
        let path = format!("/organisations/{}", broker.organisation);
        let terms = json!({ "principal": holder.organisation, "scope": "all", "side": "supply",
            "commission": { "bps": 300 }, "may_act": false, "valid_until": "2027-03-01T00:00:00Z" });
        broker.post("/mandates", terms.clone()).await.expect(201);
        let silent = clerk.post(&format!("{path}/actions/suspend"), json!({ "version": 1, "reason": " " })).await.refused(422, "validation");
        assert_eq!(fields(&silent), ["reason"]);
        act(&clerk, &path, "suspend", 1).await.expect(200);
        broker.post("/mandates", terms.clone()).await.refused(403, "organisation_not_verified");
        // It is out of sight for others, and does not slip out of it under another name.
        holder.get(&path).await.refused(404, "not_found");
        broker.patch(&path, 2, json!({ "name": { "en": "Another" } })).await.refused(409, "not_allowed_now");
        act(&broker, &path, "request_verification", 2).await.refused(409, "not_allowed_now");
        act(&broker, &path, "reinstate", 2).await.refused(403, "forbidden");
        act(&clerk, &path, "reinstate", 2).await.expect(200);
        broker.post("/mandates", terms).await.expect(201);
    }
}

crate::on_both! {
    async fn who_may_see_and_do_what(app: TestApp) {
        let owner = app.owner("enterprise").await;
        let manager = app.colleague(&owner, Role::Manager).await;
        let member = app.colleague(&owner, Role::Member).await;
        let viewer = app.colleague(&owner, Role::Viewer).await;
        let (stranger, hidden) = (app.owner("fund").await, app.unverified("bank").await);
        let (clerk, auditor) = (app.operator(Role::Clerk).await, app.operator(Role::Auditor).await);
        let (path, secret) = (format!("/organisations/{}", owner.organisation), format!("/organisations/{}", hidden.organisation));
        // Reading.
        for insider in [&owner, &manager, &member, &viewer, &clerk, &auditor] {
            assert!(insider.get(&path).await.expect(200)["created_at"].is_string());
        }
        for outsider in [&stranger.client, &app.anonymous()] {
            let profile = outsider.get(&path).await.expect(200);
            for inside in ["uscc", "staff", "created_at", "verified_at", "state_reason"] {
                assert_eq!(profile[inside], Value::Null, "{inside}");
            }
            assert_eq!(profile["allowed_actions"], json!([]));
            outsider.get(&secret).await.refused(404, "not_found");
        }
        let seen = |answer: Value| answer["items"].as_array().unwrap().iter().any(|item| item["id"] == json!(hidden.organisation));
        assert!(!seen(stranger.get("/organisations?limit=100").await.expect(200)));
        assert!(!seen(app.anonymous().get("/organisations?limit=100").await.expect(200)));
        assert!(seen(auditor.get("/organisations?limit=100&state=unverified&kind=bank").await.expect(200)));
        assert!(seen(hidden.get("/organisations?limit=100").await.expect(200)));
        // Editing.
        let edit = json!({ "staff": 5 });
        app.anonymous().patch(&path, 1, edit.clone()).await.refused(401, "unauthenticated");
        for other in [&member, &viewer, &stranger, &clerk, &auditor] {
            other.patch(&path, 1, edit.clone()).await.refused(403, "forbidden");
        }
        stranger.patch(&secret, 1, edit.clone()).await.refused(404, "not_found");
        manager.patch(&path, 1, edit.clone()).await.expect(200);
        owner.patch(&path, 1, edit.clone()).await.refused(412, "precondition_failed");
        owner.patch(&path, 2, edit).await.expect(200);
        // Asking.
        app.anonymous().post(&format!("{secret}/actions/request_verification"), json!({ "version": 1 })).await.refused(401, "unauthenticated");
        for action in ["verify", "reject", "suspend", "reinstate"] {
            app.anonymous().post(&format!("{path}/actions/{action}"), json!({ "version": 3, "reason": "x" })).await.expect(if matches!(action, "verify" | "reinstate") { 422 } else { 401 });
            act(&app.anonymous(), &path, action, 3).await.refused(401, "unauthenticated");
            for other in [&owner, &manager, &member, &viewer, &stranger, &auditor] {
                let answer = act(other, &path, action, 3).await;
                let code = answer.body["code"].as_str().unwrap().to_owned();
                let own = [&owner, &manager].iter().any(|p| p.account == other.account);
                let expected = if own && matches!(action, "verify" | "reject" | "reinstate") { "not_allowed_now" } else { "forbidden" };
                assert_eq!(code, expected, "{action}");
            }
            act(&stranger, &secret, action, 1).await.refused(404, "not_found");
        }
        act(&member, &path, "request_verification", 3).await.refused(403, "forbidden");
        // A person is in nobody's directory.
        let person = app.owner("individual").await;
        let own = format!("/organisations/{}", person.organisation);
        stranger.get(&own).await.refused(404, "not_found");
        person.get(&own).await.expect(200);
        clerk.get(&own).await.expect(200);
    }
}

crate::on_both! {
    async fn bad_organisations_are_named_field_by_field(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let bad = json!({
            "kind": "operator", "name": {}, "uscc": "9144030071526726XH", "region": "Guizhou",
            "staff": 10_000_001, "profile": { "en": "x".repeat(5_001) }, "website": "javascript:alert(1)",
        });
        let problem = lin.post("/organisations", bad).await.refused(422, "validation");
        assert_eq!(fields(&problem), ["kind", "name", "uscc", "region", "staff", "profile.en", "website"]);
        for (field, value) in [("sector", json!("coal")), ("stage", json!("ipo")), ("kind", json!("club")), ("colour", json!("red"))] {
            let mut odd = firm();
            odd[field] = value;
            lin.post("/organisations", odd).await.refused(422, "validation");
        }
        app.anonymous().post("/organisations", firm()).await.refused(401, "unauthenticated");
        // The code is somebody's, and nobody else's.
        let (owner, path) = found(&lin, firm()).await;
        let taken = lin.post("/organisations", firm()).await.refused(422, "validation");
        assert_eq!((fields(&taken), &taken["errors"][0]["code"]), (vec!["uscc"], &json!("taken")));
        let mut other = firm();
        other["uscc"] = Value::Null;
        let (plain, plain_path) = found(&lin, other).await;
        let needs = act(&plain, &plain_path, "request_verification", 1).await.refused(422, "validation");
        assert_eq!(fields(&needs), ["uscc"]);
        let taken = plain.patch(&plain_path, 1, json!({ "uscc": USCC })).await.refused(422, "validation");
        assert_eq!(fields(&taken), ["uscc"]);
        for (patch, field) in [
            (json!({ "name": {} }), "name"),
            (json!({ "uscc": "x" }), "uscc"),
            (json!({ "region": "C" }), "region"),
            (json!({ "staff": 10_000_001 }), "staff"),
            (json!({ "profile": { "zh": "字".repeat(5_001) } }), "profile.zh"),
            (json!({ "website": "https://x y" }), "website"),
        ] {
            assert_eq!(fields(&owner.patch(&path, 1, patch).await.refused(422, "validation")), [field]);
        }
        owner.patch(&path, 1, json!({ "kind": "fund" })).await.refused(422, "validation");
        // A person needs no code.
        let me = lin.get("/me").await.expect(200);
        let own = me["memberships"].as_array().unwrap().iter().find(|own| own["kind"] == "individual").unwrap()["id"].as_str().unwrap();
        act(&lin.acting_for(own), &format!("/organisations/{own}"), "request_verification", 1).await.expect(200);
    }
}

crate::on_both! {
    async fn nobody_decides_over_her_own(app: TestApp) {
        let clerk = app.operator(Role::Clerk).await;
        let operator = format!("/organisations/{}", clerk.organisation);
        let chief = app.operator(Role::Owner).await;
        act(&clerk, &operator, "suspend", 1).await.refused(403, "forbidden");
        act(&chief, &operator, "suspend", 1).await.refused(403, "forbidden");
        // Renaming the exchange needs no verification.
        let renamed = chief.patch(&operator, 1, json!({ "name": { "en": "Exchange" } })).await.expect(200);
        assert_eq!(renamed["state"], "verified");
        // A clerk who founded a firm leaves its verification to a colleague.
        let mut input = firm();
        input["name"] = json!({ "en": "Own Firm" });
        let made = clerk.post("/organisations", input).await.expect(201);
        let path = format!("/organisations/{}", made["id"].as_str().unwrap());
        act(&clerk.acting_for(made["id"].as_str().unwrap()), &path, "request_verification", 1).await.expect(200);
        let refused = act(&clerk, &path, "verify", 2).await.refused(403, "forbidden");
        assert!(refused["detail"].as_str().unwrap().contains("colleague"));
        let approver = app.operator(Role::Approver).await;
        act(&approver, &path, "verify", 2).await.expect(200);
    }
}

crate::on_both! {
    async fn one_key_founds_one_organisation(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let own = lin.get("/me").await.expect(200)["organisation"].as_str().unwrap().to_owned();
        let lin = lin.acting_for(&own);
        let first = lin.post_once("/organisations", "found-1", firm()).await.expect(201);
        let again = lin.post_once("/organisations", "found-1", firm()).await.expect(201);
        assert_eq!(first, again);
        assert_eq!(lin.get("/me").await.expect(200)["memberships"].as_array().unwrap().len(), 2);
    }
}
