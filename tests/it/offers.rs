//! Negotiated offers, through HTTP.

mod acceptance;

use jiaxiu::kernel::Role;
use serde_json::{Value, json};

use crate::{
    acting::{acting, mandate},
    listings::{draft, published},
    support::{Client, Person, TestApp},
};

/// An offer for an ordinary licence at a million yuan.
pub fn offer() -> Value {
    json!({
        "right": "ordinary",
        "price": { "minor": 100_000_000, "currency": "CNY" },
        "terms": { "territory": "CN", "term_months": 60 },
        "expires_at": "2026-04-01T00:00:00Z",
        "message": "We would make it in Guiyang.",
    })
}

/// An offer for another right.
pub fn offer_for(right: &str) -> Value {
    let mut offer = offer();
    offer["right"] = json!(right);
    offer
}

/// The same offer as an answer to version `version`.
pub fn counter(version: i64, mut offer: Value) -> Value {
    offer["version"] = json!(version);
    offer
}

pub fn on(listing: &Value) -> String {
    format!("/listings/{}/offers", listing["id"].as_str().unwrap())
}

pub fn path(offer: &Value) -> String {
    format!("/offers/{}", offer["id"].as_str().unwrap())
}

pub fn action(offer: &Value, action: &str) -> String {
    format!("{}/actions/{action}", path(offer))
}

/// A holder with a published listing, and a buyer.
pub async fn market(app: &TestApp) -> (Person, Value, Person) {
    let (holder, buyer) = (app.owner("university").await, app.owner("enterprise").await);
    let mut content = draft("Thermal management of battery packs");
    content["rights"] = json!(["assignment", "exclusive", "sole", "ordinary", "cross"]);
    let listing = published(app, &holder, content).await;
    (holder, listing, buyer)
}

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect()
}

/// The kinds of event in a reader's inbox.
async fn told(reader: &Client) -> Vec<String> {
    let inbox = reader.get("/notifications").await.expect(200);
    inbox["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
}

async fn state(reader: &Client, offer: &Value) -> String {
    reader.get(&path(offer)).await.expect(200)["state"].as_str().unwrap().to_owned()
}

crate::on_both! {
    async fn offers_and_counter_offers_follow_in_one_thread(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let made = buyer.post(&on(&listing), offer()).await.expect(201);
        assert_eq!(made["number"], "JX-O-2026-000001");
        assert_eq!((made["state"].as_str(), made["turn"].as_str()), (Some("open"), Some("seller")));
        assert_eq!(made["allowed_actions"], json!(["withdraw"]));
        assert_eq!(made["listing"]["version"], listing["version"]);
        assert_eq!(made["terms"], json!({ "territory": "CN", "term_months": 60 }));
        // Five working days from Monday 2 March, to the end of the last of them in China.
        assert_eq!(made["answer_due"], "2026-03-09T16:00:00Z");
        let seen = holder.get(&path(&made)).await.expect(200);
        assert_eq!(seen["allowed_actions"], json!(["counter", "accept", "decline"]));

        let mut dearer = offer_for("sole");
        dearer["price"]["minor"] = json!(150_000_000);
        dearer["expires_at"] = json!("2026-03-05T00:00:00Z");
        let asked = holder.post(&action(&made, "counter"), counter(1, dearer)).await.expect(200);
        assert_eq!((asked["version"].as_i64(), asked["turn"].as_str(), asked["right"].as_str()), (Some(2), Some("buyer"), Some("sole")));
        assert_eq!(asked["answer_due"], "2026-03-05T00:00:00Z");
        holder.post(&action(&made, "counter"), counter(2, offer())).await.refused(403, "forbidden");
        buyer.post(&action(&made, "counter"), counter(1, offer())).await.refused(409, "stale_version");
        buyer.post(&action(&made, "withdraw"), json!({ "version": 2 })).await.refused(403, "forbidden");
        let back = buyer.post(&action(&made, "counter"), counter(2, offer())).await.expect(200);
        let rounds = back["rounds"].as_array().unwrap();
        let sides: Vec<_> = rounds.iter().map(|round| (round["seq"].as_i64().unwrap(), round["side"].as_str().unwrap(), round["price"]["minor"].as_i64().unwrap())).collect();
        assert_eq!(sides, [(1, "buyer", 100_000_000), (2, "seller", 150_000_000), (3, "buyer", 100_000_000)]);

        holder.post(&action(&made, "decline"), json!({ "version": 3 })).await.refused(422, "validation");
        let over = holder.post(&action(&made, "decline"), json!({ "version": 3, "code": "price", "reason": "Below our floor." })).await.expect(200);
        assert_eq!((over["state"].as_str(), &over["turn"], &over["allowed_actions"]), (Some("declined"), &Value::Null, &json!([])));
        assert_eq!(over["reason"], json!({ "code": "price", "text": "Below our floor." }));
        for (reader, verb) in [(&holder, "decline"), (&buyer, "withdraw")] {
            let mut body = json!({ "version": 4 });
            if verb == "decline" {
                body["reason"] = json!("again");
            }
            reader.post(&action(&made, verb), body).await.refused(409, "not_allowed_now");
        }
    }
}

crate::on_both! {
    async fn only_a_verified_organisations_manager_who_is_not_the_holder_offers(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let offers = on(&listing);
        app.anonymous().post(&offers, offer()).await.refused(401, "unauthenticated");
        app.colleague(&buyer, Role::Member).await.post(&offers, offer()).await.refused(403, "forbidden");
        app.unverified("enterprise").await.post(&offers, offer()).await.refused(403, "organisation_not_verified");
        holder.post(&offers, offer()).await.refused(409, "own_listing");
        app.operator(Role::Owner).await.post(&offers, offer()).await.refused(403, "forbidden");
        let hidden = holder.post("/listings", draft("Not yet out")).await.expect(201);
        buyer.post(&on(&hidden), offer()).await.refused(404, "not_found");
        buyer.post("/listings/lst_00000000000000000000000000000000/offers", offer()).await.refused(404, "not_found");
        let mut auctioned = draft("To the highest bidder");
        auctioned["procedure"] = json!("auction");
        let auctioned = published(&app, &holder, auctioned).await;
        buyer.post(&on(&auctioned), offer()).await.refused(409, "listing_takes_no_offers");
        let pause = format!("/listings/{}/actions/pause", listing["id"].as_str().unwrap());
        holder.post(&pause, json!({ "version": 3 })).await.expect(200);
        buyer.post(&offers, offer()).await.refused(409, "listing_takes_no_offers");
        assert_eq!(holder.get("/offers").await.expect(200)["items"], json!([]));
    }
}

crate::on_both! {
    async fn bad_fields_are_named_all_at_once_and_nothing_is_kept(app: TestApp) {
        let (_, listing, buyer) = market(&app).await;
        let bad = json!({
            "right": "open",
            "price": { "minor": 0, "currency": "USD" },
            "terms": { "term_months": 0, "upfront": { "minor": 7, "currency": "USD" }, "milestones": [{ "amount": 1 }], "royalty_bps": 300 },
            "expires_at": "2026-03-01T00:00:00Z",
            "message": "m".repeat(5_001),
        });
        let problem = buyer.post(&on(&listing), bad).await.refused(422, "validation");
        assert_eq!(fields(&problem), [
            "right", "price.minor", "price.currency", "terms.term_months", "terms.upfront", "terms.milestones",
            "terms.royalty_bps", "expires_at", "message",
        ]);
        let mismatch = &problem["errors"][2];
        assert_eq!((mismatch["code"].as_str(), mismatch["value"].as_str(), mismatch["limit"].as_str()), (Some("currency_mismatch"), Some("USD"), Some("the listing's currency, CNY")));
        let problem = buyer.post(&on(&listing), offer_for("cross")).await.refused(422, "validation");
        assert!(problem["errors"][0]["limit"].as_str().unwrap().contains("later release"), "{problem:#}");
        let mut unknown = offer();
        unknown["terms"]["colour"] = json!("red");
        buyer.post(&on(&listing), unknown).await.refused(422, "validation");
        buyer.post("/listings/nonsense/offers", offer()).await.refused(404, "not_found");
        assert_eq!(buyer.get("/offers").await.expect(200)["items"], json!([]));
    }
}

crate::on_both! {
    async fn each_sees_its_own_and_the_holder_all(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let rival = app.owner("fund").await;
        let first = buyer.post(&on(&listing), offer()).await.expect(201);
        app.clock().advance(chrono::Duration::seconds(1));
        let second = rival.post(&on(&listing), offer()).await.expect(201);
        let stranger = app.owner("bank").await;
        for outsider in [&stranger, &rival] {
            outsider.get(&path(&first)).await.refused(404, "not_found");
            outsider.post(&action(&first, "withdraw"), json!({ "version": 1 })).await.refused(404, "not_found");
        }
        app.anonymous().get(&path(&first)).await.refused(401, "unauthenticated");
        app.anonymous().get("/offers").await.refused(401, "unauthenticated");
        app.anonymous().get(&on(&listing)).await.refused(401, "unauthenticated");
        let auditor = app.operator(Role::Auditor).await;
        auditor.get(&path(&first)).await.expect(200);
        auditor.post(&action(&first, "decline"), json!({ "version": 1, "reason": "no" })).await.refused(403, "forbidden");
        app.operator(Role::Owner).await.post(&action(&first, "decline"), json!({ "version": 1, "reason": "no" })).await.refused(403, "forbidden");
        app.colleague(&holder, Role::Member).await.post(&action(&first, "decline"), json!({ "version": 1, "reason": "no" })).await.refused(403, "forbidden");
        let ids = |list: Value| list["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>();
        let both = vec![second["id"].clone(), first["id"].clone()];
        for (reader, query, expected) in [
            (&holder, on(&listing), both.clone()),
            (&holder, "/offers".to_owned(), both.clone()),
            (&auditor, format!("/offers?listing={}", listing["id"].as_str().unwrap()), both.clone()),
            (&buyer, on(&listing), vec![first["id"].clone()]),
            (&stranger, on(&listing), vec![]),
            (&holder, "/offers?state=declined".to_owned(), vec![]),
            (&holder, "/offers?state=open".to_owned(), both),
        ] {
            assert_eq!(ids(reader.get(&query).await.expect(200)), expected, "{query}");
        }
        let page = holder.get("/offers?limit=1").await.expect(200);
        let rest = holder.get(&format!("/offers?limit=1&cursor={}", page["next"].as_str().unwrap())).await.expect(200);
        assert_eq!((&rest["items"][0]["id"], &rest["next"]), (&first["id"], &Value::Null));
        holder.get("/offers?limit=0").await.refused(422, "validation");
        holder.get("/offers?state=sold").await.refused(422, "validation");
    }
}

crate::on_both! {
    async fn an_offer_is_answered_before_its_last_moment_or_not_at_all(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let mut short = offer();
        short["expires_at"] = json!("2026-03-02T03:00:00Z");
        let made = buyer.post(&on(&listing), short).await.expect(201);
        let lasting = buyer.post(&on(&listing), offer()).await.expect(201);
        app.clock().advance(chrono::Duration::minutes(60));
        // The sweep may come at any moment; before it the offer has expired, after it the thread is over.
        let late = holder.post(&action(&made, "counter"), counter(1, offer())).await;
        assert_eq!(late.status.as_u16(), 409);
        assert!(["offer_expired", "not_allowed_now", "stale_version"].contains(&late.body["code"].as_str().unwrap()), "{:#}", late.body);
        app.advance(chrono::Duration::zero()).await;
        assert_eq!(state(&holder, &made).await, "expired");
        assert_eq!(state(&holder, &lasting).await, "open");
        holder.post(&action(&made, "counter"), counter(2, offer())).await.refused(409, "not_allowed_now");
    }
}

crate::on_both! {
    async fn the_one_who_offered_takes_it_back(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let made = buyer.post(&on(&listing), offer()).await.expect(201);
        holder.post(&action(&made, "withdraw"), json!({ "version": 1 })).await.refused(403, "forbidden");
        buyer.post(&action(&made, "decline"), json!({ "version": 1, "reason": "ours" })).await.refused(403, "forbidden");
        buyer.post(&action(&made, "withdraw"), json!({ "version": 9 })).await.refused(409, "stale_version");
        assert_eq!(buyer.post(&action(&made, "withdraw"), json!({ "version": 1 })).await.expect(200)["state"], "withdrawn");
        let forged = json!({ "version": 2, "code": "conflicting_deal" });
        holder.post(&action(&made, "decline"), forged.clone()).await.refused(409, "not_allowed_now");
        let again = buyer.post(&on(&listing), offer()).await.expect(201);
        let forged = json!({ "version": 1, "code": forged["code"] });
        assert_eq!(fields(&holder.post(&action(&again, "decline"), forged).await.refused(422, "validation")), ["code"]);
    }
}

crate::on_both! {
    async fn the_same_key_makes_one_offer(app: TestApp) {
        let (_, listing, buyer) = market(&app).await;
        let first = buyer.post_once(&on(&listing), "k-1", offer()).await.expect(201);
        assert_eq!(buyer.post_once(&on(&listing), "k-1", offer()).await.expect(201), first);
        buyer.post_once(&on(&listing), "k-1", offer_for("sole")).await.refused(422, "idempotency_mismatch");
        assert_eq!(buyer.get("/offers").await.expect(200)["items"].as_array().unwrap().len(), 1);
    }
}

crate::on_both! {
    async fn the_database_keeps_rounds_and_ended_threads_as_they_are(app: TestApp) {
        use sea_orm::{ConnectionTrait, Database};
        let (_, listing, buyer) = market(&app).await;
        let made = buyer.post(&on(&listing), offer()).await.expect(201);
        buyer.post(&action(&made, "withdraw"), json!({ "version": 1 })).await.expect(200);
        let open = buyer.post(&on(&listing), offer()).await.expect(201);
        let db = Database::connect(app.database_url()).await.unwrap();
        for sql in [
            "UPDATE offer_round SET price_minor = 1",
            "DELETE FROM offer_round",
            "UPDATE offer SET price_minor = 1 WHERE state = 'withdrawn'",
            "UPDATE offer SET state = 'open', turn = 'seller' WHERE state = 'withdrawn'",
            "UPDATE offer SET state = 'accepted', turn = NULL WHERE state = 'open'",
            "UPDATE offer SET state = 'declined', turn = NULL WHERE state = 'open'",
            "UPDATE offer SET turn = NULL WHERE state = 'open'",
            "UPDATE offer SET price_minor = 0 WHERE state = 'open'",
        ] {
            assert!(db.execute_unprepared(sql).await.is_err(), "{sql}");
        }
        db.close().await.unwrap();
        assert_eq!(state(&buyer, &open).await, "open");
    }
}

crate::on_both! {
    async fn an_intermediary_offers_for_its_principal_and_is_named(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let broker = app.owner("intermediary").await;
        let sales = mandate(&broker, &buyer, json!("all"), "supply", true).await;
        let agent = acting(&broker, &buyer);
        agent.post(&on(&listing), offer()).await.refused(403, "forbidden");
        mandate(&broker, &buyer, json!({ "listing": listing["id"] }), "demand", true).await;
        let made = agent.post(&on(&listing), offer()).await.expect(201);
        assert_eq!(made["buyer"]["id"], json!(buyer.organisation));
        assert_eq!(made["rounds"][0]["intermediary"], json!(broker.organisation));
        assert_eq!(made["allowed_actions"], json!(["withdraw"]));
        let elsewhere = published(&app, &holder, draft("Another one")).await;
        agent.post(&on(&elsewhere), offer()).await.refused(403, "forbidden");
        // What the buyer does itself elsewhere is not for an intermediary with a mandate for one listing.
        let own = buyer.post(&on(&elsewhere), offer()).await.expect(201);
        agent.get(&path(&own)).await.refused(404, "not_found");
        assert_eq!(agent.get("/offers").await.expect(200)["items"].as_array().unwrap().len(), 1);
        let event = {
            use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
            app.settle().await;
            let find = entity::event::Entity::find().filter(entity::event::Column::Subject.eq(made["id"].as_str().unwrap()));
            find.one(app.services().db.read()).await.unwrap().unwrap()
        };
        assert_eq!((event.kind.as_str(), event.organisation_id, event.on_behalf_of), ("offer.made", Some(broker.organisation.0), Some(buyer.organisation.0)));
        assert!(told(&holder).await.contains(&"offer.made".to_owned()));
        buyer.post(&format!("{sales}/actions/end"), json!({ "version": 2 })).await.expect(200);
        agent.post(&action(&made, "withdraw"), json!({ "version": 1 })).await.expect(200);
    }
}

crate::on_both! {
    async fn no_intermediary_negotiates_with_itself(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let broker = app.owner("intermediary").await;
        mandate(&broker, &buyer, json!("all"), "demand", true).await;
        mandate(&broker, &holder, json!("all"), "supply", true).await;
        let (for_buyer, for_holder) = (acting(&broker, &buyer), acting(&broker, &holder));
        let made = for_buyer.post(&on(&listing), offer()).await.expect(201);
        for_holder.post(&action(&made, "counter"), counter(1, offer())).await.refused(403, "both_sides");
        let own = broker.post(&on(&listing), offer()).await.expect(201);
        for_holder.post(&action(&own, "decline"), json!({ "version": 1, "reason": "no" })).await.refused(403, "both_sides");
        holder.post(&action(&made, "counter"), counter(1, offer())).await.expect(200);
        let mine = published(&app, &broker, draft("The broker's own")).await;
        for_buyer.post(&on(&mine), offer()).await.refused(403, "both_sides");
    }
}

crate::on_both! {
    async fn the_intermediary_of_the_holder_is_told_of_every_offer(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let broker = app.owner("intermediary").await;
        mandate(&broker, &holder, json!({ "listing": listing["id"] }), "supply", false).await;
        let made = buyer.post(&on(&listing), offer()).await.expect(201);
        holder.post(&action(&made, "counter"), counter(1, offer())).await.expect(200);
        app.settle().await;
        let told = told(&broker).await;
        assert!(["offer.made", "offer.countered"].iter().all(|kind| told.contains(&(*kind).to_owned())), "{told:?}");
    }
}
