//! TOTP: set up, confirmed, asked for at sign-in, good once.

use chrono::TimeDelta;
use jiaxiu::identity::totp;
use serde_json::json;

use super::{PASSWORD, credentials, fields, newcomer};
use crate::support::{Client, TestApp};

pub fn code(app: &TestApp, secret: &str) -> String {
    totp::code(secret, app.clock().now()).unwrap()
}

/// Sets up the second factor of a signed-in account; returns its secret.
pub async fn set_up(app: &TestApp, client: &Client) -> String {
    let out = client.post("/me/totp", json!({})).await.expect(201);
    let secret = out["secret"].as_str().unwrap().to_owned();
    client.post("/me/totp/confirm", json!({ "code": code(app, &secret) })).await.expect(200);
    secret
}

crate::on_both! {
    async fn a_code_is_asked_for_and_works_once(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let out = lin.post("/me/totp", json!({})).await.expect(201);
        let secret = out["secret"].as_str().unwrap();
        assert!(out["uri"].as_str().unwrap().starts_with("otpauth://totp/"), "{out}");
        // Not in force before it is confirmed.
        app.anonymous().post("/sessions", credentials("lin@example.org")).await.expect(201);
        let wrong = lin.post("/me/totp/confirm", json!({ "code": "000000" })).await.refused(422, "validation");
        assert_eq!(fields(&wrong), ["code"]);
        let used = code(&app, secret);
        let account = lin.post("/me/totp/confirm", json!({ "code": used })).await.expect(200);
        assert_eq!(account["second_factor"], true);
        lin.post("/me/totp", json!({})).await.refused(409, "totp_enabled");
        lin.post("/me/totp/confirm", json!({ "code": used })).await.refused(409, "totp_enabled");
        app.anonymous().post("/sessions", credentials("lin@example.org")).await.refused(401, "totp_required");
        let with = |code: &str| json!({ "email": "lin@example.org", "password": PASSWORD, "totp": code });
        // The code that confirmed it is spent.
        app.anonymous().post("/sessions", with(&used)).await.refused(401, "wrong_credentials");
        app.advance(TimeDelta::seconds(30)).await;
        let next = code(&app, secret);
        let mut bad = with(&next);
        bad["password"] = json!("wrong-password-here");
        app.anonymous().post("/sessions", bad).await.refused(401, "wrong_credentials");
        app.anonymous().post("/sessions", with(&next)).await.expect(201);
        app.anonymous().post("/sessions", with(&next)).await.refused(401, "wrong_credentials");
        app.advance(TimeDelta::seconds(90)).await;
        app.anonymous().post("/sessions", with(&next)).await.refused(401, "wrong_credentials");
    }
}

crate::on_both! {
    async fn one_code_opens_one_session_however_many_ask_at_once(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let secret = set_up(&app, &lin).await;
        app.advance(TimeDelta::seconds(30)).await;
        let input = json!({ "email": "lin@example.org", "password": PASSWORD, "totp": code(&app, &secret) });
        let nobody = app.anonymous();
        let answers = futures::future::join_all((0..6).map(|_| nobody.post("/sessions", input.clone()))).await;
        let opened = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(opened, 1);
        assert!(answers.iter().all(|answer| answer.status == 201 || answer.body["code"] == "wrong_credentials"));
    }
}

crate::on_both! {
    async fn it_is_removed_by_a_code_or_the_password(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        lin.delete_with("/me/totp", json!({ "password": PASSWORD })).await.refused(404, "not_found");
        lin.post("/me/totp/confirm", json!({ "code": "123456" })).await.refused(404, "not_found");
        let secret = set_up(&app, &lin).await;
        let nothing = lin.delete_with("/me/totp", json!({})).await.refused(422, "validation");
        assert_eq!(fields(&nothing), ["code"]);
        let spent = code(&app, &secret);
        lin.delete_with("/me/totp", json!({ "code": spent })).await.refused(422, "validation");
        let wrong = lin.delete_with("/me/totp", json!({ "password": "nope" })).await.refused(422, "validation");
        assert_eq!(fields(&wrong), ["password"]);
        app.advance(TimeDelta::seconds(30)).await;
        let account = lin.delete_with("/me/totp", json!({ "code": code(&app, &secret) })).await.expect(200);
        assert_eq!(account["second_factor"], false);
        app.anonymous().post("/sessions", credentials("lin@example.org")).await.expect(201);
        set_up(&app, &lin).await;
        lin.delete_with("/me/totp", json!({ "password": PASSWORD })).await.expect(200);
        {
            let client = app.anonymous();
            client.post("/me/totp", json!({})).await.refused(401, "unauthenticated");
            client.post("/me/totp/confirm", json!({ "code": "1" })).await.refused(401, "unauthenticated");
            client.delete_with("/me/totp", json!({ "code": "1" })).await.refused(401, "unauthenticated");
        }
    }
}
