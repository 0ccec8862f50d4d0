//! API tokens: shown once, bound to an organisation, perhaps only for reading.

use chrono::TimeDelta;
use jiaxiu::kernel::Role;
use serde_json::json;

use super::fields;

crate::on_both! {
    async fn a_token_acts_for_its_organisation_only(app: TestApp) {
        let owner = app.owner("university").await;
        let made = owner.post("/api-tokens", json!({ "name": "nightly import" })).await.expect(201);
        let secret = made["token"].as_str().unwrap();
        assert!(secret.starts_with("jx_"));
        assert_eq!(made["api_token"]["organisation"], json!(owner.organisation));
        let program = app.anonymous().with_token(secret);
        let me = program.get("/me").await.expect(200);
        assert_eq!(me["organisation"], json!(owner.organisation));
        // Not for another one of hers, not for her account itself.
        let second = owner.post("/organisations", json!({ "kind": "fund", "name": { "zh": "基金" } })).await.expect(201);
        program.acting_for(second["id"].as_str().unwrap()).get("/me").await.refused(403, "no_such_membership");
        program.post("/api-tokens", json!({ "name": "child" })).await.refused(403, "forbidden");
        program.get("/api-tokens").await.refused(403, "forbidden");
        program.get("/sessions").await.refused(403, "forbidden");
        program.post("/me/totp", json!({})).await.refused(403, "forbidden");
        program.post("/me/password", json!({ "current": "x", "password": "y" })).await.refused(403, "forbidden");
        program.delete_with("/me", json!({ "password": "x" })).await.refused(403, "forbidden");
        program.post("/organisations", json!({ "kind": "fund", "name": { "zh": "基金" } })).await.refused(403, "forbidden");
        let list = owner.get("/api-tokens").await.expect(200);
        assert_eq!(list["items"][0]["name"], "nightly import");
        assert!(list["items"][0]["last_used_at"].is_string());
        assert!(!list.to_string().contains(secret) && !list.to_string().contains("hash"));
        let path = format!("/api-tokens/{}", made["api_token"]["id"].as_str().unwrap());
        app.owner("fund").await.delete(&path).await.refused(404, "not_found");
        app.anonymous().delete(&path).await.refused(401, "unauthenticated");
        program.delete(&path).await.refused(403, "forbidden");
        owner.delete(&path).await.expect(204);
        program.get("/me").await.refused(401, "session_over");
        owner.delete(&path).await.refused(404, "not_found");
        assert_eq!(owner.get("/api-tokens").await.expect(200)["items"], json!([]));
    }
}

crate::on_both! {
    async fn a_reading_token_changes_nothing_and_every_token_ends(app: TestApp) {
        let owner = app.owner("university").await;
        let until = app.clock().now() + TimeDelta::days(2);
        let made = owner.post("/api-tokens", json!({ "name": "dashboard", "read_only": true, "expires_at": until })).await.expect(201);
        let program = app.anonymous().with_token(made["token"].as_str().unwrap());
        program.get("/me").await.expect(200);
        program.patch("/me", 1, json!({ "display_name": "x" })).await.refused(403, "forbidden");
        program.patch(&format!("/organisations/{}", owner.organisation), 1, json!({ "website": null })).await.refused(403, "forbidden");
        app.advance(TimeDelta::days(2)).await;
        program.get("/me").await.refused(401, "session_over");
    }
}

crate::on_both! {
    async fn bad_tokens_are_refused(app: TestApp) {
        let owner = app.owner("university").await;
        let now = app.clock().now();
        for (bad, field) in [
            (json!({ "name": "" }), "name"),
            (json!({ "name": "x".repeat(101) }), "name"),
            (json!({ "name": "x", "expires_at": now }), "expires_at"),
            (json!({ "name": "x", "expires_at": now + TimeDelta::days(367) }), "expires_at"),
        ] {
            assert_eq!(fields(&owner.post("/api-tokens", bad).await.refused(422, "validation")), [field]);
        }
        app.anonymous().post("/api-tokens", json!({ "name": "x" })).await.refused(401, "unauthenticated");
        app.anonymous().get("/api-tokens").await.refused(401, "unauthenticated");
        app.anonymous().with_token("jx_nothing").get("/me").await.refused(401, "session_over");
        // A viewer's token can do what a viewer can.
        let viewer = app.colleague(&owner, Role::Viewer).await;
        let made = viewer.post("/api-tokens", json!({ "name": "mine" })).await.expect(201);
        let program = app.anonymous().with_token(made["token"].as_str().unwrap());
        program.patch(&format!("/organisations/{}", owner.organisation), 1, json!({ "website": null })).await.refused(403, "forbidden");
    }
}
