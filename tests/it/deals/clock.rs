//! Deadlines.

use chrono::Duration;
use jiaxiu::listings::Right;
use serde_json::json;

use super::{Cast, PRICE, books, cny};

async fn reminders(cast: &Cast) -> usize {
    cast.app.settle().await;
    let told = cast.buyer.get("/notifications?limit=100").await.expect(200);
    told["items"].as_array().unwrap().iter().filter(|notice| notice["kind"] == "deal.deadline_near").count()
}

crate::on_both! {
    async fn a_contract_that_nobody_signs_expires(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, true).await;
        cast.add(&cast.seller, "contract", "c.txt", "We agree.").await.expect(201);
        cast.act(&cast.seller, "sign", json!({})).await.expect(200);
        app.advance(Duration::days(14)).await;
        assert_eq!(cast.get(&cast.buyer).await["stage"], "contract", "the last day is not over");
        assert_eq!(reminders(&cast).await, 2);
        // The clock has passed the end, and no sweep has come round.
        app.clock().advance(Duration::days(1));
        cast.act(&cast.buyer, "sign", json!({})).await.refused(409, "deadline_passed");
        app.advance(Duration::zero()).await;
        let deal = cast.get(&cast.buyer).await;
        let last = deal["history"].as_array().unwrap().last().unwrap();
        assert_eq!((&deal["stage"], &last["action"], &last["party"]), (&json!("cancelled"), &json!("expire"), &json!("clock")));
        assert_eq!(cast.listing_state().await, "published");
        assert_eq!(books(&deal), [0; 6]);
    }
}

crate::on_both! {
    async fn a_price_that_nobody_pays_ends_the_deal(app: TestApp) {
        let cast = Cast::new(&app, Right::Sole, true).await;
        let deal = cast.signed().await;
        app.advance(Duration::days(15)).await;
        assert_eq!(cast.get(&cast.buyer).await["stage"], "cancelled");
        let late = cast.pay(deal["payment"]["reference"].as_str().unwrap(), cny(PRICE)).await.expect(201);
        assert_eq!(late["matched"], false);
        assert_eq!(cast.listing_state().await, "published");
    }
}

crate::on_both! {
    async fn silence_is_acceptance_after_two_reminders(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, false).await;
        cast.funded().await;
        app.advance(Duration::days(60)).await;
        assert_eq!(cast.get(&cast.buyer).await["stage"], "acceptance", "nothing was delivered, so nobody is silent about it");
        let before = reminders(&cast).await;
        let deal = cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        let delivered = deal["deadline"].as_str().unwrap().to_owned();
        app.advance(Duration::days(22)).await;
        assert_eq!(reminders(&cast).await, before, "30 days and a few: not near yet");
        let deal = cast.act(&cast.buyer, "extend", json!({})).await.expect(200);
        let days = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let added = days(deal["deadline"].as_str().unwrap()) - days(&delivered);
        assert!((15..=18).contains(&added.num_days()), "fifteen days, and a weekend at most: {added}");
        cast.act(&cast.buyer, "extend", json!({})).await.refused(409, "no_more_extensions");
        let end = days(deal["deadline"].as_str().unwrap());
        let left = |app: &crate::support::TestApp| end - app.clock().now();
        app.advance(left(&app) - Duration::days(2)).await;
        assert_eq!(reminders(&cast).await, before + 1);
        // Nine in the morning, the day before the last.
        app.advance(left(&app) - Duration::hours(39)).await;
        assert_eq!(reminders(&cast).await, before + 2);
        app.advance(left(&app) - Duration::seconds(1)).await;
        assert_eq!(cast.get(&cast.buyer).await["stage"], "acceptance");
        app.advance(Duration::seconds(1)).await;
        let deal = cast.get(&cast.buyer).await;
        let last = deal["history"].as_array().unwrap().last().unwrap();
        assert_eq!((&deal["stage"], &last["action"], &last["party"]), (&json!("release"), &json!("accept"), &json!("clock")));
        assert_eq!(books(&deal), [PRICE, PRICE, 0, 0, 0, 0], "accepted, not released");
    }
}

crate::on_both! {
    async fn reminders_that_came_late_give_the_buyer_a_day(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, false).await;
        cast.funded().await;
        cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        app.advance(Duration::days(40)).await;
        assert_eq!(cast.get(&cast.buyer).await["stage"], "acceptance", "both reminders came only now");
        app.advance(Duration::hours(23)).await;
        assert_eq!(cast.get(&cast.buyer).await["stage"], "acceptance");
        app.advance(Duration::hours(1)).await;
        assert_eq!(cast.get(&cast.buyer).await["stage"], "release");
    }
}
