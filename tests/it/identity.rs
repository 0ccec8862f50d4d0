//! People as they come: sign-up, mails, password, profile, leaving; through HTTP.

use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp};

mod limits;
mod members;
mod operator;
mod organisations;
mod passkeys;
mod second_factor;
mod sessions;
mod tokens;

pub const PASSWORD: &str = "umbrella-tangent-57-crow";

pub fn credentials(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD })
}

/// Signs up; nothing is confirmed.
pub async fn sign_up(app: &TestApp, email: &str) -> Client {
    let mut input = credentials(email);
    input["display_name"] = json!("Lin Yue");
    input["locale"] = json!("en");
    app.anonymous().post("/accounts", input).await.expect(202);
    app.settle().await;
    sign_in(app, email).await
}

pub async fn sign_in(app: &TestApp, email: &str) -> Client {
    let session = app.anonymous().post("/sessions", credentials(email)).await.expect(201);
    app.anonymous().with_token(session["access_token"].as_str().unwrap())
}

/// The secret in the newest mail of a kind.
pub async fn mailed(client: &Client, kind: &str) -> String {
    let mails = client.get("/mail").await.expect(200);
    let mail = mails["items"].as_array().unwrap().iter().find(|mail| mail["kind"] == kind);
    let link = mail.unwrap_or_else(|| panic!("no {kind} in {mails:#}"))["links"][0].as_str().unwrap().to_owned();
    link.split_once("token=").unwrap().1.to_owned()
}

/// Signs up and confirms.
pub async fn newcomer(app: &TestApp, email: &str) -> Client {
    let client = sign_up(app, email).await;
    let token = mailed(&client, "verify_email").await;
    app.anonymous().post("/accounts/verify", json!({ "token": token })).await.expect(200);
    client
}

pub fn fields(answer: &Value) -> Vec<&str> {
    answer["errors"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect()
}

pub fn nothing_but_status(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.body.clone())
}

crate::on_both! {
    async fn from_sign_up_to_acting(app: TestApp) {
        let client = sign_up(&app, "Lin@Example.org ").await;
        let me = client.get("/me").await.expect(200);
        assert_eq!(me["account"]["email"], "lin@example.org");
        assert_eq!((&me["account"]["email_verified"], &me["memberships"]), (&json!(false), &json!([])));
        // Until then she looks after herself, and that is all.
        for path in ["/organisations", "/mandates", "/api-tokens"] {
            client.get(path).await.refused(403, "email_not_verified");
        }
        client.post("/organisations", json!({})).await.refused(403, "email_not_verified");
        client.get("/sessions").await.expect(200);
        let token = mailed(&client, "verify_email").await;
        let verified = app.anonymous().post("/accounts/verify", json!({ "token": token })).await.expect(200);
        assert_eq!(verified["account"]["email_verified"], true);
        assert_eq!(verified["organisation"]["kind"], "individual");
        assert_eq!(verified["organisation"]["name"], json!({ "en": "Lin Yue" }));
        app.anonymous().post("/accounts/verify", json!({ "token": token })).await.refused(422, "link_not_valid");
        let me = client.get("/me").await.expect(200);
        assert_eq!(me["organisation"], verified["organisation"]["id"]);
        assert_eq!(me["memberships"], json!([verified["organisation"]]));
        assert_eq!((&me["needs_second_factor"], &me["second_factor_missing"]), (&json!(false), &json!(false)));
        client.get("/organisations").await.expect(200);
    }
}

crate::on_both! {
    async fn nobody_learns_who_has_an_account(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let mut known = credentials("lin@example.org");
        known["display_name"] = json!("Somebody");
        let mut unknown = known.clone();
        unknown["email"] = json!("nobody@example.org");
        for (path, known, unknown) in [
            ("/accounts", known, unknown),
            ("/accounts/reset", json!({ "email": "lin@example.org" }), json!({ "email": "no@example.org" })),
            ("/accounts/verify/resend", json!({ "email": "lin@example.org" }), json!({ "email": "no@example.org" })),
        ] {
            let answers = [app.anonymous().post(path, known).await, app.anonymous().post(path, unknown).await];
            assert_eq!(nothing_but_status(&answers[0]), (202, json!("")), "{path}");
            assert_eq!(nothing_but_status(&answers[0]), nothing_but_status(&answers[1]), "{path}");
        }
        app.settle().await;
        let wrong = json!({ "email": "lin@example.org", "password": "not-the-password-1" });
        let no_one = json!({ "email": "no@example.org", "password": "not-the-password-1" });
        let a = app.anonymous().post("/sessions", wrong).await.refused(401, "wrong_credentials");
        let b = app.anonymous().post("/sessions", no_one).await.refused(401, "wrong_credentials");
        assert_eq!((&a["title"], &a["errors"], &a["detail"]), (&b["title"], &b["errors"], &b["detail"]));
        // The owner is told; her name and password are as they were.
        let mails = lin.get("/mail").await.expect(200);
        let kinds: Vec<&str> = mails["items"].as_array().unwrap().iter().map(|m| m["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"account_exists") && kinds.contains(&"reset_password"), "{kinds:?}");
        assert_eq!(kinds.iter().filter(|kind| **kind == "verify_email").count(), 1);
        assert_eq!(lin.get("/me").await.expect(200)["account"]["display_name"], "Lin Yue");
        sign_in(&app, "lin@example.org").await;
    }
}

crate::on_both! {
    async fn a_forgotten_password_is_set_anew(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let ask = || async { app.anonymous().post("/accounts/reset", json!({ "email": " LIN@example.org" })).await.expect(202) };
        ask().await;
        ask().await;
        app.settle().await;
        let resets = lin.get("/mail").await.expect(200);
        let count = resets["items"].as_array().unwrap().iter().filter(|m| m["kind"] == "reset_password").count();
        assert_eq!(count, 1, "asked twice within a minute, mailed once");
        let token = mailed(&lin, "reset_password").await;
        let confirm = |token: String, password: &'static str| {
            let app = app.clone();
            async move {
                let input = json!({ "token": token, "password": password });
                app.anonymous().post("/accounts/reset/confirm", input).await
            }
        };
        let weak = confirm(token.clone(), "password123").await.refused(422, "validation");
        assert_eq!(fields(&weak), ["password"]);
        confirm("made-up".to_owned(), "orchard-velvet-93-lamp").await.refused(422, "link_not_valid");
        app.advance(chrono::TimeDelta::seconds(1)).await;
        confirm(token.clone(), "orchard-velvet-93-lamp").await.expect(200);
        lin.get("/me").await.refused(401, "session_over");
        app.anonymous().post("/sessions", credentials("lin@example.org")).await.refused(401, "wrong_credentials");
        confirm(token, "another-kettle-31-moss").await.refused(422, "link_not_valid");
        app.advance(chrono::TimeDelta::seconds(1)).await;
        let input = json!({ "email": "lin@example.org", "password": "orchard-velvet-93-lamp" });
        let session = app.anonymous().post("/sessions", input).await.expect(201);
        let lin = app.anonymous().with_token(session["access_token"].as_str().unwrap());
        app.settle().await;
        assert_eq!(lin.get("/mail").await.expect(200)["items"][0]["kind"], "password_changed");
        // A link has its hour.
        app.advance(chrono::TimeDelta::minutes(2)).await;
        ask().await;
        app.settle().await;
        let late = mailed(&lin, "reset_password").await;
        app.advance(chrono::TimeDelta::minutes(61)).await;
        confirm(late, "another-kettle-31-moss").await.refused(422, "link_not_valid");
    }
}

crate::on_both! {
    async fn the_link_comes_again_and_a_reset_confirms_as_well(app: TestApp) {
        let lin = sign_up(&app, "lin@example.org").await;
        let first = mailed(&lin, "verify_email").await;
        app.advance(chrono::TimeDelta::hours(25)).await;
        app.anonymous().post("/accounts/verify", json!({ "token": first })).await.refused(422, "link_not_valid");
        app.anonymous().post("/accounts/verify/resend", json!({ "email": "lin@example.org" })).await.expect(202);
        app.settle().await;
        let lin = sign_in(&app, "lin@example.org").await;
        let again = mailed(&lin, "verify_email").await;
        assert_ne!(first, again);
        app.anonymous().post("/accounts/verify", json!({ "token": again })).await.expect(200);
        let wu = sign_up(&app, "wu@example.org").await;
        app.anonymous().post("/accounts/reset", json!({ "email": "wu@example.org" })).await.expect(202);
        app.settle().await;
        let token = mailed(&wu, "reset_password").await;
        let late = mailed(&wu, "verify_email").await;
        let account = app.anonymous().post("/accounts/reset/confirm", json!({ "token": token, "password": PASSWORD })).await.expect(200);
        assert_eq!(account["email_verified"], true);
        // The other link is of no use any more: there is one personal organisation.
        app.anonymous().post("/accounts/verify", json!({ "token": late })).await.refused(422, "link_not_valid");
        let wu = sign_in(&app, "wu@example.org").await;
        assert_eq!(wu.get("/me").await.expect(200)["memberships"].as_array().unwrap().len(), 1);
    }
}

crate::on_both! {
    async fn bad_input_is_named_all_at_once(app: TestApp) {
        let bad = json!({ "email": "not an address", "password": "short", "display_name": " " });
        let problem = app.anonymous().post("/accounts", bad).await.refused(422, "validation");
        assert_eq!(fields(&problem), ["email", "display_name", "password"]);
        app.anonymous().post("/accounts/reset", json!({ "email": "x" })).await.refused(422, "validation");
        app.anonymous().post("/accounts/reset", json!({ "mail": "x" })).await.refused(422, "validation");
        app.anonymous().post("/sessions", json!({ "email": "a@b.c" })).await.refused(422, "validation");
        let mut odd = credentials("a@example.org");
        odd["mode"] = json!("carrier-pigeon");
        app.anonymous().post("/sessions", odd).await.refused(422, "validation");
    }
}

crate::on_both! {
    async fn name_language_and_password_change(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let other = sign_in(&app, "lin@example.org").await;
        let changed = lin.patch("/me", 1, json!({ "display_name": "Lin Y.", "locale": "zh-CN" })).await.expect(200);
        assert_eq!((&changed["display_name"], &changed["locale"], &changed["version"]), (&json!("Lin Y."), &json!("zh-CN"), &json!(2)));
        lin.patch("/me", 1, json!({ "display_name": "Late" })).await.refused(412, "precondition_failed");
        lin.patch("/me", 2, json!({ "display_name": "" })).await.refused(422, "validation");
        lin.patch("/me", 2, json!({ "email": "x@example.org" })).await.refused(422, "validation");
        lin.send(lin.request(reqwest::Method::PATCH, "/me").json(&json!({}))).await.refused(428, "precondition_required");
        let change = |current: &str, new: &str| json!({ "current": current, "password": new });
        let wrong = lin.post("/me/password", change("nope", "orchard-velvet-93-lamp")).await.refused(422, "validation");
        assert_eq!(fields(&wrong), ["current"]);
        let weak = lin.post("/me/password", change(PASSWORD, "lin@example.org")).await.refused(422, "validation");
        assert_eq!(fields(&weak), ["password"]);
        app.advance(chrono::TimeDelta::seconds(1)).await;
        lin.post("/me/password", change(PASSWORD, "orchard-velvet-93-lamp")).await.expect(204);
        lin.get("/me").await.expect(200);
        other.get("/me").await.refused(401, "session_over");
        app.settle().await;
        // In the language she chose.
        assert!(lin.get("/mail").await.expect(200)["items"][0]["subject"].as_str().unwrap().contains("密码已更改"));
    }
}

crate::on_both! {
    async fn mails_are_ones_own_and_come_in_pages(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let wu = newcomer(&app, "wu@example.org").await;
        for _ in 0..3 {
            app.anonymous().post("/accounts/reset", json!({ "email": "lin@example.org" })).await.expect(202);
            app.advance(chrono::TimeDelta::minutes(1)).await;
        }
        let first = lin.get("/mail?limit=2").await.expect(200);
        let rest = lin.get(&format!("/mail?limit=2&cursor={}", first["next"].as_str().unwrap())).await.expect(200);
        let kinds: Vec<_> = [&first, &rest].iter().flat_map(|page| page["items"].as_array().unwrap()).map(|m| m["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["reset_password", "reset_password", "reset_password", "verify_email"]);
        assert_eq!(rest["next"], Value::Null);
        assert_eq!(wu.get("/mail").await.expect(200)["items"].as_array().unwrap().len(), 1);
        app.anonymous().get("/mail").await.refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn there_is_no_mail_to_read_where_it_is_sent() {
    let app = TestApp::configured(|config| config.mail.smtp_url = Some("smtp://127.0.0.1:1".to_owned())).await;
    let lin = app.owner("fund").await;
    lin.get("/mail").await.refused(404, "not_found");
    app.anonymous().get("/mail").await.refused(401, "unauthenticated");
    app.finish().await;
}

crate::on_both! {
    async fn everything_kept_is_handed_out_and_no_secret_is(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let token = lin.post("/api-tokens", json!({ "name": "export" })).await.expect(201);
        let secret = token["token"].as_str().unwrap();
        let export = lin.get("/me/export").await;
        assert!(export.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let export = export.expect(200);
        assert_eq!(export["account"]["email"], "lin@example.org");
        for (part, count) in [("memberships", 1), ("sessions", 1), ("api_tokens", 1), ("mails", 1)] {
            assert_eq!(export[part].as_array().unwrap().len(), count, "{part}");
        }
        assert_eq!(export["audit"][0]["operation"], "create_api_token");
        let text = export.to_string();
        assert!(!text.contains(secret) && !text.contains("$argon2") && !text.contains("hash"), "{text}");
        app.anonymous().get("/me/export").await.refused(401, "unauthenticated");
        app.anonymous().with_token(secret).get("/me/export").await.refused(403, "forbidden");
    }
}

crate::on_both! {
    async fn leaving_takes_the_person_and_leaves_the_books(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let id = lin.get("/me").await.expect(200)["account"]["id"].clone();
        let firm = lin.post("/organisations", json!({ "kind": "enterprise", "name": { "en": "Firm" } })).await.expect(201);
        let path = format!("/organisations/{}", firm["id"].as_str().unwrap());
        let owner = lin.acting_for(firm["id"].as_str().unwrap());
        let wu = newcomer(&app, "wu@example.org").await;
        owner.post(&format!("{path}/members"), json!({ "email": "wu@example.org", "role": "member" })).await.expect(202);
        app.settle().await;
        let invitation = mailed(&wu, "invitation").await;
        wu.post("/invitations/accept", json!({ "token": invitation })).await.expect(200);
        lin.send(lin.request(reqwest::Method::DELETE, "/me").json(&json!({ "password": "wrong" }))).await.refused(422, "validation");
        let problem = lin.delete_with("/me", json!({ "password": PASSWORD })).await.refused(409, "last_owner");
        assert!(problem["detail"].as_str().unwrap().contains(firm["id"].as_str().unwrap()));
        lin.get("/me").await.expect(200);
        let wu_id = wu.get("/me").await.expect(200)["account"]["id"].as_str().unwrap().to_owned();
        owner.patch(&format!("{path}/members/{wu_id}"), 1, json!({ "role": "owner" })).await.expect(200);
        lin.delete_with("/me", json!({ "password": PASSWORD })).await.expect(204);
        lin.get("/me").await.refused(401, "session_over");
        app.anonymous().post("/sessions", credentials("lin@example.org")).await.refused(401, "wrong_credentials");
        let members = wu.acting_for(firm["id"].as_str().unwrap()).get(&format!("{path}/members")).await.expect(200);
        assert_eq!(members["items"].as_array().unwrap().len(), 1);
        // Nothing of her is left; the address is free for somebody else.
        use sea_orm::EntityTrait;
        let db = app.services().db.read();
        let row = entity::account::Entity::find_by_id(id.as_str().unwrap().parse::<jiaxiu::kernel::id::AccountId>().unwrap().0).one(db).await.unwrap().unwrap();
        assert!(row.email.ends_with("@deleted.invalid") && row.display_name == "–" && row.password_hash == "!", "{row:?}");
        let mails = entity::mail::Entity::find().all(db).await.unwrap();
        assert!(mails.iter().all(|mail| mail.recipient != "lin@example.org"));
        // Her personal organisation speaks for nobody now.
        let clerk = app.operator(jiaxiu::kernel::Role::Clerk).await;
        let suspended = clerk.get("/organisations?state=suspended").await.expect(200);
        assert_eq!(suspended["items"].as_array().unwrap().len(), 1);
        newcomer(&app, "lin@example.org").await;
    }
}
