//! Disputes and rulings.

use jiaxiu::{kernel::Role, listings::Right};
use serde_json::{Value, json};

use super::{Cast, PRICE, books, cny};

async fn disputed(app: &crate::support::TestApp, right: Right) -> Cast {
    let cast = Cast::new(app, right, false).await;
    cast.funded().await;
    cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
    cast.act(&cast.buyer, "dispute", json!({ "reason": "" })).await.refused(422, "validation");
    let deal =
        cast.act(&cast.buyer, "dispute", json!({ "reason": "Half of the drawings are missing." })).await.expect(200);
    assert_eq!((&deal["stage"], &deal["dispute"]["from"]), (&json!("disputed"), &json!("acceptance")));
    cast
}

crate::on_both! {
    async fn two_persons_split_the_held_money_70_to_30(app: TestApp) {
        let cast = disputed(&app, Right::Assignment).await;
        cast.act(&cast.buyer, "accept", json!({})).await.refused(409, "not_allowed_now");
        let shown = cast.add(&cast.seller, "evidence", "清单.txt", "All 40 drawings.").await.expect(201);
        let says = json!({ "text": "They are all there.", "document": shown["id"] });
        cast.act(&cast.seller, "add_evidence", says).await.expect(200);
        let elsewhere = json!({ "text": "x", "document": "doc_0190a3f4c2d17e5b9a60d3c1e8f72b45" });
        cast.act(&cast.buyer, "add_evidence", elsewhere).await.refused(422, "validation");
        cast.act(&cast.approver, "confirm_ruling", json!({})).await.refused(409, "no_ruling");

        let ruling = |to_seller: i64, to_buyer: i64| json!({ "to_seller": cny(to_seller), "to_buyer": cny(to_buyer) });
        cast.act(&cast.seller, "propose_ruling", ruling(PRICE, 0)).await.refused(403, "forbidden");
        for (bad, fields) in [
            (ruling(84_000_000, 36_000_001), vec!["to_buyer.minor"]),
            (ruling(-1, PRICE + 1), vec!["to_seller.minor", "to_buyer.minor"]),
            (json!({ "to_seller": { "minor": PRICE, "currency": "USD" }, "to_buyer": cny(0) }), vec!["to_seller.currency"]),
        ] {
            let problem = cast.act(&cast.clerk, "propose_ruling", bad).await.refused(422, "validation");
            let found: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
            assert_eq!(found, fields);
        }
        cast.act(&cast.approver, "propose_ruling", ruling(84_000_000, 36_000_000)).await.expect(200);
        assert_eq!(cast.get(&cast.seller).await["ruling"]["to_buyer"], cny(36_000_000));
        cast.act(&cast.approver, "confirm_ruling", json!({})).await.refused(403, "forbidden");
        cast.act(&cast.clerk, "confirm_ruling", json!({})).await.refused(403, "forbidden");
        cast.act(&cast.buyer, "confirm_ruling", json!({})).await.refused(403, "forbidden");
        let other = app.operator(Role::Approver).await;
        assert!(cast.get(&other).await["allowed_actions"].as_array().unwrap().contains(&json!("confirm_ruling")));
        assert!(!cast.get(&cast.approver).await["allowed_actions"].as_array().unwrap().contains(&json!("confirm_ruling")));
        let deal = cast.act(&other, "confirm_ruling", json!({})).await.expect(200);
        assert_eq!((&deal["stage"], books(&deal)), (&json!("closed"), [PRICE, 0, 84_000_000 - 840_000, 36_000_000, 0, 840_000]));
        assert_eq!(cast.listing_state().await, "closed");
    }
}

crate::on_both! {
    async fn everything_back_to_the_buyer_is_a_refund_and_opens_the_listing(app: TestApp) {
        let cast = disputed(&app, Right::Exclusive).await;
        let says = json!({ "to_seller": cny(0), "to_buyer": cny(PRICE), "reason": "Nothing was delivered." });
        cast.act(&cast.clerk, "propose_ruling", says).await.expect(200);
        let deal = cast.act(&cast.approver, "confirm_ruling", json!({})).await.expect(200);
        assert_eq!((&deal["stage"], books(&deal)), (&json!("refunded"), [PRICE, 0, 0, PRICE, 0, 0]));
        assert_eq!(cast.listing_state().await, "published");
        app.settle().await;
        let told = cast.seller.get("/notifications?limit=100").await.expect(200);
        let kinds: Vec<&Value> = told["items"].as_array().unwrap().iter().map(|notice| &notice["kind"]).collect();
        for kind in ["deal.disputed", "deal.ruling_proposed", "deal.ruling_confirmed", "deal.refunded"] {
            assert!(kinds.contains(&&json!(kind)), "{kind}: {kinds:?}");
        }
    }
}

crate::on_both! {
    async fn whoever_opened_it_takes_it_back_and_the_clock_goes_on(app: TestApp) {
        let cast = disputed(&app, Right::Assignment).await;
        app.advance(chrono::Duration::days(3)).await;
        cast.act(&cast.seller, "withdraw_dispute", json!({})).await.refused(403, "forbidden");
        let deal = cast.act(&cast.buyer, "withdraw_dispute", json!({})).await.expect(200);
        assert_eq!((&deal["stage"], &deal["dispute"], &deal["ruling"]), (&json!("acceptance"), &Value::Null, &Value::Null));
        assert_eq!((&deal["deadline"], &deal["at_deadline"]), (&json!("2026-04-04T16:00:00Z"), &json!("accept")), "three days later than before");
        cast.act(&cast.seller, "dispute", json!({ "reason": "The buyer does not answer." })).await.expect(200);
        app.advance(chrono::Duration::days(20)).await;
        let late = json!({ "text": "too late" });
        cast.act(&cast.buyer, "add_evidence", late).await.refused(409, "deadline_passed");
    }
}
