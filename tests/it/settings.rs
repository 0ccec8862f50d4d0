//! Settings, through HTTP: what they change, when, and for whom.

use jiaxiu::{kernel::Role, listings::Right};
use serde_json::{Value, json};

use crate::{
    deals::{Cast, PRICE, cny},
    support::{Answer, Person, TestApp},
};

async fn put(who: &Person, version: i64, body: Value) -> Answer {
    let request = who.request(reqwest::Method::PUT, "/settings").header("If-Match", format!("\"{version}\""));
    who.send(request.json(&body)).await
}

fn fees(bps: u32, min: i64, cap: i64) -> Value {
    json!({ "fees": { "bps": bps, "min": cny(min), "cap": cny(cap) } })
}

/// What the exchange takes of a deal.
fn fee(deal: &Value) -> i64 {
    let charges = deal["charges"].as_array().unwrap();
    charges.iter().find(|charge| charge["kind"] == "fee").unwrap()["amount"]["minor"].as_i64().unwrap()
}

crate::on_both! {
    async fn a_deal_keeps_the_fee_that_was_in_force_when_it_opened(app: TestApp) {
        let approver = app.operator(Role::Approver).await;
        let before = Cast::new(&app, Right::Ordinary, false).await;
        let standard = approver.get("/settings").await.expect(200);
        assert_eq!((&standard["version"], &standard["fees_set"], &standard["fees"]["bps"]), (&json!(0), &json!(false), &json!(100)));
        assert_eq!(fee(&before.get(&approver).await), PRICE / 100);

        let set = put(&approver, 0, fees(250, 0, 10_000_000_000)).await.expect(200);
        assert_eq!((&set["version"], &set["fees_set"], &set["fees"]["bps"]), (&json!(1), &json!(true), &json!(250)));
        assert_eq!(set["standard_fees"]["bps"], 100, "the rule pack's own");
        let after = Cast::new(&app, Right::Ordinary, false).await;
        assert_eq!(fee(&after.get(&approver).await), PRICE / 1_000 * 25);
        assert_eq!(fee(&before.get(&approver).await), PRICE / 100, "the one under way keeps its own");

        put(&approver, 1, fees(250, 0, 1_000_000)).await.expect(200);
        let capped = Cast::new(&app, Right::Ordinary, false).await;
        assert_eq!(fee(&capped.get(&approver).await), 1_000_000);
        put(&approver, 2, json!({ "fees": null })).await.expect(200);
        assert_eq!(approver.get("/settings").await.expect(200)["fees_set"], false);

        // The one with the old fee is paid out by it.
        for cast in [&before, &after] {
            cast.funded().await;
            cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
            cast.act(&cast.buyer, "accept", json!({})).await.expect(200);
        }
        let released = before.act(&before.clerk, "release", json!({})).await.expect(200);
        assert_eq!(released["ledger"]["fees"]["minor"], PRICE / 100);
        let released = after.act(&after.clerk, "release", json!({})).await.expect(200);
        assert_eq!(released["ledger"]["fees"]["minor"], PRICE / 1_000 * 25);
    }
}

crate::on_both! {
    async fn changes_are_kept_with_who_and_what_and_stale_ones_refused(app: TestApp) {
        let (approver, owner) = (app.operator(Role::Approver).await, app.operator(Role::Owner).await);
        let name = json!({ "name": { "zh": "黔城技术产权交易所", "en": "Qiancheng Exchange" } });
        put(&approver, 0, name.clone()).await.expect(200);
        put(&owner, 0, json!({ "contact": { "email": "desk@example.org" } })).await.refused(412, "precondition_failed");
        let both = json!({ "contact": { "email": "desk@example.org", "phone": "+86 851 0000" }, "periods": { "verification": 1, "listing": 2, "recordal": 3, "suspense": 4 } });
        app.clock().advance(chrono::Duration::seconds(1));
        let now = put(&owner, 1, both).await.expect(200);
        assert_eq!((&now["version"], &now["name"]["en"]), (&json!(2), &json!("Qiancheng Exchange")), "what is left out stays");
        // The same again changes nothing and leaves no trace.
        assert_eq!(put(&owner, 2, name).await.expect(200)["version"], 2);
        let history = approver.get("/settings/history").await.expect(200);
        let items = history["items"].as_array().unwrap();
        assert_eq!((items.len(), &items[0]["account"], &items[1]["account"]), (2, &json!(owner.account), &json!(approver.account)));
        let sections: Vec<&str> = items[0]["changes"].as_array().unwrap().iter().map(|change| change["section"].as_str().unwrap()).collect();
        assert_eq!(sections, ["contact", "periods"]);
        assert_eq!((&items[1]["changes"][0]["from"]["en"], &items[1]["changes"][0]["to"]["en"]), (&json!("Jiaxiu"), &json!("Qiancheng Exchange")));

        let without = approver.request(reqwest::Method::PUT, "/settings").json(&json!({}));
        approver.send(without).await.refused(428, "precondition_required");
        for (bad, field) in [
            (json!({ "name": {} }), "name"),
            (fees(1_001, 0, 10), "fees.bps"),
            (fees(100, 20, 10), "fees.cap.minor"),
            (json!({ "fees": { "bps": 1, "min": { "minor": 0, "currency": "USD" }, "cap": cny(1) } }), "fees.min.currency"),
            (json!({ "contact": { "email": "nobody" } }), "contact.email"),
            (json!({ "contact": { "phone": "call me" } }), "contact.phone"),
            (json!({ "announcement": { "text": {}, "tone": "info" } }), "announcement.text"),
            (json!({ "reasons": [{ "for": "reject", "name": { "en": "x" }, "text": {} }] }), "reasons[0].text"),
            (json!({ "periods": { "verification": 0, "listing": 2, "recordal": 3, "suspense": 4 } }), "periods.verification"),
        ] {
            let problem = put(&approver, 2, bad).await.refused(422, "validation");
            assert_eq!(problem["errors"][0]["field"], field, "{problem:#}");
        }
        app.settle().await;
        let events = entity_events(&app).await;
        assert_eq!(events, 2);
    }
}

async fn entity_events(app: &TestApp) -> u64 {
    use entity::event;
    use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
    let changed = event::Entity::find().filter(event::Column::Kind.eq("setting.changed"));
    changed.count(app.services().db.read()).await.unwrap()
}

crate::on_both! {
    async fn approvers_and_owners_change_them_and_others_of_the_exchange_read(app: TestApp) {
        let (clerk, auditor) = (app.operator(Role::Clerk).await, app.operator(Role::Auditor).await);
        let holder = app.owner("university").await;
        for reader in [&clerk, &auditor] {
            let seen = reader.get("/settings").await.expect(200);
            assert_eq!(seen["may_change"], false);
            assert!(seen["reasons"].as_array().unwrap().len() >= 8, "templates come with the program");
            put(reader, 0, json!({ "name": { "en": "Mine" } })).await.refused(403, "forbidden");
        }
        holder.get("/settings").await.refused(403, "forbidden");
        holder.get("/settings/history").await.refused(403, "forbidden");
        put(&holder, 0, json!({ "name": { "en": "Mine" } })).await.refused(403, "forbidden");
        let anyone = app.anonymous();
        anyone.get("/settings").await.refused(401, "unauthenticated");

        let site = anyone.get("/site").await.expect(200);
        assert_eq!((&site["name"]["zh"], &site["announcement"], &site["demo"], &site["captured_mail"]), (&json!("甲秀"), &json!(null), &json!(false), &json!(true)));
        let approver = app.operator(Role::Approver).await;
        assert_eq!(approver.get("/settings").await.expect(200)["may_change"], true);
        let said = json!({ "announcement": { "text": { "en": "Closed on Friday.", "zh": "周五休市。" }, "tone": "warning", "until": "2026-03-07T00:00:00Z" }, "name": { "en": "Qiancheng Exchange" } });
        put(&approver, 0, said).await.expect(200);
        let site = anyone.get("/site").await.expect(200);
        assert_eq!((&site["announcement"]["text"]["en"], &site["name"]), (&json!("Closed on Friday."), &json!({ "en": "Qiancheng Exchange" })));
        assert!(site.get("fees").is_none());
        app.advance(chrono::Duration::days(6)).await;
        assert_eq!(anyone.get("/site").await.expect(200)["announcement"], json!(null), "it was until Friday");
        put(&approver, 1, json!({ "announcement": null })).await.expect(200);
    }
}

crate::on_both! {
    async fn a_new_name_stands_in_the_next_mail(app: TestApp) {
        let approver = app.operator(Role::Approver).await;
        put(&approver, 0, json!({ "name": { "zh": "黔城交易所", "en": "Qiancheng Exchange" } })).await.expect(200);
        let sign_up = json!({ "email": "new@example.org", "password": "umbrella-tangent-57-crow", "display_name": "Lin", "locale": "en" });
        app.anonymous().post("/accounts", sign_up).await.expect(202);
        app.settle().await;
        use entity::mail;
        use sea_orm::EntityTrait;
        let mails = mail::Entity::find().all(app.services().db.read()).await.unwrap();
        let mail = mails.iter().find(|mail| mail.recipient == "new@example.org").unwrap();
        assert!(format!("{} {}", mail.subject, mail.body).contains("Qiancheng Exchange"), "{mail:?}");
    }
}
