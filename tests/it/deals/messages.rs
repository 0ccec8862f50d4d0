//! The thread of a deal, and what intermediaries earn by it.

use jiaxiu::{kernel::Role, listings::Right};
use serde_json::{Value, json};

use super::{Cast, PRICE, cny};
use crate::{
    acting::{acting, mandate},
    support::Person,
};

fn says(text: &str) -> Value {
    json!({ "text": text })
}

fn texts(thread: &Value) -> Vec<(i64, &str)> {
    let items = thread["items"].as_array().unwrap().iter();
    items.map(|one| (one["seq"].as_i64().unwrap(), one["text"].as_str().unwrap())).collect()
}

async fn told(reader: &Person) -> usize {
    let inbox = reader.get("/notifications?limit=100").await.expect(200);
    inbox["items"].as_array().unwrap().iter().filter(|notice| notice["kind"] == "deal.message_written").count()
}

crate::on_both! {
    async fn the_sides_write_to_each_other_and_nobody_else_reads_it(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, false).await;
        let path = format!("{}/messages", cast.path);
        assert_eq!(cast.buyer.get(&path).await.expect(200)["items"], json!([]));
        let first = cast.buyer.post(&path, says("  When can you deliver?  ")).await.expect(201);
        assert_eq!((&first["seq"], &first["from"]["id"]), (&json!(1), &json!(cast.buyer.organisation)));
        let member = app.colleague(&cast.seller, Role::Member).await;
        // Two of the same millisecond keep their order.
        member.post(&path, says("In May.")).await.expect(201);
        member.post(&path, says("Or in June.")).await.expect(201);
        let thread = cast.seller.get(&path).await.expect(200);
        assert_eq!(texts(&thread), [(1, "When can you deliver?"), (2, "In May."), (3, "Or in June.")]);
        app.settle().await;
        assert_eq!((told(&cast.seller).await, told(&cast.buyer).await, told(&cast.clerk).await), (1, 2, 0));

        let stranger = app.owner("fund").await;
        stranger.get(&path).await.refused(404, "not_found");
        stranger.post(&path, says("Hello")).await.refused(404, "not_found");
        app.anonymous().get(&path).await.refused(401, "unauthenticated");
        let viewer = app.colleague(&cast.buyer, Role::Viewer).await;
        assert_eq!(viewer.get(&path).await.expect(200)["items"].as_array().unwrap().len(), 3);
        viewer.post(&path, says("Hello")).await.refused(403, "forbidden");
        cast.buyer.post(&path, says(" ")).await.refused(422, "validation");
        cast.buyer.post(&path, says(&"字".repeat(5_001))).await.refused(422, "validation");
        let once = cast.buyer.post_once(&path, "m-1", says("Once.")).await.expect(201);
        assert_eq!(cast.buyer.post_once(&path, "m-1", says("Once.")).await.expect(201), once);
        assert_eq!(cast.buyer.get(&path).await.expect(200)["items"].as_array().unwrap().len(), 4);
    }
}

crate::on_both! {
    async fn the_exchange_reads_the_thread_while_a_dispute_is_open(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, false).await;
        let path = format!("{}/messages", cast.path);
        cast.buyer.post(&path, says("When can you deliver?")).await.expect(201);
        let auditor = app.operator(Role::Auditor).await;
        for reader in [&cast.clerk, &cast.approver, &auditor] {
            reader.get(&path).await.refused(403, "forbidden");
        }
        cast.funded().await;
        cast.act(&cast.buyer, "dispute", json!({ "reason": "They never deliver." })).await.expect(200);
        for reader in [&cast.clerk, &cast.approver, &auditor] {
            assert_eq!(texts(&reader.get(&path).await.expect(200)), [(1, "When can you deliver?")]);
            reader.post(&path, says("Calm down.")).await.refused(403, "forbidden");
        }
        cast.act(&cast.buyer, "withdraw_dispute", json!({})).await.expect(200);
        cast.clerk.get(&path).await.refused(403, "forbidden");
    }
}

crate::on_both! {
    async fn an_intermediary_writes_and_signs_in_its_principals_name_and_sees_what_it_earns(app: TestApp) {
        let broker = app.owner("intermediary").await;
        let (seller, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        mandate(&broker, &seller, json!("all"), "supply", true).await;
        let cast = Cast::between(&app, seller, buyer, Right::Assignment, false).await;
        let agent = acting(&broker, &cast.seller);
        let path = format!("{}/messages", cast.path);
        agent.post(&path, says("On behalf of the university.")).await.expect(201);
        let thread = cast.buyer.get(&path).await.expect(200);
        let message = &thread["items"][0];
        assert_eq!(
            (&message["from"]["id"], &message["intermediary"]["id"]),
            (&json!(cast.seller.organisation), &json!(broker.organisation))
        );
        // In its own name it is no side of the deal.
        broker.get(&path).await.refused(404, "not_found");

        cast.add(&cast.seller, "contract", "c.txt", "We agree.").await.expect(201);
        let version = cast.get(&cast.seller).await["version"].clone();
        agent.post_once(&format!("{}/actions/sign", cast.path), "agent-signs", json!({ "version": version })).await.expect(200);
        let deal = cast.act(&cast.buyer, "sign", json!({})).await.expect(200);
        let signed: Vec<&Value> = deal["history"].as_array().unwrap().iter().filter(|step| step["action"] == "sign").collect();
        assert_eq!(signed[0]["intermediary"]["id"], json!(broker.organisation));
        assert_eq!(signed[1]["intermediary"], Value::Null);

        let due = broker.get("/commissions").await.expect(200);
        let line = &due["items"][0];
        assert_eq!((&line["stage"], &line["expected"], &line["paid"]), (&json!("funding"), &cny(PRICE / 100 * 3), &cny(0)));
        assert_eq!(line["principal"]["id"], json!(cast.seller.organisation));
        agent.get("/commissions").await.refused(403, "forbidden");
        assert_eq!(cast.seller.get("/commissions").await.expect(200)["items"], json!([]));

        cast.pay(deal["payment"]["reference"].as_str().unwrap(), cny(PRICE)).await.expect(201);
        cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        cast.act(&cast.buyer, "accept", json!({})).await.expect(200);
        cast.act(&cast.approver, "release", json!({})).await.expect(200);
        let earned = broker.get("/commissions").await.expect(200);
        let line = &earned["items"][0];
        assert_eq!((&line["stage"], &line["paid"]), (&json!("closed"), &cny(PRICE / 100 * 3)));
    }
}

crate::on_both! {
    async fn whether_the_bank_is_a_sandbox_is_said_to_who_is_signed_in(app: TestApp) {
        app.anonymous().get("/bank/sandbox").await.refused(401, "unauthenticated");
        assert_eq!(app.owner("fund").await.get("/bank/sandbox").await.expect(200), json!({ "on": true }));
    }
}
