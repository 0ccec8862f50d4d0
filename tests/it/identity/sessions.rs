//! Sessions: refresh tokens that rotate, cookies, the list.

use chrono::TimeDelta;
use reqwest::{Method, header};
use serde_json::{Value, json};

use super::{PASSWORD, credentials, newcomer, sign_in};
use crate::support::{Answer, TestApp};

async fn refresh(app: &TestApp, token: &Value) -> Answer {
    app.anonymous().post("/sessions/refresh", json!({ "refresh_token": token })).await
}

crate::on_both! {
    async fn a_refresh_token_rotates_and_its_reuse_ends_the_session(app: TestApp) {
        newcomer(&app, "lin@example.org").await;
        let first = app.anonymous().post("/sessions", credentials("lin@example.org")).await.expect(201);
        assert_eq!(first["expires_in"], 900);
        let second = refresh(&app, &first["refresh_token"]).await.expect(200);
        assert_ne!(first["refresh_token"], second["refresh_token"]);
        // Two tabs at once: within ten seconds the old one gets the same successor.
        app.advance(TimeDelta::seconds(10)).await;
        let tab = refresh(&app, &first["refresh_token"]).await.expect(200);
        assert_eq!(tab["refresh_token"], second["refresh_token"]);
        app.advance(TimeDelta::minutes(16)).await;
        let old = app.anonymous().with_token(second["access_token"].as_str().unwrap());
        old.get("/me").await.refused(401, "session_over");
        let third = refresh(&app, &second["refresh_token"]).await.expect(200);
        let fresh = app.anonymous().with_token(third["access_token"].as_str().unwrap());
        fresh.get("/me").await.expect(200);
        // Eleven seconds on, somebody has a copy: neither goes on.
        app.advance(TimeDelta::seconds(11)).await;
        refresh(&app, &second["refresh_token"]).await.refused(401, "session_over");
        refresh(&app, &third["refresh_token"]).await.refused(401, "session_over");
        fresh.get("/me").await.refused(401, "session_over");
    }
}

crate::on_both! {
    async fn the_oldest_token_betrays_a_copy_even_at_once(app: TestApp) {
        newcomer(&app, "lin@example.org").await;
        let first = app.anonymous().post("/sessions", credentials("lin@example.org")).await.expect(201);
        let second = refresh(&app, &first["refresh_token"]).await.expect(200);
        let third = refresh(&app, &second["refresh_token"]).await.expect(200);
        refresh(&app, &first["refresh_token"]).await.refused(401, "session_over");
        refresh(&app, &third["refresh_token"]).await.refused(401, "session_over");
    }
}

crate::on_both! {
    async fn a_made_up_token_ends_nothing(app: TestApp) {
        newcomer(&app, "lin@example.org").await;
        let session = app.anonymous().post("/sessions", credentials("lin@example.org")).await.expect(201);
        let token = session["refresh_token"].as_str().unwrap();
        let (head, _) = token.rsplit_once('.').unwrap();
        let forged = format!("{head}.{}", "A".repeat(43));
        for bad in [forged.as_str(), "", "x", &token[..token.len() - 2]] {
            refresh(&app, &json!(bad)).await.refused(401, "session_over");
        }
        app.anonymous().post("/sessions/refresh", json!({})).await.refused(401, "session_over");
        refresh(&app, &session["refresh_token"]).await.expect(200);
    }
}

crate::on_both! {
    async fn a_session_ends_after_thirty_days_without_a_refresh(app: TestApp) {
        newcomer(&app, "lin@example.org").await;
        let mut session = app.anonymous().post("/sessions", credentials("lin@example.org")).await.expect(201);
        for _ in 0..3 {
            app.advance(TimeDelta::days(29)).await;
            session = refresh(&app, &session["refresh_token"]).await.expect(200);
        }
        app.advance(TimeDelta::days(31)).await;
        refresh(&app, &session["refresh_token"]).await.refused(401, "session_over");
    }
}

crate::on_both! {
    async fn concurrent_refreshes_all_get_the_same_successor(app: TestApp) {
        newcomer(&app, "lin@example.org").await;
        let session = app.anonymous().post("/sessions", credentials("lin@example.org")).await.expect(201);
        let answers = futures::future::join_all((0..8).map(|_| refresh(&app, &session["refresh_token"]))).await;
        let mut successors: Vec<String> = answers.into_iter().map(|answer| answer.expect(200)["refresh_token"].to_string()).collect();
        successors.dedup();
        assert_eq!(successors.len(), 1);
    }
}

crate::on_both! {
    async fn ones_sessions_are_listed_and_ended_by_oneself(app: TestApp) {
        let lin = newcomer(&app, "lin@example.org").await;
        let other = sign_in(&app, "lin@example.org").await;
        let wu = newcomer(&app, "wu@example.org").await;
        let list = lin.get("/sessions").await.expect(200);
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items.iter().filter(|session| session["current"] == true).count(), 1);
        assert_eq!(items[0]["address"], "127.0.0.1");
        assert!(!list.to_string().contains("seed"));
        let theirs = items.iter().find(|session| session["current"] == false).unwrap()["id"].as_str().unwrap();
        app.anonymous().delete(&format!("/sessions/{theirs}")).await.refused(401, "unauthenticated");
        wu.delete(&format!("/sessions/{theirs}")).await.refused(404, "not_found");
        other.get("/me").await.expect(200);
        lin.delete(&format!("/sessions/{theirs}")).await.expect(204);
        other.get("/me").await.refused(401, "session_over");
        lin.delete(&format!("/sessions/{theirs}")).await.refused(404, "not_found");
        lin.delete("/sessions/current").await.expect(204);
        lin.get("/me").await.refused(401, "session_over");
        app.anonymous().delete("/sessions/current").await.refused(401, "unauthenticated");
        app.anonymous().get("/sessions").await.refused(401, "unauthenticated");
    }
}

/// Name, value and attributes of the cookies an answer sets.
fn cookies(answer: &Answer) -> Vec<(String, String, String)> {
    let all = answer.headers.get_all(header::SET_COOKIE).iter();
    all.map(|cookie| {
        let (pair, attributes) = cookie.to_str().unwrap().split_once("; ").unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), value.to_owned(), attributes.to_owned())
    })
    .collect()
}

fn sent(cookies: &[(String, String, String)]) -> String {
    cookies.iter().map(|(name, value, _)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

crate::on_both! {
    async fn cookie_mode_hands_scripts_nothing(app: TestApp) {
        newcomer(&app, "lin@example.org").await;
        let input = json!({ "email": "lin@example.org", "password": PASSWORD, "mode": "cookie" });
        let opened = app.anonymous().post("/sessions", input).await;
        let jar = cookies(&opened);
        let body = opened.expect(201);
        assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["account"]);
        let [access, refreshing] = &jar[..] else { panic!("{jar:?}") };
        assert_eq!((access.0.as_str(), refreshing.0.as_str()), ("jiaxiu", "jiaxiu-refresh"));
        assert!(access.2.contains("HttpOnly") && access.2.contains("SameSite=Lax") && access.2.contains("Path=/;"), "{access:?}");
        assert!(refreshing.2.contains("HttpOnly") && refreshing.2.contains("SameSite=Strict"), "{refreshing:?}");
        assert!(refreshing.2.contains("Path=/api/v1/sessions"), "{refreshing:?}");
        let nobody = app.anonymous();
        let ask = |method: Method, path: &str, jar: &[(String, String, String)]| nobody.request(method, path).header("Cookie", sent(jar));
        nobody.send(ask(Method::GET, "/me", &jar)).await.expect(200);
        // Other sites' pages send the cookies along as well.
        let edit = || ask(Method::PATCH, "/me", &jar).header("If-Match", "\"1\"").json(&json!({ "display_name": "Lin" }));
        nobody.send(edit()).await.refused(403, "forbidden");
        nobody.send(edit().header("Sec-Fetch-Site", "cross-site")).await.refused(403, "forbidden");
        nobody.send(edit().header("Origin", "https://evil.example")).await.refused(403, "forbidden");
        nobody.send(edit().header("Sec-Fetch-Site", "same-origin")).await.expect(200);
        // The refresh cookie alone is enough to go on, once the access token has ended.
        app.advance(TimeDelta::minutes(16)).await;
        nobody.send(ask(Method::GET, "/me", &jar)).await.refused(401, "unauthenticated");
        nobody.send(ask(Method::POST, "/sessions/refresh", &jar[1..])).await.refused(403, "forbidden");
        let renewed = nobody.send(ask(Method::POST, "/sessions/refresh", &jar).header("Sec-Fetch-Site", "same-origin")).await;
        let jar = cookies(&renewed);
        assert_eq!(renewed.expect(200).as_object().unwrap().keys().collect::<Vec<_>>(), ["account"]);
        nobody.send(ask(Method::GET, "/me", &jar)).await.expect(200);
        let out = nobody.send(ask(Method::DELETE, "/sessions/current", &jar[1..]).header("Sec-Fetch-Site", "same-origin")).await;
        let cleared = cookies(&out);
        out.expect(204);
        assert!(cleared.len() == 2 && cleared.iter().all(|cookie| cookie.1.is_empty() && cookie.2.contains("Max-Age=0")), "{cleared:?}");
        nobody.send(ask(Method::GET, "/me", &jar)).await.refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn over_https_the_cookies_are_bound_to_the_host() {
    let app = TestApp::configured(|config| config.public_url = Some("https://jiaxiu.example".to_owned())).await;
    newcomer(&app, "lin@example.org").await;
    let input = json!({ "email": "lin@example.org", "password": PASSWORD, "mode": "cookie" });
    let opened = app.anonymous().post("/sessions", input.clone()).await;
    let jar = cookies(&opened);
    assert_eq!(
        jar.iter().map(|cookie| cookie.0.as_str()).collect::<Vec<_>>(),
        ["__Host-jiaxiu", "__Secure-jiaxiu-refresh"]
    );
    assert!(jar.iter().all(|cookie| cookie.2.contains("Secure")), "{jar:?}");
    let nobody = app.anonymous();
    nobody.send(nobody.request(Method::GET, "/me").header("Cookie", sent(&jar))).await.expect(200);
    // A plain name, which any host next door could set, counts for nothing.
    let plain = format!("jiaxiu={}", jar[0].1);
    nobody.send(nobody.request(Method::GET, "/me").header("Cookie", plain)).await.refused(401, "unauthenticated");
    // Nor does another site sign a browser in.
    let request = nobody.request(Method::POST, "/sessions").json(&input).header("Sec-Fetch-Site", "cross-site");
    nobody.send(request).await.refused(403, "forbidden");
    let request = nobody.request(Method::POST, "/sessions").json(&input).header("Origin", "https://jiaxiu.example");
    nobody.send(request).await.expect(201);
    app.finish().await;
}
