//! Passkeys: made, used, lost, stolen; with a software device, through HTTP.

use chrono::TimeDelta;
use jiaxiu::{
    identity::commands::{CreateOperator, create_operator},
    platform::db::Origin,
};
use reqwest::{Method, header};
use serde_json::{Value, json};

use super::{PASSWORD, credentials, fields, newcomer, second_factor, sign_in};
use crate::support::{Answer, Client, Passkey, TestApp};

/// Where the tests' exchange is: the name of its loopback address.
const HERE: &str = "http://localhost:8080";

async fn begin(client: &Client) -> Answer {
    client.post("/me/passkeys/begin", json!({ "password": PASSWORD })).await
}

async fn finish(client: &Client, credential: Value) -> Answer {
    client.post("/me/passkeys", json!({ "name": "Laptop", "credential": credential })).await
}

/// A passkey of the account.
async fn add(client: &Client, seed: u8) -> (Passkey, Value) {
    let mut device = Passkey::device(seed, HERE);
    let options = begin(client).await.expect(201)["options"].clone();
    let added = finish(client, device.make(&options)).await.expect(201);
    (device, added)
}

async fn challenge(app: &TestApp) -> Value {
    app.anonymous().post("/sessions/passkey/begin", json!({})).await.expect(201)["options"].clone()
}

async fn enter(app: &TestApp, credential: Value) -> Answer {
    app.anonymous().post("/sessions/passkey", json!({ "credential": credential })).await
}

async fn sign_in_by(app: &TestApp, device: &mut Passkey) -> Client {
    let session = enter(app, device.sign(&challenge(app).await)).await.expect(201);
    app.anonymous().with_token(session["access_token"].as_str().unwrap())
}

async fn kinds_of_mail(client: &Client) -> Vec<String> {
    client.app.settle().await;
    let mails = client.get("/mail").await.expect(200);
    mails["items"].as_array().unwrap().iter().map(|mail| mail["kind"].as_str().unwrap().to_owned()).collect()
}

crate::on_both! {
    async fn from_the_first_one_to_its_end(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        assert_eq!(lin.get("/me").await.expect(200)["passkeys"], 0);
        let options = begin(&lin).await.expect(201)["options"].clone();
        assert_eq!((&options["rp"]["id"], &options["user"]["name"]), (&json!("localhost"), &json!("lin@example.org")));
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        // Devices built into phones and laptops know no such extension, and would be refused.
        assert_eq!(options["extensions"].get("enforceCredentialProtectionPolicy"), None, "{options:#}");
        let (mut device, added) = add(&lin, 1).await;
        assert_eq!((&added["name"], &added["synced"], &added["last_used_at"]), (&json!("Laptop"), &json!(false), &json!(null)));
        assert_eq!(lin.get("/me/passkeys").await.expect(200)["items"], json!([added]));
        assert!(kinds_of_mail(&lin).await.contains(&"passkey_added".to_owned()));
        // The next one is offered to other devices only.
        let next = begin(&lin).await.expect(201);
        assert_eq!(next["options"]["excludeCredentials"].as_array().unwrap().len(), 1);
        // Nobody says who she is, and no code is asked for.
        let asked = challenge(&app).await;
        assert_eq!(asked["allowCredentials"], json!([]));
        let by_key = sign_in_by(&app, &mut device).await;
        let me = by_key.get("/me").await.expect(200);
        assert_eq!((&me["account"]["email"], &me["passkeys"]), (&json!("lin@example.org"), &json!(1)));
        let sessions = by_key.get("/sessions").await.expect(200);
        let this = sessions["items"].as_array().unwrap().iter().find(|one| one["current"] == true).unwrap().clone();
        assert_eq!((&this["passkey"], &this["second_factor"]), (&json!(true), &json!(true)));
        let path = format!("/me/passkeys/{}", added["id"].as_str().unwrap());
        let used = lin.get("/me/passkeys").await.expect(200)["items"][0]["last_used_at"].clone();
        assert!(used.is_string(), "{used}");
        // Its name is hers to choose.
        lin.patch(&path, 7, json!({ "name": "Phone" })).await.refused(412, "precondition_failed");
        let bad = lin.patch(&path, 1, json!({ "name": " " })).await.refused(422, "validation");
        assert_eq!(fields(&bad), ["name"]);
        let named = lin.patch(&path, 1, json!({ "name": "Phone" })).await.expect(200);
        assert_eq!((&named["name"], &named["version"]), (&json!("Phone"), &json!(2)));
        assert_eq!(lin.get("/me/export").await.expect(200)["passkeys"][0]["name"], "Phone");
        // Removing it takes a proof, and ends what it opened.
        assert_eq!(fields(&lin.delete_with(&path, json!({})).await.refused(422, "validation")), ["code"]);
        lin.delete_with(&path, json!({ "password": "wrong" })).await.refused(422, "validation");
        lin.delete_with(&path, json!({ "code": "000000" })).await.refused(422, "validation");
        lin.delete_with(&path, json!({ "password": PASSWORD })).await.expect(204);
        by_key.get("/me").await.refused(401, "session_over");
        enter(&app, device.sign(&challenge(&app).await)).await.refused(401, "passkey_refused");
        lin.delete_with(&path, json!({ "password": PASSWORD })).await.refused(404, "not_found");
        assert!(kinds_of_mail(&lin).await.contains(&"passkey_removed".to_owned()));
        assert_eq!(lin.get("/me").await.expect(200)["passkeys"], 0);
    }
}

crate::on_both! {
    async fn a_registration_that_does_not_check_makes_nothing(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let wu = newcomer(&app, "wu@example.org").await;
        let wrong = lin.post("/me/passkeys/begin", json!({ "password": "not hers" })).await.refused(422, "validation");
        assert_eq!(fields(&wrong), ["password"]);
        let options = |answer: Value| answer["options"].clone();
        // Another page, another name, nobody verified.
        let mut device = Passkey::device(1, "http://localhost:9999");
        let made = device.make(&options(begin(&lin).await.expect(201)));
        finish(&lin, made).await.refused(422, "passkey_not_made");
        let mut device = Passkey { rp: "evil.example".to_owned(), ..Passkey::device(1, HERE) };
        let made = device.make(&options(begin(&lin).await.expect(201)));
        finish(&lin, made).await.refused(422, "passkey_not_made");
        let mut device = Passkey { verifies: false, ..Passkey::device(1, HERE) };
        let made = device.make(&options(begin(&lin).await.expect(201)));
        finish(&lin, made).await.refused(422, "passkey_not_made");
        // A challenge that nobody gave, no answer at all, one that came too late.
        let mut device = Passkey::device(1, HERE);
        let mut invented = options(begin(&lin).await.expect(201));
        invented["challenge"] = json!("AAAAAAAAAAAAAAAAAAAAAA");
        finish(&lin, device.make(&invented)).await.refused(422, "passkey_not_made");
        for nothing in [json!({}), json!(null), json!("x"), json!({ "response": { "clientDataJSON": "e30" } })] {
            finish(&lin, nothing).await.refused(422, "passkey_not_made");
        }
        let late = options(begin(&lin).await.expect(201));
        app.advance(TimeDelta::minutes(5)).await;
        finish(&lin, device.make(&late)).await.refused(422, "passkey_not_made");
        // Somebody else's ceremony stays hers: he gets nothing, and she can finish it.
        let hers = options(begin(&lin).await.expect(201));
        let made = device.make(&hers);
        finish(&wu, made.clone()).await.refused(422, "passkey_not_made");
        let nameless = lin.post("/me/passkeys", json!({ "name": "", "credential": made })).await.refused(422, "validation");
        assert_eq!(fields(&nameless), ["name"]);
        // One answer each, whatever came of it.
        finish(&lin, made).await.refused(422, "passkey_not_made");
        let made = device.make(&options(begin(&lin).await.expect(201)));
        finish(&lin, made.clone()).await.expect(201);
        finish(&lin, made).await.refused(422, "passkey_not_made");
        // A key belongs to one account.
        let copied = device.make(&options(begin(&wu).await.expect(201)));
        finish(&wu, copied).await.refused(409, "passkey_known");
        assert_eq!(wu.get("/me").await.expect(200)["passkeys"], 0);
        for path in ["/me/passkeys/begin", "/me/passkeys"] {
            app.anonymous().post(path, json!({ "name": "x", "credential": {} })).await;
        }
        begin(&app.anonymous()).await.refused(401, "unauthenticated");
        finish(&app.anonymous(), json!({})).await.refused(401, "unauthenticated");
        app.anonymous().get("/me/passkeys").await.refused(401, "unauthenticated");
    }
}

crate::on_both! {
    async fn a_sign_in_that_does_not_check_opens_nothing(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let wu = newcomer(&app, "wu@example.org").await;
        let (mut device, added) = add(&lin, 1).await;
        let (other, _) = add(&wu, 2).await;
        // Replayed: each challenge takes one answer.
        let signed = device.sign(&challenge(&app).await);
        enter(&app, signed.clone()).await.expect(201);
        enter(&app, signed).await.refused(401, "passkey_refused");
        // Signed for another page, for another name, by nobody verified.
        let mut elsewhere = Passkey { origin: "https://localhost:8080".to_owned(), ..device.clone() };
        enter(&app, elsewhere.sign(&challenge(&app).await)).await.refused(401, "passkey_refused");
        let mut elsewhere = Passkey { rp: "evil.example".to_owned(), ..device.clone() };
        enter(&app, elsewhere.sign(&challenge(&app).await)).await.refused(401, "passkey_refused");
        let mut unverified = Passkey { verifies: false, ..device.clone() };
        enter(&app, unverified.sign(&challenge(&app).await)).await.refused(401, "passkey_refused");
        // A challenge that nobody gave, one that ran out, one that was for a registration.
        let invented = json!({ "challenge": "AAAAAAAAAAAAAAAAAAAAAA" });
        enter(&app, device.sign(&invented)).await.refused(401, "passkey_refused");
        let late = challenge(&app).await;
        app.advance(TimeDelta::minutes(5)).await;
        enter(&app, device.sign(&late)).await.refused(401, "passkey_refused");
        let registration = begin(&lin).await.expect(201)["options"].clone();
        enter(&app, device.sign(&registration)).await.refused(401, "passkey_refused");
        for nothing in [json!({}), json!(null), json!([])] {
            enter(&app, nothing).await.refused(401, "passkey_refused");
        }
        // A signature of another key, and another's key under her name.
        let mut forged = device.sign(&challenge(&app).await);
        let theirs = other.sign_without_counting(&challenge(&app).await);
        forged["response"]["signature"] = theirs["response"]["signature"].clone();
        enter(&app, forged).await.refused(401, "passkey_refused");
        let mut theirs = device.sign(&challenge(&app).await);
        theirs["id"] = other.sign_without_counting(&invented)["id"].clone();
        theirs["rawId"] = theirs["id"].clone();
        enter(&app, theirs).await.refused(401, "passkey_refused");
        // A counter that stands still: somebody has a copy.
        enter(&app, device.sign(&challenge(&app).await)).await.expect(201);
        enter(&app, device.sign_without_counting(&challenge(&app).await)).await.refused(401, "passkey_refused");
        enter(&app, device.sign(&challenge(&app).await)).await.expect(201);
        // One answer of many at once opens one session.
        let signed = device.sign(&challenge(&app).await);
        let answers = futures::future::join_all((0..4).map(|_| enter(&app, signed.clone()))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        // Nobody looks after another's.
        let path = format!("/me/passkeys/{}", added["id"].as_str().unwrap());
        wu.patch(&path, 1, json!({ "name": "Mine" })).await.refused(404, "not_found");
        wu.delete_with(&path, json!({ "password": PASSWORD })).await.refused(404, "not_found");
        // An account that is no more has no keys.
        lin.delete_with("/me", json!({ "password": PASSWORD })).await.expect(204);
        enter(&app, device.sign(&challenge(&app).await)).await.refused(401, "passkey_refused");
    }
}

crate::on_both! {
    async fn it_is_both_factors_for_the_operators_people(app: TestApp) {
        let input = CreateOperator {
            email: "op@exchange.org".to_owned(),
            name: None,
            role: None,
            installation: "Test Exchange".to_owned(),
            public_url: HERE.to_owned(),
        };
        let db = &app.services().db;
        let made = db.run(Origin::system("command line"), input, |ctx, input| Box::pin(create_operator(ctx, input))).await.unwrap();
        let set = json!({ "token": made.token, "password": PASSWORD });
        app.anonymous().post("/accounts/reset/confirm", set).await.expect(200);
        let op = sign_in(&app, "op@exchange.org").await;
        op.get("/mandates").await.refused(403, "second_factor_required");
        // Making one shows it, as confirming a code does.
        let (mut device, added) = add(&op, 1).await;
        op.get("/mandates").await.expect(200);
        let by_key = sign_in_by(&app, &mut device).await;
        by_key.get("/mandates").await.expect(200);
        // Who knows the password alone may not act, nor put a factor of his own beside or in its place.
        let thief = sign_in(&app, "op@exchange.org").await;
        let me = thief.get("/me").await.expect(200);
        assert_eq!((&me["second_factor_missing"], &me["passkeys"]), (&json!(true), &json!(1)));
        thief.get("/mandates").await.refused(403, "second_factor_required");
        thief.post("/me/totp", json!({})).await.refused(403, "second_factor_required");
        begin(&thief).await.refused(403, "second_factor_required");
        let path = format!("/me/passkeys/{}", added["id"].as_str().unwrap());
        thief.delete_with(&path, json!({ "password": PASSWORD })).await.refused(403, "second_factor_required");
        // Codes beside it: removing them leaves what the key opened.
        let secret = second_factor::set_up(&app, &by_key).await;
        by_key.delete_with("/me/totp", json!({ "password": PASSWORD })).await.expect(200);
        by_key.get("/mandates").await.expect(200);
        let token = by_key.post("/api-tokens", json!({ "name": "cron" })).await.expect(201);
        let program = app.anonymous().with_token(token["token"].as_str().unwrap());
        program.get("/mandates").await.expect(200);
        assert!(!secret.is_empty());
        // The last factor gone, nothing is left to stand on.
        by_key.delete_with(&path, json!({ "password": PASSWORD })).await.expect(204);
        by_key.get("/mandates").await.refused(403, "second_factor_required");
        program.get("/mandates").await.refused(403, "second_factor_required");
    }
}

crate::on_both! {
    async fn codes_that_are_set_up_guard_the_first_passkey(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let old = sign_in(&app, "lin@example.org").await;
        let secret = second_factor::set_up(&app, &lin).await;
        // A session from before, which knows the password only.
        begin(&old).await.refused(403, "second_factor_required");
        app.advance(TimeDelta::seconds(30)).await;
        let code = second_factor::code(&app, &secret);
        let begun = lin.post("/me/passkeys/begin", json!({ "code": code })).await.expect(201);
        let mut device = Passkey::device(1, HERE);
        finish(&lin, device.make(&begun["options"])).await.expect(201);
        // The key signs in without a code.
        sign_in_by(&app, &mut device).await.get("/me").await.expect(200);
        app.anonymous().post("/sessions", credentials("lin@example.org")).await.refused(401, "totp_required");
    }
}

#[tokio::test]
async fn over_https_it_is_bound_to_the_host_and_comes_as_cookies() {
    let app = TestApp::configured(|config| config.public_url = Some("https://jiaxiu.example".to_owned())).await;
    let lin = newcomer(&app, "lin@example.org").await;
    let mut device = Passkey::device(1, "https://jiaxiu.example");
    let options = begin(&lin).await.expect(201)["options"].clone();
    assert_eq!(options["rp"]["id"], "jiaxiu.example");
    finish(&lin, device.make(&options)).await.expect(201);
    let input = json!({ "credential": device.sign(&challenge(&app).await), "mode": "cookie" });
    let nobody = app.anonymous();
    let request = nobody.request(Method::POST, "/sessions/passkey").json(&input);
    nobody.send(request.try_clone().unwrap().header("Sec-Fetch-Site", "cross-site")).await.refused(403, "forbidden");
    let opened = nobody.send(request.header("Sec-Fetch-Site", "same-origin")).await;
    assert_eq!(opened.headers.get_all(header::SET_COOKIE).iter().count(), 2);
    assert_eq!(opened.expect(201).as_object().unwrap().keys().collect::<Vec<_>>(), ["account"]);
    let site = nobody.get("/site").await.expect(200);
    assert_eq!((&site["passkey_origin"], &site["demo"]), (&json!("https://jiaxiu.example"), &json!(false)));
    app.finish().await;
}

#[tokio::test]
async fn a_bare_address_has_none() {
    let app = TestApp::configured(|config| config.public_url = Some("https://203.0.113.7".to_owned())).await;
    let lin = newcomer(&app, "lin@example.org").await;
    begin(&lin).await.refused(409, "passkeys_unavailable");
    app.anonymous().post("/sessions/passkey/begin", json!({})).await.refused(409, "passkeys_unavailable");
    assert_eq!(app.anonymous().get("/site").await.expect(200)["passkey_origin"], json!(null));
    app.finish().await;
}

#[tokio::test]
async fn mail_is_open_to_everybody_in_the_demo_alone() {
    let app = TestApp::configured(|config| config.demo = true).await;
    newcomer(&app, "lin@example.org").await;
    let mails = app.anonymous().get("/demo/mail?email=Lin%40example.org").await.expect(200);
    assert_eq!(mails["items"][0]["kind"], "verify_email");
    assert_eq!(app.anonymous().get("/demo/mail?email=wu%40example.org").await.expect(200)["items"], json!([]));
    let site = app.anonymous().get("/site").await.expect(200);
    assert_eq!(
        (&site["demo"], &site["captured_mail"], &site["sandbox_bank"]),
        (&json!(true), &json!(true), &json!(true))
    );
    app.finish().await;
    let app = TestApp::sqlite().await;
    newcomer(&app, "lin@example.org").await;
    app.anonymous().get("/demo/mail?email=lin%40example.org").await.refused(404, "not_found");
    app.finish().await;
}

crate::on_both! {
    async fn every_other_session_ends_at_a_stroke(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let other = sign_in(&app, "lin@example.org").await;
        lin.post("/sessions/actions/end_others", json!({})).await.expect(204);
        other.get("/me").await.refused(401, "session_over");
        assert_eq!(lin.get("/sessions").await.expect(200)["items"].as_array().unwrap().len(), 1);
        app.anonymous().post("/sessions/actions/end_others", json!({})).await.refused(401, "unauthenticated");
    }
}
