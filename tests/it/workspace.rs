//! What the holder's workspace stands on: what a listing improves, what waits for its holder, whose turn it is.

use serde_json::json;

use crate::listings::{draft, published};

crate::on_both! {
    async fn what_it_improves_is_kept_version_by_version(app: TestApp) {
        let holder = app.owner("university").await;
        let made = holder.post("/listings", draft("Anode")).await.expect(201);
        assert_eq!((&made["improvements"], &made["anonymous"]), (&json!([]), &json!(false)));
        let path = format!("/listings/{}", made["id"].as_str().unwrap());
        let capacity = json!({
            "what": { "en": " Reversible capacity ", "zh": "可逆容量" }, "from": "317", "to": "342",
            "unit": { "en": "mAh/g", "zh": "mAh/g" }, "against": { "en": "coconut-shell carbon", "zh": "椰壳硬碳" },
        });
        let changes = json!({ "improvements": [capacity, { "what": { "zh": "原料成本" } }], "price_rationale": { "en": "Three years of savings." } });
        let edited = holder.patch(&path, 1, changes).await.expect(200);
        assert_eq!(edited["improvements"][0]["what"]["en"], "Reversible capacity");
        assert_eq!(edited["improvements"][1], json!({ "what": { "zh": "原料成本" } }));
        let versions = holder.get(&format!("{path}/versions")).await.expect(200);
        assert_eq!(versions["items"][0]["content"]["improvements"][0]["to"], "342");
        assert_eq!(versions["items"][1]["content"]["improvements"], json!([]));
        for (bad, field) in [
            (json!({ "improvements": [{ "what": {} }] }), "improvements[0].what"),
            (json!({ "improvements": [{ "what": { "en": "x" }, "to": "9".repeat(61) }] }), "improvements[0].to"),
            (json!({ "improvements": vec![json!({ "what": { "en": "x" } }); 21] }), "improvements"),
            (json!({ "price_rationale": { "en": "x".repeat(2_001) } }), "price_rationale.en"),
        ] {
            let problem = holder.patch(&path, 2, bad).await.refused(422, "validation");
            assert_eq!(problem["errors"][0]["field"], field, "{problem:#}");
        }
        holder.post(&format!("{path}/actions/submit"), json!({ "version": 2 })).await.expect(200);
        app.operator(jiaxiu::kernel::Role::Clerk).await.post(&format!("{path}/actions/publish"), json!({ "version": 3 })).await.expect(200);
        app.settle().await;
        let found = app.anonymous().get("/search?q=coconut").await.expect(200);
        assert_eq!(found["hits"][0]["listing"]["improvements"][0]["from"], "317");
    }
}

crate::on_both! {
    async fn what_waits_for_its_holder_is_counted_and_found(app: TestApp) {
        let (holder, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        published(&app, &holder, draft("Quiet")).await;
        let busy = published(&app, &holder, draft("Busy")).await;
        let path = format!("/listings/{}", busy["id"].as_str().unwrap());
        assert_eq!(holder.get("/listings?waiting=true").await.expect(200)["items"], json!([]));
        let asked = buyer.post(&format!("{path}/enquiries"), json!({ "text": "How?" })).await.expect(201);
        buyer.post(&format!("{path}/access-requests"), json!({ "message": "To judge it." })).await.expect(201);
        let waiting = holder.get("/listings?waiting=true").await.expect(200);
        assert_eq!(waiting["items"].as_array().unwrap().len(), 1);
        assert_eq!(waiting["items"][0]["waiting"], json!({ "access_requests": 1, "enquiries": 1 }));
        assert_eq!(holder.get("/listings?waiting=false").await.expect(200)["items"].as_array().unwrap().len(), 1);
        assert_eq!(buyer.get(&path).await.expect(200).get("waiting"), None);
        // Whose turn it is.
        let count = async |who: &crate::support::Person, query: &str| {
            who.get(&format!("/enquiries?{query}")).await.expect(200)["items"].as_array().unwrap().len()
        };
        assert_eq!((asked["turn"].as_str(), count(&holder, "side=supply&turn=supply").await), (Some("supply"), 1));
        assert_eq!((count(&holder, "side=demand").await, count(&buyer, "side=demand").await), (0, 1));
        let thread = format!("{path}/enquiries/{}/messages", asked["id"].as_str().unwrap());
        assert_eq!(holder.post(&thread, json!({ "text": "So." })).await.expect(201)["turn"], "demand");
        assert_eq!((count(&holder, "turn=supply").await, count(&buyer, "turn=demand").await), (0, 1));
        let one = format!("/enquiries/{}", asked["id"].as_str().unwrap());
        assert_eq!(buyer.get(&one).await.expect(200)["messages"].as_array().unwrap().len(), 2);
        app.owner("fund").await.get(&one).await.refused(404, "not_found");
    }
}
