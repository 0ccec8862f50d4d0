//! Rate limits: by address for strangers, by account otherwise, narrow where secrets are guessed.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;

use super::{credentials, newcomer};
use crate::support::{Answer, TestApp};

fn wait(answer: Answer) -> i64 {
    let seconds = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    let problem = answer.refused(429, "rate_limited");
    assert_eq!(problem["retryable"], true);
    seconds
}

#[tokio::test]
async fn strangers_share_what_their_address_may() {
    let app = TestApp::configured(|config| config.limits.anonymous_per_minute = 5).await;
    let nobody = app.anonymous();
    for _ in 0..5 {
        nobody.get("/organisations").await.expect(200);
    }
    let seconds = wait(nobody.get("/organisations").await);
    assert_eq!(seconds, 12);
    // A wrong token is no way around.
    wait(nobody.with_token("jx_nothing").get("/organisations").await);
    // Whoever is signed in is counted apart; and without a proxy nobody believes a header.
    app.owner("fund").await.get("/organisations").await.expect(200);
    let forged = nobody.request(Method::GET, "/organisations").header("X-Forwarded-For", "203.0.113.9");
    wait(nobody.send(forged).await);
    app.advance(TimeDelta::seconds(seconds)).await;
    nobody.get("/organisations").await.expect(200);
    wait(nobody.get("/organisations").await);
    app.finish().await;
}

#[tokio::test]
async fn behind_a_proxy_the_address_is_the_one_it_saw() {
    let app = TestApp::configured(|config| {
        config.limits.anonymous_per_minute = 2;
        config.behind_proxy = true;
    })
    .await;
    let nobody = app.anonymous();
    let from = |forwarded: &str| {
        let request = nobody.request(Method::GET, "/organisations").header("X-Forwarded-For", forwarded);
        let nobody = nobody.clone();
        async move { nobody.send(request).await }
    };
    from("203.0.113.9").await.expect(200);
    from("198.51.100.1, 203.0.113.9").await.expect(200);
    // What the caller wrote itself stands before what the proxy added.
    wait(from("198.51.100.2, 203.0.113.9").await);
    from("203.0.113.10").await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn an_account_has_its_own_measure() {
    let app = TestApp::configured(|config| config.limits.account_per_minute = 3).await;
    let (lin, wu) = (app.owner("fund").await, app.owner("bank").await);
    for _ in 0..3 {
        lin.get("/me").await.expect(200);
    }
    assert_eq!(wait(lin.get("/me").await), 20);
    wu.get("/me").await.expect(200);
    app.anonymous().get("/organisations").await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn guessing_is_slow() {
    let app = TestApp::configured(|config| {
        config.limits.credentials_per_minute = 8;
        config.behind_proxy = true;
    })
    .await;
    newcomer(&app, "lin@example.org").await;
    app.advance(TimeDelta::minutes(2)).await;
    let nobody = app.anonymous();
    let post = |path: &'static str, address: String, body: serde_json::Value| {
        let request = nobody.request(Method::POST, path).header("X-Forwarded-For", address).json(&body);
        let nobody = nobody.clone();
        async move { nobody.send(request).await }
    };
    let wrong = json!({ "email": "lin@example.org", "password": "some-other-password" });
    // From many addresses at one account: half of what one address may.
    for host in 0..4 {
        post("/sessions", format!("203.0.113.{host}"), wrong.clone()).await.refused(401, "wrong_credentials");
    }
    assert_eq!(wait(post("/sessions", "203.0.113.77".to_owned(), wrong.clone()).await), 15);
    // Even with the right password: the answer would tell.
    wait(post("/sessions", "203.0.113.78".to_owned(), credentials("lin@example.org")).await);
    // An address without an account is counted alike.
    for host in 0..4 {
        let unknown = json!({ "email": "no@example.org", "password": "some-other-password" });
        post("/sessions", format!("203.0.113.{}", 10 + host), unknown).await.refused(401, "wrong_credentials");
    }
    let unknown = json!({ "email": "no@example.org", "password": "some-other-password" });
    assert_eq!(wait(post("/sessions", "203.0.113.79".to_owned(), unknown).await), 15);
    // From one address at whatever takes a secret or sends a mail.
    let here = || "198.51.100.1".to_owned();
    for n in 0..4 {
        post("/accounts/reset", here(), json!({ "email": format!("a{n}@example.org") })).await.expect(202);
        post("/accounts/verify", here(), json!({ "token": "x" })).await.refused(422, "link_not_valid");
    }
    for path in [
        "/accounts",
        "/sessions",
        "/accounts/reset",
        "/accounts/verify",
        "/accounts/verify/resend",
        "/accounts/reset/confirm",
        "/accounts/first-operator",
    ] {
        let body =
            json!({ "email": "b@example.org", "password": "some-other-password", "display_name": "B", "token": "x" });
        let body = match path {
            "/accounts" => json!({ "email": body["email"], "password": body["password"], "display_name": "B" }),
            "/sessions" => json!({ "email": body["email"], "password": body["password"] }),
            "/accounts/verify" => json!({ "token": "x" }),
            "/accounts/reset/confirm" => json!({ "token": "x", "password": body["password"] }),
            "/accounts/first-operator" => body,
            _ => json!({ "email": body["email"] }),
        };
        wait(post(path, here(), body).await);
    }
    app.advance(TimeDelta::seconds(15)).await;
    post("/sessions", "203.0.113.99".to_owned(), credentials("lin@example.org")).await.expect(201);
    app.finish().await;
}
