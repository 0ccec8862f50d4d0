//! The operator's desk, through HTTP: what waits, who has it in hand, what was done, and the audit trail.

use jiaxiu::{kernel::Role, listings::Right};
use serde_json::{Value, json};

use crate::{acting::set_state, deals::Cast, listings::draft, support::Person};

async fn tasks(who: &Person, query: &str) -> Vec<Value> {
    let page = who.get(&format!("/desk/tasks{query}")).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

fn kinds(tasks: &[Value]) -> Vec<&str> {
    tasks.iter().map(|task| task["kind"].as_str().unwrap()).collect()
}

/// The tests' clock stands still, and what happens within one millisecond has no order.
fn moment(who: &Person) {
    who.app.clock().advance(chrono::Duration::seconds(1));
}

/// A listing that was handed in.
async fn submitted(holder: &Person, title: &str) -> String {
    let made = holder.post("/listings", draft(title)).await.expect(201);
    let id = made["id"].as_str().unwrap().to_owned();
    moment(holder);
    holder.post(&format!("/listings/{id}/actions/submit"), json!({ "version": 1 })).await.expect(200);
    id
}

crate::on_both! {
    async fn everything_that_waits_stands_in_one_list_by_deadline(app: TestApp) {
        let clerk = app.operator(Role::Clerk).await;
        assert!(tasks(&clerk, "").await.is_empty());
        let holder = app.owner("university").await;
        let listing = submitted(&holder, "Heat pump").await;
        let newcomer = app.unverified("enterprise").await;
        set_state(&app, &newcomer, "requested").await;
        let deposit = json!({ "reference": "nobody's", "amount": { "minor": 500, "currency": "CNY" }, "payer_name": "Somebody" });
        holder.post_once("/bank/sandbox/deposits", "stray", deposit).await.expect(201);
        let cast = Cast::new(&app, Right::Ordinary, false).await;
        cast.funded().await;
        cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        cast.act(&cast.buyer, "accept", json!({})).await.expect(200);

        let all = tasks(&clerk, "").await;
        // From Monday 2 March: two working days for the payment, three for the firm, five for the listing, as the settings
        // have it; the release by the deal's own rules.
        assert_eq!(kinds(&all)[0], "suspense");
        let mut found = kinds(&all);
        found.sort_unstable();
        assert_eq!(found, ["listing", "release", "suspense", "verification"]);
        let due: Vec<&str> = all.iter().map(|task| task["due"].as_str().unwrap()).collect();
        assert!(due.is_sorted(), "{due:?}");
        let of = |kind: &str| all.iter().find(|task| task["kind"] == kind).unwrap();
        assert_eq!((&of("suspense")["due"], &of("suspense")["amount"]["minor"]), (&json!("2026-03-04T16:00:00Z"), &json!(500)));
        assert_eq!(of("verification")["due"], "2026-03-05T16:00:00Z");
        assert_eq!(of("listing")["due"], "2026-03-09T16:00:00Z");
        assert_eq!(of("listing")["id"], format!("listing-{listing}"));
        assert_eq!(of("listing")["title"]["en"], "Heat pump");
        assert_eq!(of("release")["parties"].as_array().unwrap().len(), 2);
        let deal = cast.get(&clerk).await;
        assert_eq!((&of("release")["due"], &of("release")["number"]), (&deal["deadline"], &deal["number"]));

        let page = clerk.get("/desk/tasks?limit=2").await.expect(200);
        assert_eq!((&page["waiting"]["listing"], &page["late"], &page["mine"]), (&json!(1), &json!(0), &json!(0)));
        let next = page["next"].as_str().unwrap();
        let rest = tasks(&clerk, &format!("?limit=2&cursor={next}")).await;
        let ids = |tasks: &[Value]| tasks.iter().map(|task| task["id"].clone()).collect::<Vec<_>>();
        assert_eq!([ids(page["items"].as_array().unwrap()), ids(&rest)].concat(), ids(&all));
        assert_eq!(kinds(&tasks(&clerk, "?kind=release").await), ["release"]);
        clerk.get("/desk/tasks?kind=gossip").await.expect(422);
        clerk.get("/desk/tasks?assignee=me%20too").await.refused(422, "validation");
        clerk.get("/desk/tasks?cursor=abc").await.refused(422, "validation");
        holder.get("/desk/tasks").await.refused(403, "forbidden");

        app.advance(chrono::Duration::days(4)).await;
        assert_eq!(clerk.get("/desk/tasks").await.expect(200)["late"], 3, "payment, firm and release");
    }
}

crate::on_both! {
    async fn a_task_is_taken_given_and_put_back(app: TestApp) {
        let (clerk, approver, auditor) =
            (app.operator(Role::Clerk).await, app.operator(Role::Approver).await, app.operator(Role::Auditor).await);
        let holder = app.owner("university").await;
        let id = format!("listing-{}", submitted(&holder, "Heat pump").await);
        let path = format!("/desk/tasks/{id}");
        let assign = |to: Value| json!({ "assignee": to });
        let at = format!("{path}/actions/assign");
        let mine = clerk.post(&at, json!({ "assignee": clerk.account, "assignment": 0 })).await.expect(200);
        assert_eq!((&mine["assignee"]["account"], &mine["assignment"]), (&json!(clerk.account), &json!(1)));
        // Somebody who saw it free was slower.
        let slow = json!({ "assignee": approver.account, "assignment": 0 });
        approver.post(&at, slow).await.refused(409, "stale_version");
        assert_eq!(tasks(&clerk, "?assignee=me").await.len(), 1);
        assert!(tasks(&approver, "?assignee=me").await.is_empty());
        assert!(tasks(&approver, "?assignee=none").await.is_empty());
        approver.post(&at, assign(json!(approver.account))).await.expect(200);
        assert_eq!(tasks(&auditor, &format!("?assignee={}", approver.account)).await.len(), 1);
        auditor.post(&at, assign(json!(auditor.account))).await.refused(403, "forbidden");
        for nobody in [auditor.account, holder.account] {
            clerk.post(&at, assign(json!(nobody))).await.refused(422, "validation");
        }
        holder.post(&at, assign(json!(null))).await.refused(404, "not_found");
        app.anonymous().post(&at, assign(json!(null))).await.refused(401, "unauthenticated");
        let back = clerk.post(&at, assign(json!(null))).await.expect(200);
        assert_eq!((&back["assignee"], &back["assignment"]), (&json!(null), &json!(3)));
        clerk.post("/desk/tasks/listing-lst_0190a3f4c2d17e5b9a60d3c1e8f72b45/actions/assign", assign(json!(null))).await.refused(404, "not_found");
        let trail = auditor.get(&format!("/audit?target={id}")).await.expect(200);
        assert_eq!(trail["items"].as_array().unwrap().len(), 3, "{trail:#}");
    }
}

crate::on_both! {
    async fn what_was_done_leaves_the_list_and_stays_findable(app: TestApp) {
        let (clerk, approver) = (app.operator(Role::Clerk).await, app.operator(Role::Approver).await);
        let holder = app.owner("university").await;
        let (good, bad) = (submitted(&holder, "Heat pump").await, submitted(&holder, "Perpetual motion").await);
        clerk.post(&format!("/listings/{good}/actions/publish"), json!({ "version": 2 })).await.expect(200);
        moment(&clerk);
        let back = json!({ "version": 2, "reason": "It does not exist." });
        approver.post(&format!("/listings/{bad}/actions/return"), back).await.expect(200);
        assert!(tasks(&clerk, "").await.is_empty());
        let done = tasks(&clerk, "?state=done").await;
        let said: Vec<_> = done.iter().map(|task| (task["id"].as_str().unwrap(), task["outcome"].as_str().unwrap())).collect();
        let (bad, good) = (format!("listing-{bad}"), format!("listing-{good}"));
        assert_eq!(said, [(bad.as_str(), "returned"), (good.as_str(), "approved")]);
        assert_eq!((&done[0]["done_by"]["account"], &done[0]["state"], &done[0]["due"]), (&json!(approver.account), &json!("done"), &json!(null)));
        assert_eq!(tasks(&clerk, "?state=done&assignee=me").await.len(), 1);
        assert!(tasks(&clerk, "?state=done&kind=release").await.is_empty());
        let page = clerk.get("/desk/tasks?state=done&limit=1").await.expect(200);
        let rest = tasks(&clerk, &format!("?state=done&limit=1&cursor={}", page["next"].as_str().unwrap())).await;
        assert_eq!(rest[0]["id"], good);
        // Handed in again, it waits again under the same name.
        let path = format!("/listings/{}", bad.trim_start_matches("listing-"));
        let version = holder.get(&path).await.expect(200)["version"].clone();
        holder.post(&format!("{path}/actions/submit"), json!({ "version": version })).await.expect(200);
        assert_eq!(tasks(&clerk, "").await[0]["id"], bad);
        app.advance(chrono::Duration::days(91)).await;
        assert!(tasks(&clerk, "?state=done").await.is_empty());
    }
}

crate::on_both! {
    async fn a_dispute_is_proposed_on_by_one_and_then_waits_for_another(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, false).await;
        cast.funded().await;
        cast.act(&cast.seller, "deliver", json!({})).await.expect(200);
        cast.act(&cast.buyer, "dispute", json!({ "reason": "Half of it is missing." })).await.expect(200);
        let waiting = tasks(&cast.clerk, "").await;
        assert_eq!(kinds(&waiting), ["dispute"]);
        let held = waiting[0]["amount"]["minor"].as_i64().unwrap();
        let split = json!({ "to_seller": { "minor": held, "currency": "CNY" }, "to_buyer": { "minor": 0, "currency": "CNY" }, "reason": "All is there." });
        cast.act(&cast.approver, "propose_ruling", split).await.expect(200);
        assert_eq!(kinds(&tasks(&cast.clerk, "").await), ["ruling"]);
        moment(&cast.clerk);
        cast.act(&cast.approver, "confirm_ruling", json!({})).await.refused(403, "forbidden");
        let other = app.operator(Role::Approver).await;
        cast.act(&other, "confirm_ruling", json!({})).await.expect(200);
        let done = tasks(&cast.clerk, "?state=done").await;
        let mut found = kinds(&done);
        found.retain(|kind| *kind != "listing");
        assert_eq!(found, ["ruling", "dispute"]);
    }
}

crate::on_both! {
    async fn a_recordal_waits_for_the_exchange_once_it_is_filed(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, true).await;
        cast.funded().await;
        assert!(tasks(&cast.clerk, "").await.is_empty());
        app.advance(chrono::Duration::days(1)).await;
        cast.act(&cast.seller, "file", json!({ "number": "2026980001234", "date": "2026-03-03" })).await.expect(200);
        let waiting = tasks(&cast.clerk, "").await;
        assert_eq!(kinds(&waiting), ["recordal"]);
        assert_eq!(waiting[0]["due"], "2026-03-05T16:00:00Z", "two working days from Tuesday");
        cast.act(&cast.clerk, "confirm_recordal", json!({})).await.expect(200);
        assert!(tasks(&cast.clerk, "").await.is_empty());
    }
}

crate::on_both! {
    async fn the_audit_trail_says_who_did_what_to_those_who_may_know(app: TestApp) {
        let (clerk, approver, auditor) =
            (app.operator(Role::Clerk).await, app.operator(Role::Approver).await, app.operator(Role::Auditor).await);
        let (holder, stranger) = (app.owner("university").await, app.owner("fund").await);
        let member = app.colleague(&holder, Role::Member).await;
        let listing = submitted(&holder, "Heat pump").await;
        app.advance(chrono::Duration::days(1)).await;
        clerk.post(&format!("/listings/{listing}/actions/publish"), json!({ "version": 2 })).await.expect(200);
        let operations = |answer: &Value| -> Vec<String> {
            answer["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap().to_owned()).collect()
        };
        let all = auditor.get(&format!("/audit?target={listing}")).await.expect(200);
        assert_eq!(operations(&all), ["publish_listing", "submit_listing", "create_listing"]);
        assert_eq!((&all["items"][0]["account"]["account"], &all["items"][0]["address"]), (&json!(clerk.account), &json!("127.0.0.1")));
        let some = approver.get(&format!("/audit?actor={}&operation=publish_listing", clerk.account)).await.expect(200);
        assert_eq!(operations(&some), ["publish_listing"]);
        let first = auditor.get(&format!("/audit?target={listing}&to=2026-03-03T00:00:00Z")).await.expect(200);
        assert_eq!(operations(&first), ["submit_listing", "create_listing"]);
        let page = auditor.get(&format!("/audit?target={listing}&limit=2")).await.expect(200);
        let next = page["next"].as_str().unwrap();
        let rest = auditor.get(&format!("/audit?target={listing}&limit=2&cursor={next}")).await.expect(200);
        assert_eq!(operations(&rest), ["create_listing"]);
        for bad in ["actor=Nobody%20at%20all", "from=2026-03-03T00:00:00Z&to=2026-03-02T00:00:00Z", "limit=0"] {
            auditor.get(&format!("/audit?{bad}")).await.refused(422, "validation");
        }
        clerk.get("/audit").await.refused(403, "forbidden");
        member.get("/audit").await.refused(403, "forbidden");
        // An owner sees what her own people did, without the exchange's part in it and without addresses.
        let own = holder.get(&format!("/audit?target={listing}")).await.expect(200);
        assert_eq!(operations(&own), ["submit_listing", "create_listing"]);
        assert_eq!((&own["items"][0]["address"], &own["items"][0]["request"]), (&json!(null), &json!(null)));
        assert!(operations(&stranger.get("/audit").await.expect(200)).is_empty());
    }
}
