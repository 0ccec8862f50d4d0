//! Enquiries: threads with a response clock.

use jiaxiu::kernel::Role;
use serde_json::json;

use crate::listings::{draft, published};

crate::on_both! {
    async fn a_thread_between_the_asker_and_the_holder(app: TestApp) {
        let (holder, buyer, rival) = (app.owner("university").await, app.owner("enterprise").await, app.owner("fund").await);
        let listing = published(&app, &holder, draft("Asked about")).await;
        let path = format!("/listings/{}/enquiries", listing["id"].as_str().unwrap());
        let asked = buyer.post(&path, json!({ "text": "Does it work below −20 °C?" })).await.expect(201);
        assert_eq!(asked["listing"]["number"], listing["number"]);
        assert!(asked["answer_due"].as_str().unwrap() > asked["created_at"].as_str().unwrap());
        assert_eq!((&asked["first_answered_at"], &asked["overdue"]), (&json!(null), &json!(false)));
        let thread = format!("{path}/{}", asked["id"].as_str().unwrap());
        app.settle().await;
        let told = holder.get("/notifications").await.expect(200);
        assert!(told["items"].as_array().unwrap().iter().any(|n| n["kind"] == "enquiry.asked"), "{told:#}");
        // The asker's own second message is no answer.
        let more = buyer.post(&format!("{thread}/messages"), json!({ "text": "And above 60?" })).await.expect(201);
        assert_eq!(more["first_answered_at"], json!(null));
        app.advance(chrono::Duration::hours(3)).await;
        let answered = app.colleague(&holder, Role::Member).await.post(&format!("{thread}/messages"), json!({ "text": "Yes, both." })).await.expect(201);
        assert_eq!(answered["first_answered_at"], "2026-03-02T05:00:00Z");
        app.advance(chrono::Duration::hours(1)).await;
        let last = holder.post(&format!("{thread}/messages"), json!({ "text": "The report is in the data room." })).await.expect(201);
        assert_eq!(last["first_answered_at"], "2026-03-02T05:00:00Z");
        let from: Vec<_> = last["messages"].as_array().unwrap().iter().map(|m| m["from"].clone()).collect();
        assert_eq!(from, [json!(buyer.organisation), json!(buyer.organisation), json!(holder.organisation), json!(holder.organisation)]);
        rival.get(&thread).await.refused(404, "not_found");
        rival.post(&format!("{thread}/messages"), json!({ "text": "Hello" })).await.refused(404, "not_found");
        app.anonymous().get(&thread).await.refused(401, "unauthenticated");
        let auditor = app.operator(Role::Auditor).await;
        assert_eq!(auditor.get(&thread).await.expect(200)["messages"].as_array().unwrap().len(), 4);
        app.operator(Role::Clerk).await.post(&format!("{thread}/messages"), json!({ "text": "Hello" })).await.refused(403, "forbidden");
        app.colleague(&holder, Role::Viewer).await.post(&format!("{thread}/messages"), json!({ "text": "Hello" })).await.refused(403, "forbidden");
        for (who, count) in [(&buyer, 1), (&holder, 1), (&rival, 0), (&auditor, 1)] {
            for list in ["/enquiries", path.as_str()] {
                assert_eq!(who.get(list).await.expect(200)["items"].as_array().unwrap().len(), count, "{list}");
            }
        }
    }
}

crate::on_both! {
    async fn how_a_holder_answers_is_shown_with_its_listings(app: TestApp) {
        let (holder, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        let listing = published(&app, &holder, draft("Answered late")).await;
        let path = format!("/listings/{}", listing["id"].as_str().unwrap());
        let fresh = app.anonymous().get(&path).await.expect(200);
        assert_eq!(fresh["responses"], json!({ "enquiries": 0, "in_time_percent": null, "median_hours": null }));
        let mut threads = Vec::new();
        for text in ["One?", "Two?", "Three?"] {
            let asked = buyer.post(&format!("{path}/enquiries"), json!({ "text": text })).await.expect(201);
            threads.push(format!("{path}/enquiries/{}", asked["id"].as_str().unwrap()));
        }
        app.advance(chrono::Duration::hours(2)).await;
        holder.post(&format!("{}/messages", threads[0]), json!({ "text": "One." })).await.expect(201);
        assert_eq!(app.anonymous().get(&path).await.expect(200)["responses"], json!({ "enquiries": 1, "in_time_percent": 100, "median_hours": 2.0 }));
        app.advance(chrono::Duration::days(40)).await;
        assert_eq!(buyer.get(&threads[1]).await.expect(200)["overdue"], true);
        holder.post(&format!("{}/messages", threads[1]), json!({ "text": "Two." })).await.expect(201);
        assert_eq!(app.anonymous().get(&path).await.expect(200)["responses"], json!({ "enquiries": 3, "in_time_percent": 33, "median_hours": 482.0 }));
    }
}

crate::on_both! {
    async fn bad_enquiries_are_refused(app: TestApp) {
        let (holder, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        let listing = published(&app, &holder, draft("Asked badly")).await;
        let path = format!("/listings/{}/enquiries", listing["id"].as_str().unwrap());
        buyer.post(&path, json!({ "text": "" })).await.refused(422, "validation");
        buyer.post(&path, json!({ "text": "x".repeat(5_001) })).await.refused(422, "validation");
        holder.post(&path, json!({ "text": "Myself?" })).await.refused(409, "own_listing");
        app.operator(Role::Clerk).await.post(&path, json!({ "text": "Us?" })).await.refused(409, "own_listing");
        app.anonymous().post(&path, json!({ "text": "Who?" })).await.refused(401, "unauthenticated");
        app.colleague(&buyer, Role::Viewer).await.post(&path, json!({ "text": "Me?" })).await.refused(403, "forbidden");
        let hidden = holder.post("/listings", draft("Hidden")).await.expect(201);
        buyer.post(&format!("/listings/{}/enquiries", hidden["id"].as_str().unwrap()), json!({ "text": "?" })).await.refused(404, "not_found");
        assert_eq!(buyer.get("/enquiries").await.expect(200)["items"], json!([]));
        let first = buyer.post_once(&path, "e-1", json!({ "text": "Once?" })).await.expect(201);
        assert_eq!(buyer.post_once(&path, "e-1", json!({ "text": "Once?" })).await.expect(201), first);
    }
}
