//! The operator's people: made by the command line or the first link, powerless without a second factor.

use chrono::TimeDelta;
use jiaxiu::{
    identity::{
        commands::{CreateOperator, OperatorMade, create_operator},
        first_operator_link,
    },
    kernel::{Result, Role},
    platform::db::Origin,
};
use serde_json::json;

use super::{
    PASSWORD, credentials, fields, newcomer,
    second_factor::{code, set_up},
};
use crate::support::{Client, TestApp};

async fn create(app: &TestApp, email: &str, role: Option<Role>) -> Result<OperatorMade> {
    let input = CreateOperator {
        email: email.to_owned(),
        name: None,
        role,
        installation: "Test Exchange".to_owned(),
        public_url: "http://127.0.0.1:8080".to_owned(),
    };
    let db = &app.services().db;
    db.run(Origin::system("command line"), input, |ctx, input| Box::pin(create_operator(ctx, input))).await
}

async fn sign_in(app: &TestApp, email: &str, totp: Option<String>) -> Client {
    let mut input = credentials(email);
    input["totp"] = json!(totp);
    let session = app.anonymous().post("/sessions", input).await.expect(201);
    app.anonymous().with_token(session["access_token"].as_str().unwrap())
}

crate::on_both! {
    async fn from_the_command_line_to_acting(app: TestApp) {
        let made = create(&app, "Clerk@Exchange.org", None).await.unwrap();
        assert_eq!(made.role, Role::Owner, "the first owns it");
        assert!(made.link.ends_with(&made.token), "{}", made.link);
        app.anonymous().post("/sessions", credentials("clerk@exchange.org")).await.refused(401, "wrong_credentials");
        let input = json!({ "token": made.token, "password": PASSWORD });
        let account = app.anonymous().post("/accounts/reset/confirm", input).await.expect(200);
        assert_eq!(account["email_verified"], true);
        // Without a second factor she is nobody yet, and is told why.
        let first = sign_in(&app, "clerk@exchange.org", None).await;
        let me = first.get("/me").await.expect(200);
        assert_eq!(me["memberships"].as_array().unwrap().len(), 1, "no personal organisation for the operator's");
        assert_eq!((&me["organisation"], &me["needs_second_factor"], &me["second_factor_missing"]), (&json!(null), &json!(true), &json!(true)));
        let operator = me["memberships"][0]["id"].as_str().unwrap().to_owned();
        for client in [first.clone(), first.acting_for(&operator)] {
            client.get("/mandates").await.refused(403, "second_factor_required");
            client.post("/api-tokens", json!({ "name": "x" })).await.refused(403, "second_factor_required");
            client.get(&format!("/organisations/{operator}/members")).await.refused(403, "second_factor_required");
        }
        let stranger = app.unverified("fund").await;
        first.get(&format!("/organisations/{}", stranger.organisation)).await.refused(404, "not_found");
        let secret = set_up(&app, &first).await;
        app.anonymous().post("/sessions", credentials("clerk@exchange.org")).await.refused(401, "totp_required");
        app.advance(TimeDelta::seconds(30)).await;
        let clerk = sign_in(&app, "clerk@exchange.org", Some(code(&app, &secret))).await;
        clerk.get(&format!("/organisations/{}", stranger.organisation)).await.expect(200);
        assert_eq!(clerk.get("/me").await.expect(200)["organisation"], json!(operator));
        // Removing the factor takes the powers of every session and token with it.
        let token = clerk.post("/api-tokens", json!({ "name": "cron" })).await.expect(201);
        let program = app.anonymous().with_token(token["token"].as_str().unwrap());
        program.get("/mandates").await.expect(200);
        clerk.delete_with("/me/totp", json!({ "password": PASSWORD })).await.expect(200);
        clerk.get("/mandates").await.refused(403, "second_factor_required");
        program.get("/mandates").await.refused(403, "second_factor_required");
    }
}

crate::on_both! {
    async fn roles_of_the_operators_people(app: TestApp) {
        let refused = create(&app, "first@exchange.org", Some(Role::Clerk)).await.unwrap_err();
        assert_eq!(refused.field_errors()[0].field, "role");
        create(&app, "first@exchange.org", None).await.unwrap();
        assert_eq!(create(&app, "second@exchange.org", None).await.unwrap().role, Role::Clerk);
        assert_eq!(create(&app, "third@exchange.org", Some(Role::Approver)).await.unwrap().role, Role::Approver);
        assert_eq!(create(&app, "third@exchange.org", Some(Role::Auditor)).await.unwrap().role, Role::Auditor);
        let refused = create(&app, "fourth@exchange.org", Some(Role::Viewer)).await.unwrap_err();
        assert_eq!(refused.field_errors()[0].field, "role");
        let refused = create(&app, "no address", None).await.unwrap_err();
        assert_eq!(refused.field_errors()[0].field, "email");
        let refused = create(&app, "first@exchange.org", Some(Role::Clerk)).await.unwrap_err();
        assert_eq!(refused.code().name, "last_owner");
        // Somebody who trades here may join; her own organisation stays hers.
        let lin = newcomer(&app, "lin@example.org").await;
        let made = create(&app, "lin@example.org", None).await.unwrap();
        let me = lin.get("/me").await.expect(200);
        assert_eq!(me["account"]["id"], json!(made.account));
        assert_eq!(me["memberships"].as_array().unwrap().len(), 2);
        let operators = entity::organisation::Entity::find().all(app.services().db.read()).await.unwrap();
        assert_eq!(operators.iter().filter(|row| row.kind == "operator").count(), 1);
    }
}

use sea_orm::EntityTrait;

crate::on_both! {
    async fn the_first_link_makes_the_first_operator_once(app: TestApp) {
        let old = first_operator_link(app.services()).await.unwrap().unwrap();
        let link = first_operator_link(app.services()).await.unwrap().unwrap();
        let token = |link: &str| link.split_once("token=").unwrap().1.to_owned();
        let input = |token: String| json!({ "token": token, "email": "op@exchange.org", "password": PASSWORD, "display_name": "Op" });
        let path = "/accounts/first-operator";
        app.anonymous().post(path, input(token(&old))).await.refused(422, "link_not_valid");
        app.anonymous().post(path, input("made-up".to_owned())).await.refused(422, "link_not_valid");
        let mut bad = input(token(&link));
        bad["email"] = json!("op");
        bad["password"] = json!("short");
        assert_eq!(fields(&app.anonymous().post(path, bad).await.refused(422, "validation")), ["email", "password"]);
        let account = app.anonymous().post(path, input(token(&link))).await.expect(201);
        assert_eq!(account["email_verified"], true);
        app.anonymous().post(path, input(token(&link))).await.refused(422, "link_not_valid");
        assert_eq!(first_operator_link(app.services()).await.unwrap(), None);
        let me = sign_in(&app, "op@exchange.org", None).await.get("/me").await.expect(200);
        assert_eq!((&me["memberships"][0]["kind"], &me["memberships"][0]["role"]), (&json!("operator"), &json!("owner")));
        // The exchange keeps its operator.
        let op = sign_in(&app, "op@exchange.org", None).await;
        op.delete_with("/me", json!({ "password": PASSWORD })).await.refused(409, "last_owner");
    }
}
