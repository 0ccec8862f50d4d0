//! What the bureau sees, through HTTP, against a story that is counted by hand.

use jiaxiu::{kernel::Role, listings::Right};
use serde_json::{Value, json};

use crate::{
    deals::{Cast, PRICE, cny},
    listings::{draft, published},
    offers,
    support::{Person, TestApp},
};

/// A deal from its contract to the released price.
async fn closed(app: &TestApp, seller: &Person, buyer: &Person) {
    let cast = Cast::between(app, seller.clone(), buyer.clone(), Right::Ordinary, false).await;
    cast.funded().await;
    cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
    cast.act(&cast.buyer, "accept", json!({})).await.expect(200);
    cast.act(&cast.clerk, "release", json!({})).await.expect(200);
}

fn quarter<'a>(overview: &'a Value, name: &str) -> &'a Value {
    let all = overview["quarters"].as_array().unwrap();
    &all.iter().find(|one| one["quarter"] == name).unwrap_or_else(|| panic!("no {name} in {overview:#}"))["figures"]
}

fn sector<'a>(overview: &'a Value, name: &str) -> &'a Value {
    &overview["sectors"].as_array().unwrap().iter().find(|one| one["sector"] == name).unwrap()["figures"]
}

crate::on_both! {
    async fn figures_agree_with_a_story_counted_by_hand(app: TestApp) {
        let (seller, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        let bureau = app.owner("bureau").await;
        // 2 March 2026, the first quarter: three deals, each on a listing of its own, all of new energy.
        for _ in 0..3 {
            closed(&app, &seller, &buyer).await;
        }
        // Two more listings of medicine, with an enquiry each, answered after 2 and after 4 hours; a third after 9.
        let mut medicine = draft("Spray");
        medicine["sector"] = json!("modern_medicine");
        let spray = published(&app, &seller, medicine.clone()).await;
        published(&app, &seller, medicine).await;
        let asked_on = format!("/listings/{}/enquiries", spray["id"].as_str().unwrap());
        let mut asked = Vec::new();
        for _ in 0..3 {
            asked.push(buyer.post(&asked_on, json!({ "text": "How much of it?" })).await.expect(201));
        }
        for (enquiry, hours) in asked.iter().zip([2, 2, 5]) {
            app.advance(chrono::Duration::hours(hours)).await;
            let path = format!("{asked_on}/{}/messages", enquiry["id"].as_str().unwrap());
            seller.post(&path, json!({ "text": "Enough." })).await.expect(201);
        }
        // The second quarter: one deal, disputed and split by a ruling.
        app.advance(chrono::Duration::days(60)).await;
        let cast = Cast::between(&app, seller.clone(), buyer.clone(), Right::Ordinary, false).await;
        cast.funded().await;
        cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        cast.act(&cast.buyer, "dispute", json!({ "reason": "Half of it is missing." })).await.expect(200);
        let split = json!({ "to_seller": cny(PRICE / 4), "to_buyer": cny(PRICE / 4 * 3), "reason": "A quarter is there." });
        cast.act(&cast.clerk, "propose_ruling", split).await.expect(200);
        cast.act(&cast.approver, "confirm_ruling", json!({})).await.expect(200);

        let seen = bureau.get("/insights/overview").await.expect(200);
        assert_eq!((&seen["from"], &seen["to"]), (&json!("2025-07-01"), &json!("2026-06-30")), "four quarters");
        assert_eq!(seen["quarters"].as_array().unwrap().len(), 4);
        let total = &seen["total"];
        assert_eq!((&total["listings_published"], &total["enquiries"]), (&json!(6), &json!(3)));
        assert_eq!((&total["deals_opened"], &total["deals_closed"]), (&json!(4), &json!(4)));
        assert_eq!(total["money_released"], cny(PRICE * 3 + PRICE / 4));
        assert_eq!(total["dispute_share"], 25.0);
        assert_eq!(total["enquiry_response_hours"], 4.0, "the middle of 2, 4 and 9");
        // The second quarter's one deal is withheld, and the first quarter's three as well: four less three is one.
        let (first, second) = (quarter(&seen, "2026-Q1"), quarter(&seen, "2026-Q2"));
        assert_eq!((&second["listings_published"], &second["deals_closed"], &second["money_released"]), (&json!(1), &json!(null), &json!(null)));
        assert_eq!((&first["listings_published"], &first["deals_closed"], &first["money_released"]), (&json!(5), &json!(null), &json!(null)));
        assert!(first["withheld"].as_array().unwrap().contains(&json!("money_released")));
        assert_eq!(quarter(&seen, "2025-Q4")["deals_closed"], 0);
        // All four are of new energy: nothing to hide.
        assert_eq!((&sector(&seen, "new_energy")["deals_closed"], &sector(&seen, "modern_medicine")["listings_published"]), (&json!(4), &json!(2)));
        assert_eq!(sector(&seen, "modern_medicine")["enquiry_response_hours"], 4.0);
        assert_eq!(seen["regions"][0]["region"], "CN-GZ");

        // The first quarter alone.
        let alone = bureau.get("/insights/overview?from=2026-01-15&to=2026-02-01").await.expect(200);
        assert_eq!((&alone["from"], &alone["to"]), (&json!("2026-01-01"), &json!("2026-03-31")), "whole quarters only");
        assert_eq!((&alone["total"]["deals_closed"], &alone["total"]["money_released"]), (&json!(3), &cny(PRICE * 3)));
        assert_eq!(quarter(&alone, "2026-Q1")["dispute_share"], 0.0);
        let text = seen.to_string();
        for party in [&seller, &buyer] {
            assert!(!text.contains(&party.organisation.to_string()));
        }
    }
}

crate::on_both! {
    async fn answers_to_offers_and_the_road_to_release_are_measured(app: TestApp) {
        let bureau = app.owner("bureau").await;
        for hours in [1, 3, 8] {
            let (holder, listing, buyer) = offers::market(&app).await;
            let made = buyer.post(&offers::on(&listing), offers::offer()).await.expect(201);
            app.advance(chrono::Duration::hours(hours)).await;
            holder.post_once(&offers::action(&made, "accept"), "yes", json!({ "version": 1 })).await.expect(200);
        }
        let total = bureau.get("/insights/overview").await.expect(200)["total"].clone();
        assert_eq!((&total["offers"], &total["offer_response_hours"]), (&json!(3), &json!(3.0)));
        assert_eq!((&total["deals_opened"], &total["deals_closed"], &total["offer_to_release_days"]), (&json!(3), &json!(0), &json!(null)));
        assert!(total["withheld"].as_array().unwrap().is_empty());
    }
}

crate::on_both! {
    async fn a_verified_bureau_looks_on_and_trades_nothing(app: TestApp) {
        let bureau = app.owner("bureau").await;
        let (holder, fresh) = (app.owner("university").await, app.unverified("bureau").await);
        let listing = published(&app, &holder, draft("Heat pump")).await;
        let path = format!("/listings/{}", listing["id"].as_str().unwrap());
        bureau.get("/insights/overview").await.expect(200);
        app.operator(Role::Auditor).await.get("/insights/overview").await.expect(200);
        holder.get("/insights/overview").await.refused(403, "forbidden");
        fresh.get("/insights/overview").await.refused(403, "organisation_not_verified");
        app.anonymous().get("/insights/overview").await.refused(401, "unauthenticated");
        for bad in ["from=2026-05-01&to=2026-01-01", "from=2010-01-01"] {
            bureau.get(&format!("/insights/overview?{bad}")).await.refused(422, "validation");
        }
        bureau.get(&path).await.expect(200);
        bureau.post("/listings", draft("Ours")).await.refused(403, "forbidden");
        bureau.post(&format!("{path}/offers"), offers::offer()).await.refused(403, "forbidden");
        bureau.post(&format!("{path}/enquiries"), json!({ "text": "How much?" })).await.refused(403, "forbidden");
        bureau.post(&format!("{path}/nda"), json!({ "accept": true, "version": "2026-1" })).await.refused(403, "forbidden");
        let broker = app.owner("intermediary").await;
        let mandate = json!({ "principal": bureau.organisation, "scope": "all", "side": "demand", "commission": { "bps": 100 }, "valid_until": "2027-03-01T00:00:00Z" });
        broker.post("/mandates", mandate).await.refused(422, "not_an_intermediary");
        for list in ["/deals", "/offers", "/listings", "/mandates", "/bank/payments"] {
            let seen = bureau.get(list).await.expect(200);
            let own = seen["items"].as_array().unwrap();
            assert!(own.is_empty() || list == "/listings", "{list}: {seen:#}");
        }
    }
}
