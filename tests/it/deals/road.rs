//! The whole road, and who may not walk it.

use jiaxiu::{kernel::Role, listings::Right};
use serde_json::{Value, json};

use super::{Cast, PRICE, books, cny};

async fn mandate(cast: &super::Person, principal: &super::Person, side: &str, commission: Value) {
    let terms = json!({
        "principal": principal.organisation, "scope": "all", "side": side, "commission": commission,
        "may_act": false, "valid_until": "2027-03-01T00:00:00Z",
    });
    let made = cast.post("/mandates", terms).await.expect(201);
    let path = format!("/mandates/{}/actions/accept", made["id"].as_str().unwrap());
    principal.post(&path, json!({ "version": 1 })).await.expect(200);
}

async fn account(of: &super::Person, kind: &str) -> i64 {
    let accounts = of.get("/ledger/accounts").await.expect(200);
    let found = accounts["items"].as_array().unwrap().iter().find(|account| account["kind"] == kind);
    found.map_or(0, |account| account["balance"]["minor"].as_i64().unwrap())
}

crate::on_both! {
    async fn an_assignment_with_two_intermediaries_goes_all_the_way(app: TestApp) {
        let (seller, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        let (left, right) = (app.owner("intermediary").await, app.owner("intermediary").await);
        mandate(&left, &seller, "supply", json!({ "bps": 333 })).await;
        mandate(&right, &buyer, "demand", json!({ "bps": 50, "min": cny(777_777) })).await;
        let cast = Cast::between(&app, seller, buyer, Right::Assignment, true).await;
        let deal = cast.get(&cast.seller).await;
        assert_eq!(deal["number"], "JX-D-2026-000001");
        assert_eq!((&deal["stage"], &deal["version"]), (&json!("contract"), &json!(1)));
        assert_eq!(deal["allowed_actions"], json!(["cancel"]), "nothing to sign yet");
        assert_eq!(deal["acting_next"], json!(["seller", "buyer"]));
        // Ten working days from Monday 2 March 2026: the end of Monday the 16th in China.
        assert_eq!((&deal["deadline"], &deal["at_deadline"]), (&json!("2026-03-16T16:00:00Z"), &json!("expire")));
        assert_eq!(cast.listing_state().await, "under_deal");
        let charges: Vec<i64> = deal["charges"].as_array().unwrap().iter().map(|c| c["amount"]["minor"].as_i64().unwrap()).collect();
        assert_eq!(charges, [3_996_000, 777_777, 1_200_000], "3.33 %, the minimum, 1 %");
        assert_eq!(deal["charges"][1]["payer"]["id"], json!(cast.buyer.organisation));

        cast.act(&cast.seller, "sign", json!({})).await.refused(409, "no_contract");
        let contract = cast.add(&cast.buyer, "contract", "合同.txt", "We agree.").await.expect(201);
        cast.act(&cast.seller, "sign", json!({})).await.expect(200);
        cast.act(&cast.seller, "sign", json!({})).await.refused(409, "already_signed");
        // A new version of the contract asks for both signatures again.
        let newer = cast.add(&cast.buyer, "contract", "合同2.txt", "We agree, really.").await.expect(201);
        let deal = cast.act(&cast.buyer, "sign", json!({})).await.expect(200);
        assert_eq!(deal["stage"], "contract");
        assert_ne!(newer["sha256"], contract["sha256"]);
        assert_eq!(deal["signatures"][0]["sha256"], newer["sha256"]);
        let deal = cast.act(&cast.seller, "sign", json!({})).await.expect(200);
        assert_eq!((&deal["stage"], &deal["version"]), (&json!("funding"), &json!(7)));
        assert_eq!(deal["payment"]["reference"], deal["number"]);
        assert_eq!(deal["payment"]["amount"], cny(PRICE));
        assert_eq!(deal["allowed_actions"], json!(["cancel"]));

        let short = cast.pay("JX-D-2026-000001", cny(PRICE - 1)).await.expect(201);
        assert_eq!((&short["matched"], &short["payment"]["reason"]), (&json!(false), &json!("wrong_amount")));
        assert_eq!(cast.get(&cast.buyer).await["stage"], "funding");
        assert_eq!(cast.pay("jx-d-2026-000001", cny(PRICE)).await.expect(201)["matched"], true);
        let deal = cast.get(&cast.buyer).await;
        assert_eq!((&deal["stage"], books(&deal)), (&json!("recordal"), [PRICE, PRICE, 0, 0, 0, 0]));
        assert_eq!(deal["payment"], Value::Null);
        assert_eq!(deal["allowed_actions"], json!(["file", "dispute"]));
        assert_eq!(cast.get(&cast.clerk).await["allowed_actions"], json!([]), "nothing filed, nothing to confirm");

        cast.act(&cast.clerk, "confirm_recordal", json!({})).await.refused(409, "not_filed");
        cast.act(&cast.seller, "file", json!({ "number": "", "date": "2026-03-03" })).await.refused(422, "validation");
        cast.act(&cast.seller, "file", json!({ "number": "2026030212345", "date": "2026-03-02" })).await.expect(200);
        cast.act(&cast.buyer, "confirm_recordal", json!({})).await.refused(403, "forbidden");
        let deal = cast.act(&cast.clerk, "confirm_recordal", json!({})).await.expect(200);
        assert_eq!((&deal["stage"], &deal["acting_next"]), (&json!("acceptance"), &json!(["seller"])));

        cast.act(&cast.buyer, "accept", json!({})).await.refused(409, "not_delivered");
        cast.act(&cast.buyer, "deliver", json!({})).await.refused(403, "forbidden");
        cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        let deal = cast.get(&cast.buyer).await;
        assert_eq!(deal["allowed_actions"], json!(["extend", "accept", "dispute"]));
        assert_eq!((&deal["deadline"], &deal["at_deadline"]), (&json!("2026-04-01T16:00:00Z"), &json!("accept")));
        cast.act(&cast.seller, "accept", json!({})).await.refused(403, "forbidden");
        cast.act(&cast.buyer, "accept", json!({})).await.expect(200);

        let version = json!(cast.get(&cast.clerk).await["version"]);
        let release = format!("{}/actions/release", cast.path);
        cast.clerk.post(&release, json!({ "version": version })).await.refused(400, "idempotency_required");
        let deal = cast.act_on(&cast.clerk, "release", version.clone(), json!({})).await.expect(200);
        let paid = PRICE - 3_996_000 - 777_777 - 1_200_000;
        assert_eq!((&deal["stage"], books(&deal)), (&json!("closed"), [PRICE, 0, paid, 0, 4_773_777, 1_200_000]));
        assert_eq!(cast.act_on(&cast.clerk, "release", version, json!({})).await.expect(200), deal, "the same key, the same answer");
        assert_eq!((account(&cast.seller, "party").await, account(&left, "commission").await), (paid, 3_996_000));
        assert_eq!((account(&right, "commission").await, account(&cast.buyer, "party").await), (777_777, 0));
        assert_eq!((&deal["deadline"], &deal["allowed_actions"], &deal["acting_next"]), (&Value::Null, &json!([]), &json!([])));
        assert!(deal["checklist"].as_array().unwrap().iter().all(|item| item["done"] == true), "{:#}", deal["checklist"]);
        assert_eq!(cast.listing_state().await, "closed");
        let steps: Vec<&str> = deal["history"].as_array().unwrap().iter().filter_map(|step| step["action"].as_str()).collect();
        assert_eq!(steps, ["put_contract", "sign", "put_contract", "sign", "sign", "conclude", "receive", "file", "confirm_recordal", "deliver", "accept", "release"]);
        app.settle().await;
        let told: Vec<Value> = left.get("/notifications?limit=100").await.expect(200)["items"].as_array().unwrap().clone();
        let kinds: Vec<&str> = told.iter().map(|notice| notice["kind"].as_str().unwrap()).collect();
        for kind in ["deal.opened", "deal.signed", "deal.stage_changed", "deal.filed", "deal.delivered", "deal.closed", "escrow.held", "escrow.released", "commission.paid"] {
            assert!(kinds.contains(&kind), "the intermediary was not told of {kind}: {kinds:?}");
        }
    }
}

crate::on_both! {
    async fn know_how_goes_without_recordal_and_an_ordinary_licence_leaves_the_listing_open(app: TestApp) {
        let cast = Cast::new(&app, Right::Ordinary, false).await;
        assert_eq!(cast.listing_state().await, "published");
        let deal = cast.funded().await;
        assert_eq!((&deal["stage"], &deal["recordal_required"]), (&json!("acceptance"), &json!(false)));
        let items: Vec<&str> = deal["checklist"].as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap()).collect();
        assert_eq!(items, ["contract_document", "seller_signature", "buyer_signature", "price_paid", "delivery", "acceptance", "payout"]);
        cast.act(&cast.seller, "file", json!({ "number": "1", "date": "2026-03-02" })).await.refused(409, "not_allowed_now");
        cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        cast.act(&cast.buyer, "accept", json!({})).await.expect(200);
        let deal = cast.act(&cast.approver, "release", json!({})).await.expect(200);
        assert_eq!(books(&deal), [PRICE, 0, PRICE - 1_200_000, 0, 0, 1_200_000]);
        assert_eq!(cast.listing_state().await, "published");
    }
}

crate::on_both! {
    async fn either_side_cancels_before_money_and_late_money_waits_in_suspense(app: TestApp) {
        let cast = Cast::new(&app, Right::Exclusive, true).await;
        let deal = cast.signed().await;
        assert_eq!(cast.listing_state().await, "under_deal");
        cast.act(&cast.clerk, "cancel", json!({})).await.refused(403, "forbidden");
        cast.act(&cast.buyer, "cancel", json!({ "reason": "x".repeat(2_001) })).await.refused(422, "validation");
        let over = cast.act(&cast.buyer, "cancel", json!({ "reason": "Our board said no." })).await.expect(200);
        assert_eq!((&over["stage"], &over["allowed_actions"]), (&json!("cancelled"), &json!([])));
        assert_eq!(cast.listing_state().await, "published");
        let late = cast.pay(deal["payment"]["reference"].as_str().unwrap(), cny(PRICE)).await.expect(201);
        assert_eq!((&late["matched"], &late["payment"]["reason"]), (&json!(false), &json!("no_longer_expected")));
        assert_eq!(books(&cast.get(&cast.buyer).await), [0; 6]);
        for action in ["sign", "cancel", "deliver"] {
            cast.act(&cast.seller, action, json!({})).await.refused(409, "not_allowed_now");
        }
        let again = crate::deals::open(&app, &cast.listing, &cast.seller, &cast.buyer, Right::Exclusive, true).await;
        let again = Cast { path: format!("/deals/{again}"), ..cast };
        let deal = again.act(&again.seller, "cancel", json!({})).await.expect(200);
        assert_eq!(deal["stage"], "cancelled", "nothing was ever expected from the bank");
    }
}

crate::on_both! {
    async fn the_wrong_people_are_kept_out(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, true).await;
        let stranger = app.owner("fund").await;
        app.anonymous().get(&cast.path).await.refused(401, "unauthenticated");
        app.anonymous().get("/deals").await.refused(401, "unauthenticated");
        stranger.get(&cast.path).await.refused(404, "not_found");
        assert_eq!(stranger.get("/deals").await.expect(200)["items"], json!([]));
        cast.add(&stranger, "contract", "c.txt", "mine").await.refused(404, "not_found");
        cast.add(&cast.seller, "contract", "c.txt", "ours").await.expect(201);
        let says = json!({
            "number": "1", "date": "2026-03-02", "reason": "r", "text": "t", "to_seller": cny(1), "to_buyer": cny(1),
        });
        let bodies = [
            ("sign", vec![]), ("cancel", vec!["reason"]), ("file", vec!["number", "date"]), ("confirm_recordal", vec![]),
            ("deliver", vec![]), ("accept", vec![]), ("extend", vec![]), ("release", vec![]), ("dispute", vec!["reason"]),
            ("add_evidence", vec!["text"]), ("propose_ruling", vec!["to_seller", "to_buyer"]), ("confirm_ruling", vec![]),
            ("withdraw_dispute", vec![]),
        ];
        let viewer = app.colleague(&cast.seller, Role::Viewer).await;
        let auditor = app.operator(Role::Auditor).await;
        for (action, fields) in bodies {
            let body = Value::Object(fields.iter().map(|field| ((*field).to_owned(), says[*field].clone())).collect());
            cast.act_on(&stranger, action, json!(2), body.clone()).await.refused(404, "not_found");
            cast.act_on(&viewer, action, json!(2), body.clone()).await.refused(403, "forbidden");
            cast.act_on(&auditor, action, json!(2), body.clone()).await.refused(403, "forbidden");
            cast.act_on(&cast.seller, action, json!(1), body.clone()).await.refused(409, "stale_version");
            let mut unknown = body.clone();
            unknown["colour"] = json!("red");
            cast.act_on(&cast.buyer, action, json!(2), unknown).await.refused(422, "validation");
            let mut with_version = body;
            with_version["version"] = json!(2);
            let path = format!("{}/actions/{action}", cast.path);
            app.anonymous().post(&path, with_version).await.refused(401, "unauthenticated");
        }
        assert_eq!(cast.get(&auditor).await["version"], 2);
        let member = app.colleague(&cast.buyer, Role::Member).await;
        cast.act(&member, "sign", json!({})).await.refused(403, "forbidden");
        let mine = cast.buyer.get("/deals?stage=contract").await.expect(200);
        assert_eq!(mine["items"].as_array().unwrap().len(), 1);
        assert_eq!(cast.buyer.get("/deals?stage=closed").await.expect(200)["items"], json!([]));
        cast.buyer.get("/deals?stage=nowhere").await.refused(422, "validation");
        assert_eq!(cast.clerk.get("/deals").await.expect(200)["items"].as_array().unwrap().len(), 1);
    }
}
