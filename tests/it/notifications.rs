//! Inbox, live stream, mail.

use std::time::Duration;

use futures::StreamExt;
use jiaxiu::kernel::Role;
use serde_json::{Value, json};

use crate::support::{Client, Person};

fn mandate(principal: &Person) -> Value {
    json!({
        "principal": principal.organisation,
        "scope": "all",
        "side": "supply",
        "commission": { "bps": 300 },
        "valid_until": "2027-03-01T00:00:00Z",
    })
}

fn kinds(inbox: &Value) -> Vec<&str> {
    inbox["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect()
}

crate::on_both! {
    async fn everyone_concerned_is_told_but_the_one_who_acted(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let colleague = app.colleague(&holder, Role::Viewer).await;
        let stranger = app.owner("fund").await;
        broker.post("/mandates", mandate(&holder)).await.expect(201);
        app.settle().await;
        for reader in [&holder, &colleague] {
            let inbox = reader.get("/notifications").await.expect(200);
            assert_eq!(kinds(&inbox), ["mandate.proposed"]);
            assert_eq!(inbox["unread"], 1);
            assert!(inbox["items"][0]["text"].as_str().unwrap().starts_with("Test intermediary"), "{inbox:#}");
        }
        for reader in [&broker, &stranger] {
            assert_eq!(reader.get("/notifications").await.expect(200)["items"], json!([]));
        }
        app.anonymous().get("/notifications").await.refused(401, "unauthenticated");
    }
}

crate::on_both! {
    async fn reading_is_the_readers_own(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        for _ in 0..3 {
            broker.post("/mandates", mandate(&holder)).await.expect(201);
        }
        app.settle().await;
        let inbox = holder.get("/notifications").await.expect(200);
        let first = inbox["items"][0]["id"].as_str().unwrap();
        broker.get(&format!("/notifications/{first}")).await.refused(404, "not_found");
        broker.post(&format!("/notifications/{first}/actions/read"), json!({})).await.refused(404, "not_found");
        assert_eq!(holder.post(&format!("/notifications/{first}/actions/read"), json!({})).await.expect(200)["read"], 1);
        assert_eq!(holder.get("/notifications?unread=true").await.expect(200)["unread"], 2);
        assert_eq!(holder.post("/notifications/actions/read_all", json!({})).await.expect(200)["read"], 2);
        assert_eq!(holder.get("/notifications?unread=true").await.expect(200)["items"], json!([]));
        broker.post(&format!("/notifications/{first}/actions/unread"), json!({})).await.refused(404, "not_found");
        holder.post(&format!("/notifications/{first}/actions/unread"), json!({})).await.expect(200);
        assert_eq!(holder.get("/notifications?unread=true").await.expect(200)["unread"], 1);
        holder.post(&format!("/notifications/{first}/actions/read"), json!({})).await.expect(200);
        assert_eq!(holder.get("/notifications?topic=mandates").await.expect(200)["items"].as_array().unwrap().len(), 3);
        assert_eq!(holder.get("/notifications?topic=deals").await.expect(200)["items"], json!([]));
        let listing = "lst_0190a3f4c2d17e5b9a60d3c1e8f72b45";
        assert_eq!(holder.get(&format!("/notifications?listing={listing}")).await.expect(200)["items"], json!([]));
        holder.get("/notifications?topic=weather").await.refused(422, "validation");
        assert!(holder.get(&format!("/notifications/{first}")).await.expect(200)["read_at"].is_string());
    }
}

crate::on_both! {
    async fn what_is_turned_off_is_not_told(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let off = json!({ "items": [{ "topic": "mandates", "channel": "in_app", "enabled": false }] });
        let all = holder.send(holder.request(reqwest::Method::PUT, "/notification-preferences").json(&off)).await.expect(200);
        assert_eq!(all["items"].as_array().unwrap().len(), 18);
        assert_eq!(all, holder.get("/notification-preferences").await.expect(200));
        broker.post("/mandates", mandate(&holder)).await.expect(201);
        app.settle().await;
        assert_eq!(holder.get("/notifications").await.expect(200)["items"], json!([]));
        let unknown = json!({ "items": [{ "topic": "weather", "channel": "in_app", "enabled": false }] });
        holder.send(holder.request(reqwest::Method::PUT, "/notification-preferences").json(&unknown)).await.refused(422, "validation");
        assert_eq!(mails(&app, &holder).await.len(), 1, "mail was not turned off");
    }
}

async fn mails(app: &crate::support::TestApp, of: &Person) -> Vec<entity::mail::Model> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let find = entity::mail::Entity::find().filter(entity::mail::Column::AccountId.eq(of.account.0));
    find.all(app.services().db.read()).await.unwrap()
}

crate::on_both! {
    async fn a_mail_goes_out_once_in_the_readers_language(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let id = broker.post("/mandates", mandate(&holder)).await.expect(201)["id"].clone();
        app.settle().await;
        app.settle().await;
        let mails = mails(&app, &holder).await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.contains("proposes a mandate"), "{mails:?}");
        assert!(mails[0].body.contains(&format!("/app/mandates/{}", id.as_str().unwrap())), "{mails:?}");
        assert!(mails[0].sent_at.is_some());
    }
}

/// Reads the stream until `count` notifications came; returns their ids and kinds.
async fn read_stream(client: &Client, since: Option<i64>, count: usize) -> Vec<(i64, String)> {
    let mut request = client.request(reqwest::Method::GET, "/stream");
    if let Some(since) = since {
        request = request.header("Last-Event-ID", since);
    }
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut bytes = response.bytes_stream();
    let mut text = String::new();
    let reading = async {
        while text.matches("event: notification").count() < count || !text.ends_with("\n\n") {
            text += std::str::from_utf8(&bytes.next().await.unwrap().unwrap()).unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), reading).await.expect("the stream stayed silent");
    let ids = text.lines().filter_map(|line| line.strip_prefix("id: ")).map(|id| id.parse().unwrap());
    let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
    ids.zip(data.map(|data| serde_json::from_str::<Value>(data).unwrap()["kind"].as_str().unwrap().to_owned()))
        .collect()
}

crate::on_both! {
    async fn the_stream_is_live_and_resumes_where_it_broke_off(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let listening = tokio::spawn({
            let client = holder.client.clone();
            async move { read_stream(&client, Some(0), 1).await }
        });
        let made = broker.post("/mandates", mandate(&holder)).await.expect(201);
        let live = listening.await.unwrap();
        assert_eq!(live[0].1, "mandate.proposed");
        let path = format!("/mandates/{}/actions/end", made["id"].as_str().unwrap());
        broker.post(&path, json!({ "version": 1 })).await.expect(200);
        app.settle().await;
        let missed = read_stream(&holder, Some(live[0].0), 1).await;
        assert_eq!(missed[0].1, "mandate.ended");
        assert!(missed[0].0 > live[0].0);
        app.anonymous().get("/stream").await.refused(401, "unauthenticated");
        let bad = holder.request(reqwest::Method::GET, "/stream").header("Last-Event-ID", "yesterday");
        holder.send(bad).await.refused(422, "validation");
    }
}
