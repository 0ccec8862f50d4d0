//! Listing without one's name: whoever was not let in finds the holder in no view.

use serde_json::{Value, json};

use crate::{
    documents::{PDF, add, form},
    listings::{draft, published},
    offers,
    support::{Client, Person, TestApp},
};

async fn unnamed(app: &TestApp, holder: &Person) -> (Value, String) {
    let patent =
        json!({ "number": "US10000001B2", "title": { "en": "Frost cells" }, "applicants": ["Giveaway Institute"] });
    holder.post("/patents", patent).await.expect(201);
    let mut listing = draft("Frost cells for vaccine boxes");
    listing["anonymous"] = json!(true);
    listing["patents"] = json!(["US10000001B2"]);
    listing["external_id"] = json!("tto-77");
    let listing = published(app, holder, listing).await;
    let path = format!("/listings/{}", listing["id"].as_str().unwrap());
    (listing, path)
}

/// What nobody outside may read anywhere: the holder's id and names, its patent, its own number.
fn tells(holder: &Person, shown: &Value) -> Option<String> {
    let text = shown.to_string();
    let id = holder.organisation.to_string();
    let suffix = holder.organisation.0.simple().to_string()[28..].to_owned();
    let names = [format!("Test university {suffix}"), format!("测试机构{suffix}")];
    let telling = [id, "10000001".to_owned(), "10,000,001".to_owned(), "tto-77".to_owned()];
    telling.into_iter().chain(names).find(|word| text.contains(word.as_str()))
}

#[track_caller]
fn silent(holder: &Person, shown: &Value) {
    assert_eq!(tells(holder, shown), None, "{shown:#}");
}

async fn search(who: &Client, query: &[(&str, &str)]) -> Value {
    who.send(who.request(reqwest::Method::GET, "/search").query(query)).await.expect(200)
}

crate::on_both! {
    async fn nobody_outside_reads_who_holds_it(app: TestApp) {
        let (holder, stranger) = (app.owner("university").await, app.owner("fund").await);
        let (listing, path) = unnamed(&app, &holder).await;
        assert_eq!(listing["owner"]["hidden"], false, "the operator who publishes knows");
        app.settle().await;
        for reader in [app.anonymous(), stranger.client.clone()] {
            let shown = reader.get(&path).await.expect(200);
            silent(&holder, &shown);
            assert_eq!((&shown["owner"]["id"], &shown["owner"]["hidden"]), (&json!(null), &json!(true)));
            assert_eq!((&shown["patents"], &shown["patent_count"]), (&json!([]), &json!(1)));
            assert_eq!(shown.get("responses"), None, "the same figures stand on the holder's page");
            let tradeability = reader.get(&format!("{path}/tradeability")).await.expect(200);
            assert!(tradeability["checks"].as_array().unwrap().iter().all(|check| check["patent"].is_null()), "{tradeability:#}");
            silent(&holder, &tradeability);
            let found = search(&reader, &[("q", "frost vaccine")]).await;
            assert_eq!(found["total"], 1);
            silent(&holder, &found["hits"]);
            let by_holder = holder.organisation.to_string();
            assert_eq!(search(&reader, &[("organisation", &by_holder)]).await["total"], 0);
            assert_eq!(search(&reader, &[("q", "US10000001B2")]).await["total"], 0);
            assert_eq!(search(&reader, &[("q", "Giveaway")]).await["total"], 0);
        }
        // The holder and its colleagues, and the operator, see their own.
        assert_eq!(holder.get(&path).await.expect(200)["patents"].as_array().unwrap().len(), 1);
        let auditor = app.operator(jiaxiu::kernel::Role::Auditor).await;
        assert_eq!(auditor.get(&path).await.expect(200)["owner"]["id"], json!(holder.organisation));
        // Nor does asking one organisation after the other tell: a mandate is refused whoever is named.
        let broker = app.owner("intermediary").await;
        let other = app.owner("university").await;
        for principal in [&holder, &other] {
            let mandate = json!({ "principal": principal.organisation, "scope": { "listing": listing["id"] }, "side": "supply", "commission": { "bps": 300 }, "valid_until": "2027-03-01T00:00:00Z" });
            broker.post("/mandates", mandate).await.refused(422, "validation");
        }
    }
}

crate::on_both! {
    async fn talks_and_offers_keep_the_name_until_the_holder_lets_one_in(app: TestApp) {
        let (holder, buyer, rival) = (app.owner("university").await, app.owner("enterprise").await, app.owner("fund").await);
        let (listing, path) = unnamed(&app, &holder).await;
        add(&holder, &path, form("nda", "data.pdf", PDF)).await.expect(201);
        let mut threads = Vec::new();
        for asker in [&buyer, &rival] {
            let asked = asker.post(&format!("{path}/enquiries"), json!({ "text": "Down to which temperature?" })).await.expect(201);
            threads.push(format!("/enquiries/{}", asked["id"].as_str().unwrap()));
            let thread = format!("{path}{}", threads.last().unwrap());
            let answered = holder.post(&format!("{thread}/messages"), json!({ "text": "−80 °C." })).await.expect(201);
            assert_eq!(answered["holder"]["id"], json!(holder.organisation));
        }
        let mut offer = offers::offer();
        offer["right"] = json!("ordinary");
        let made = rival.post(&offers::on(&listing), offer.clone()).await.expect(201);
        silent(&holder, &made);
        let counter = format!("/offers/{}/actions/counter", made["id"].as_str().unwrap());
        let mut answer = offers::counter(1, offer);
        answer["price"]["minor"] = json!(130_000_000);
        holder.post(&counter, answer).await.expect(200);
        rival.post("/watchlist", json!({ "listing": listing["id"] })).await.expect(201);
        holder.post(&format!("{path}/actions/pause"), json!({ "version": listing["version"] })).await.expect(200);
        app.settle().await;
        for read in ["/enquiries", threads[1].as_str(), "/offers", "/notifications", "/watchlist", "/mail"] {
            let shown = rival.get(read).await.expect(200);
            assert!(!shown["items"].as_array().is_some_and(Vec::is_empty), "{read}: {shown:#}");
            silent(&holder, &shown);
        }
        let thread = rival.get(&threads[1]).await.expect(200);
        assert_eq!(thread["messages"][1]["side"], "supply");
        assert_eq!((&thread["messages"][1]["from"], &thread["holder"]["hidden"]), (&json!(null), &json!(true)));
        rival.get(&threads[0]).await.refused(404, "not_found");
        // The agreement opens the name, with the documents, to who accepted it and to nobody else.
        buyer.post(&format!("{path}/nda"), json!({ "accept": true, "version": "2026-1" })).await.expect(200);
        assert_eq!(buyer.get(&threads[0]).await.expect(200)["holder"]["id"], json!(holder.organisation));
        assert_eq!(buyer.get(&path).await.expect(200)["patents"].as_array().unwrap().len(), 1);
        silent(&holder, &rival.get(&path).await.expect(200));
        // So does a grant, for as long as it lasts.
        let asked = rival.post(&format!("{path}/access-requests"), json!({ "message": "We fund cold chains." })).await.expect(201);
        silent(&holder, &asked);
        let request = format!("{path}/access-requests/{}/actions", asked["id"].as_str().unwrap());
        holder.post(&format!("{request}/grant"), json!({ "version": 1 })).await.expect(200);
        assert_eq!(rival.get("/offers").await.expect(200)["items"][0]["seller"]["id"], json!(holder.organisation));
        holder.post(&format!("{request}/revoke"), json!({ "version": 2, "reason": "over" })).await.expect(200);
        assert_eq!(rival.get("/offers").await.expect(200)["items"][0]["seller"]["hidden"], true);
    }
}

crate::on_both! {
    async fn the_holder_may_give_its_name_and_take_it_back(app: TestApp) {
        let holder = app.owner("university").await;
        let (listing, path) = unnamed(&app, &holder).await;
        let version = listing["version"].as_i64().unwrap();
        let named = holder.patch(&path, version, json!({ "anonymous": false })).await.expect(200);
        assert_eq!(named["anonymous"], false);
        app.settle().await;
        let by_holder = holder.organisation.to_string();
        let anyone = app.anonymous();
        assert_eq!(search(&anyone, &[("organisation", &by_holder)]).await["total"], 1);
        assert_eq!(anyone.get(&path).await.expect(200)["owner"]["id"], json!(holder.organisation));
        holder.patch(&path, version + 1, json!({ "anonymous": true })).await.expect(200);
        app.settle().await;
        assert_eq!(search(&anyone, &[("organisation", &by_holder)]).await["total"], 0);
        silent(&holder, &anyone.get(&path).await.expect(200));
        // Whatever was said before, versions are the holder's own.
        anyone.get(&format!("{path}/versions")).await.refused(401, "unauthenticated");
    }
}
