//! From an accepted offer to a deal.

use serde_json::{Value, json};

use super::{action, counter, market, offer, offer_for, on, path, state};
use crate::acting::{acting, mandate};

crate::on_both! {
    async fn accepting_opens_the_deal_and_declines_what_conflicts(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let (rival, third) = (app.owner("fund").await, app.owner("enterprise").await);
        let mut terms = offer_for("exclusive");
        terms["terms"]["field"] = json!("Buses");
        let made = buyer.post(&on(&listing), terms.clone()).await.expect(201);
        let other = rival.post(&on(&listing), offer()).await.expect(201);
        let gone = third.post(&on(&listing), offer_for("assignment")).await.expect(201);
        third.post(&action(&gone, "withdraw"), json!({ "version": 1 })).await.expect(200);
        let accept = action(&made, "accept");
        buyer.post_once(&accept, "k-0", json!({ "version": 1 })).await.refused(403, "forbidden");
        holder.post(&accept, json!({ "version": 1 })).await.refused(400, "idempotency_required");
        holder.post_once(&accept, "k-1", json!({ "version": 2 })).await.refused(409, "stale_version");
        let done = holder.post_once(&accept, "k-2", json!({ "version": 1 })).await.expect(200);
        assert_eq!((done["offer"]["state"].as_str(), done["deal"]["stage"].as_str()), (Some("accepted"), Some("contract")));
        assert_eq!(done["offer"]["deal"], done["deal"]["id"]);
        assert_eq!(done["deal"]["origin"], made["id"]);
        assert_eq!(done["deal"]["price"], terms["price"]);
        assert_eq!(holder.post_once(&accept, "k-2", json!({ "version": 1 })).await.expect(200), done);
        let deal = format!("/deals/{}", done["deal"]["id"].as_str().unwrap());
        for party in [&holder, &buyer] {
            assert_eq!(party.get(&deal).await.expect(200)["stage"], "contract");
        }
        rival.get(&deal).await.refused(404, "not_found");
        let declined = rival.get(&path(&other)).await.expect(200);
        assert_eq!((declined["state"].as_str(), declined["reason"]["code"].as_str()), (Some("declined"), Some("conflicting_deal")));
        assert_eq!(state(&third, &gone).await, "withdrawn");
        let listed = holder.get(&format!("/listings/{}", listing["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(listed["state"], "under_deal");
        rival.post(&on(&listing), offer()).await.refused(409, "listing_takes_no_offers");
        holder.post_once(&accept, "k-3", json!({ "version": 2 })).await.refused(409, "not_allowed_now");
    }
}

crate::on_both! {
    async fn ordinary_licences_run_side_by_side(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let rival = app.owner("fund").await;
        let first = buyer.post(&on(&listing), offer()).await.expect(201);
        let second = rival.post(&on(&listing), offer()).await.expect(201);
        let all = rival.post(&on(&listing), offer_for("assignment")).await.expect(201);
        holder.post_once(&action(&first, "accept"), "k-1", json!({ "version": 1 })).await.expect(200);
        assert_eq!(state(&holder, &second).await, "open");
        assert_eq!(state(&holder, &all).await, "declined");
        let listed = holder.get(&format!("/listings/{}", listing["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(listed["state"], "published");
        holder.post_once(&action(&second, "accept"), "k-2", json!({ "version": 1 })).await.expect(200);
        // As long as a licence is being granted, nobody gets the only one.
        let sole = rival.post(&on(&listing), offer_for("sole")).await.expect(201);
        holder.post_once(&action(&sole, "accept"), "k-3", json!({ "version": 1 })).await.refused(409, "conflicting_deal");
        assert_eq!(state(&holder, &sole).await, "open");
    }
}

crate::on_both! {
    async fn the_deal_pins_what_was_offered(app: TestApp) {
        use sea_orm::EntityTrait;
        let (holder, listing, buyer) = market(&app).await;
        let made = buyer.post(&on(&listing), offer()).await.expect(201);
        let asked = holder.post(&action(&made, "counter"), counter(1, offer_for("sole"))).await.expect(200);
        let edit = format!("/listings/{}", listing["id"].as_str().unwrap());
        holder.patch(&edit, 3, json!({ "summary": { "en": "Less than before." } })).await.expect(200);
        let done = buyer.post_once(&action(&made, "accept"), "k-1", json!({ "version": asked["version"] })).await.expect(200);
        let deal: jiaxiu::kernel::id::DealId = done["deal"]["id"].as_str().unwrap().parse().unwrap();
        let row = entity::deal::Entity::find_by_id(deal.0).one(app.services().db.read()).await.unwrap().unwrap();
        assert_eq!((row.listing_version, row.origin_version, row.right.as_str()), (3, 2, "sole"));
    }
}

crate::on_both! {
    async fn one_of_two_acceptances_at_once_wins(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let rival = app.owner("fund").await;
        let offers = [
            buyer.post(&on(&listing), offer_for("assignment")).await.expect(201),
            rival.post(&on(&listing), offer_for("exclusive")).await.expect(201),
        ];
        let paths = [action(&offers[0], "accept"), action(&offers[1], "accept")];
        let (first, second) = tokio::join!(
            holder.post_once(&paths[0], "k-1", json!({ "version": 1 })),
            holder.post_once(&paths[1], "k-2", json!({ "version": 1 })),
        );
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{:#} {:#}", first.body, second.body);
        assert_eq!(holder.get("/deals").await.expect(200)["items"].as_array().unwrap().len(), 1);
    }
}

crate::on_both! {
    async fn an_intermediary_accepts_for_its_principal_but_never_from_itself(app: TestApp) {
        let (holder, listing, buyer) = market(&app).await;
        let broker = app.owner("intermediary").await;
        mandate(&broker, &holder, json!("all"), "supply", true).await;
        let agent = acting(&broker, &holder);
        let own = broker.post(&on(&listing), offer()).await.expect(201);
        agent.post_once(&action(&own, "accept"), "k-1", json!({ "version": 1 })).await.refused(403, "both_sides");
        let made = buyer.post(&on(&listing), offer()).await.expect(201);
        let done: Value = agent.post_once(&action(&made, "accept"), "k-2", json!({ "version": 1 })).await.expect(200);
        assert_eq!(done["deal"]["stage"], "contract");
        assert_eq!(state(&buyer, &made).await, "accepted");
    }
}
