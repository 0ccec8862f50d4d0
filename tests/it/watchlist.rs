//! Watchlists: one's own, of what one sees, and told of what changes.

use entity::notification;
use jiaxiu::kernel::Role;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    acting::{acting, mandate},
    listings::{draft, published},
    support::{Person, TestApp},
};

async fn watched(who: &Person) -> Vec<Value> {
    who.get("/watchlist").await.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["listing"]["id"].clone())
        .collect()
}

async fn told(app: &TestApp, who: &Person) -> Vec<String> {
    app.settle().await;
    let inbox = who.get("/notifications").await.expect(200);
    let kinds = inbox["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned());
    // Of what happens at one moment the order is nobody's.
    let mut kinds: Vec<String> = kinds.filter(|kind| kind.starts_with("watch.")).collect();
    kinds.sort();
    kinds
}

crate::on_both! {
    async fn one_watches_what_one_sees_once_and_for_oneself(app: TestApp) {
        let (holder, watcher, other) = (app.owner("university").await, app.owner("fund").await, app.owner("fund").await);
        let first = published(&app, &holder, draft("First")).await;
        let second = published(&app, &holder, draft("Second")).await;
        let hidden = holder.post("/listings", draft("Not out yet")).await.expect(201);
        let added = watcher.post("/watchlist", json!({ "listing": first["id"] })).await.expect(201);
        assert_eq!((&added["listing"]["id"], &added["listing"]["price"]), (&first["id"], &first["price"]));
        assert_eq!(watcher.post("/watchlist", json!({ "listing": first["id"] })).await.expect(201), added);
        // Of what is added at one moment the order is nobody's.
        app.advance(chrono::Duration::seconds(1)).await;
        watcher.post("/watchlist", json!({ "listing": second["id"] })).await.expect(201);
        assert_eq!(watched(&watcher).await, [second["id"].clone(), first["id"].clone()]);
        let page = watcher.get("/watchlist?limit=1").await.expect(200);
        let next = watcher.get(&format!("/watchlist?limit=1&cursor={}", page["next"].as_str().unwrap())).await.expect(200);
        assert_eq!((&next["items"][0]["listing"]["id"], &next["next"]), (&first["id"], &json!(null)));
        let one = watcher.get(&format!("/watchlist?listing={}", first["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(one["items"].as_array().unwrap().len(), 1);
        assert!(watched(&other).await.is_empty());
        assert!(watched(&app.colleague(&watcher, Role::Member).await).await.is_empty());
        watcher.post("/watchlist", json!({ "listing": hidden["id"] })).await.refused(404, "not_found");
        watcher.post("/watchlist", json!({ "listing": "lst_1" })).await.refused(422, "validation");
        app.anonymous().get("/watchlist").await.refused(401, "unauthenticated");
        app.anonymous().post("/watchlist", json!({ "listing": first["id"] })).await.refused(401, "unauthenticated");
        let path = format!("/watchlist/{}", first["id"].as_str().unwrap());
        watcher.delete(&path).await.expect(204);
        watcher.delete(&path).await.expect(204);
        assert_eq!(watched(&watcher).await, [second["id"].clone()]);
        // A viewer may keep an eye on things, too.
        app.colleague(&watcher, Role::Viewer).await.post("/watchlist", json!({ "listing": first["id"] })).await.expect(201);
    }
}

crate::on_both! {
    async fn who_watches_is_told_of_state_and_price(app: TestApp) {
        let (holder, watcher, other) = (app.owner("university").await, app.owner("fund").await, app.owner("fund").await);
        let listing = published(&app, &holder, draft("Watched")).await;
        let path = format!("/listings/{}", listing["id"].as_str().unwrap());
        watcher.post("/watchlist", json!({ "listing": listing["id"] })).await.expect(201);
        let mut version = listing["version"].as_i64().unwrap();
        holder.patch(&path, version, json!({ "summary": { "en": "Other words." } })).await.expect(200);
        assert!(told(&app, &watcher).await.is_empty(), "words are nobody's news");
        version += 1;
        holder.patch(&path, version, json!({ "price": { "minor": 99_000_000, "currency": "CNY" } })).await.expect(200);
        version += 1;
        holder.post(&format!("{path}/actions/pause"), json!({ "version": version })).await.expect(200);
        holder.post(&format!("{path}/actions/resume"), json!({ "version": version + 1 })).await.expect(200);
        holder.post(&format!("{path}/actions/withdraw"), json!({ "version": version + 2, "reason": "sold elsewhere" })).await.expect(200);
        assert_eq!(told(&app, &watcher).await, ["watch.paused", "watch.price_changed", "watch.resumed", "watch.withdrawn"]);
        assert!(told(&app, &other).await.is_empty());
        assert!(told(&app, &holder).await.is_empty());
        let inbox = watcher.get("/notifications").await.expect(200);
        let price = inbox["items"].as_array().unwrap().iter().find(|one| one["kind"] == "watch.price_changed").unwrap();
        assert_eq!((&price["text"], &price["topic"]), (&json!("The asking price of “Watched”, which you watch, has changed"), &json!("watchlist")));
        assert!(watched(&watcher).await.is_empty(), "what is withdrawn is seen no more");
        // Published anew it is back.
        holder.post(&format!("{path}/actions/submit"), json!({ "version": version + 3 })).await.expect(200);
        app.operator(Role::Clerk).await.post(&format!("{path}/actions/publish"), json!({ "version": version + 4 })).await.expect(200);
        assert!(told(&app, &watcher).await.contains(&"watch.published".to_owned()));
        assert_eq!(watched(&watcher).await, [listing["id"].clone()]);
    }
}

crate::on_both! {
    async fn an_intermediary_watches_for_itself_and_who_left_is_told_no_more(app: TestApp) {
        let (holder, broker, principal) = (app.owner("university").await, app.owner("intermediary").await, app.owner("enterprise").await);
        let listing = published(&app, &holder, draft("Brokered")).await;
        mandate(&broker, &principal, json!("all"), "demand", true).await;
        let agent = acting(&broker, &principal);
        agent.post("/watchlist", json!({ "listing": listing["id"] })).await.expect(201);
        assert_eq!(watched(&broker).await, [listing["id"].clone()]);
        assert!(watched(&principal).await.is_empty());
        let colleague = app.colleague(&broker, Role::Member).await;
        colleague.post("/watchlist", json!({ "listing": listing["id"] })).await.expect(201);
        let member = format!("/organisations/{}/members/{}", broker.organisation, colleague.account);
        broker.delete(&member).await.expect(204);
        let pause = format!("/listings/{}/actions/pause", listing["id"].as_str().unwrap());
        holder.post(&pause, json!({ "version": listing["version"] })).await.expect(200);
        assert_eq!(told(&app, &broker).await, ["watch.paused"]);
        app.settle().await;
        let left = notification::Entity::find().filter(notification::Column::AccountId.eq(colleague.account.0));
        assert_eq!(left.count(app.services().db.read()).await.unwrap(), 0);
    }
}
