//! Listings and search, through HTTP.

use jiaxiu::kernel::Role;
use serde_json::{Value, json};

use crate::support::{Person, TestApp};

pub fn draft(title: &str) -> Value {
    json!({
        "kind": "supply",
        "title": { "en": title, "zh": "一种测试用的技术" },
        "summary": { "en": "It keeps batteries cool in summer and warm in winter.", "zh": "夏天给电池降温，冬天给电池保温。" },
        "sector": "new_energy",
        "ipc": ["H01M 10/613"],
        "trl": 6,
        "rights": ["assignment", "ordinary"],
        "price": { "minor": 120_000_000, "currency": "CNY" },
        "price_negotiable": true,
        "region": "CN-GZ",
    })
}

/// A published listing of `holder`.
pub async fn published(app: &TestApp, holder: &Person, listing: Value) -> Value {
    let clerk = app.operator(Role::Clerk).await;
    let made = holder.post("/listings", listing).await.expect(201);
    let path = format!("/listings/{}/actions", made["id"].as_str().unwrap());
    holder.post(&format!("{path}/submit"), json!({ "version": 1 })).await.expect(200);
    clerk.post(&format!("{path}/publish"), json!({ "version": 2 })).await.expect(200)
}

crate::on_both! {
    async fn from_draft_to_found_by_words_of_both_languages(app: TestApp) {
        let holder = app.owner("university").await;
        let listing = published(&app, &holder, draft("Thermal management of battery packs")).await;
        assert_eq!((listing["state"].as_str(), listing["number"].as_str()), (Some("published"), Some("JX-2026-000001")));
        app.settle().await;
        let anyone = app.anonymous();
        for words in ["thermal management", "batteries", "测试用的技术", "保温", "ipc:H01M", "电池 -夏季"] {
            let found = anyone.send(anyone.request(reqwest::Method::GET, "/search").query(&[("q", words)])).await.expect(200);
            assert_eq!(found["hits"][0]["listing"]["id"], listing["id"], "{words}: {found:#}");
        }
        let path = format!("/listings/{}", listing["id"].as_str().unwrap());
        assert_eq!(anyone.get(&path).await.expect(200)["title"], listing["title"]);
        holder.post(&format!("{path}/actions/withdraw"), json!({ "version": 3, "reason": "sold elsewhere" })).await.expect(200);
        app.settle().await;
        assert_eq!(anyone.get("/search?q=thermal").await.expect(200)["total"], 0);
        anyone.get(&path).await.refused(404, "not_found");
    }
}

crate::on_both! {
    async fn publication_takes_title_summary_right_and_price(app: TestApp) {
        let holder = app.owner("university").await;
        let bare = json!({ "kind": "supply", "title": { "zh": "只有标题" } });
        let made = holder.post("/listings", bare).await.expect(201);
        let submit = format!("/listings/{}/actions/submit", made["id"].as_str().unwrap());
        let problem = holder.post(&submit, json!({ "version": 1 })).await.refused(422, "not_ready");
        let fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["summary", "rights", "price"]);
        let novice = app.unverified("enterprise").await;
        let made = novice.post("/listings", draft("Not yet verified")).await.expect(201);
        let submit = format!("/listings/{}/actions/submit", made["id"].as_str().unwrap());
        novice.post(&submit, json!({ "version": 1 })).await.refused(403, "organisation_not_verified");
    }
}

crate::on_both! {
    async fn bad_fields_are_named_and_nothing_is_kept(app: TestApp) {
        let holder = app.owner("university").await;
        let mut bad = draft("x");
        bad["title"] = json!({ "en": "t".repeat(501) });
        bad["price"] = json!({ "minor": 0, "currency": "CNY" });
        bad["trl"] = json!(10);
        bad["region"] = json!("Guizhou");
        bad["ipc"] = json!(["H01M 10/613", "nonsense"]);
        let problem = holder.post("/listings", bad).await.refused(422, "validation");
        let fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["title.en", "trl", "price.minor", "region", "ipc[1]"]);
        let mut unknown = draft("x");
        unknown["price"] = json!({ "minor": 5, "currency": "XXX" });
        holder.post("/listings", unknown).await.refused(422, "validation");
        let mut nobody = draft("x");
        nobody["patents"] = json!(["201810862228.X", "201810862228.1"]);
        let problem = holder.post("/listings", nobody).await.refused(422, "validation");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "{problem:#}");
        let huge = format!("{{\"kind\":\"supply\",\"title\":{{\"en\":\"{}\"}}}}", "x".repeat(50 << 20));
        let request = holder.request(reqwest::Method::POST, "/listings").header("Content-Type", "application/json").body(huge);
        holder.send(request).await.refused(413, "too_large");
        assert_eq!(holder.get("/listings").await.expect(200)["items"], json!([]));
    }
}

crate::on_both! {
    async fn every_version_is_kept_and_stale_edits_are_refused(app: TestApp) {
        let holder = app.owner("institute").await;
        let made = holder.post("/listings", draft("First words")).await.expect(201);
        let path = format!("/listings/{}", made["id"].as_str().unwrap());
        let edited = holder.patch(&path, 1, json!({ "title": { "en": "Better words" }, "price": null })).await.expect(200);
        assert_eq!((edited["version"].as_i64(), &edited["price"]), (Some(2), &Value::Null));
        holder.patch(&path, 1, json!({ "trl": 3 })).await.refused(412, "precondition_failed");
        let blind = holder.request(reqwest::Method::PATCH, &path).json(&json!({ "trl": 3 }));
        holder.send(blind).await.refused(428, "precondition_required");
        let versions = holder.get(&format!("{path}/versions")).await.expect(200);
        let titles: Vec<_> = versions["items"].as_array().unwrap().iter().map(|v| v["content"]["title"]["en"].clone()).collect();
        assert_eq!(titles, ["Better words", "First words"]);
        let stranger = app.owner("fund").await;
        stranger.get(&path).await.refused(404, "not_found");
        stranger.patch(&path, 2, json!({ "trl": 3 })).await.refused(404, "not_found");
        stranger.get(&format!("{path}/versions")).await.refused(404, "not_found");
        let viewer = app.colleague(&holder, Role::Viewer).await;
        viewer.patch(&path, 2, json!({ "trl": 3 })).await.refused(403, "forbidden");
    }
}

crate::on_both! {
    async fn long_titles_many_inventors_one_language_and_no_patent_all_hold(app: TestApp) {
        let holder = app.owner("institute").await;
        let inventors: Vec<String> = (0..40).map(|n| format!("Inventor {n}")).collect();
        let patent = json!({
            "number": "ZL 2018 1 0862228.X",
            "title": { "zh": "题".repeat(500) },
            "inventors": inventors,
            "owners": ["Institute", { "name": "Holder", "organisation": holder.organisation }],
            "ipc": ["C01B", "H01M 10/613"],
            "filed_on": "2018-08-01",
            "legal_status": "granted",
        });
        let patent = holder.post("/patents", patent).await.expect(201);
        assert_eq!((patent["number"].as_str(), patent["inventors"].as_array().unwrap().len()), (Some("201810862228.X"), 40));
        assert_eq!(holder.get("/patents/CN201810862228X").await.expect(200)["id"], patent["id"]);
        let again = json!({ "number": "201810862228.x", "title": { "en": "again" } });
        holder.post("/patents", again).await.refused(409, "conflict");
        holder.post("/patents", json!({ "number": "201810862228.1", "title": { "en": "wrong" } })).await.refused(422, "validation");
        let mut only_chinese = draft("");
        only_chinese["title"] = json!({ "zh": "术".repeat(500) });
        only_chinese["summary"] = json!({ "zh": "只有中文" });
        only_chinese["patents"] = json!(["CN 201810862228.X"]);
        let listing = published(&app, &holder, only_chinese).await;
        assert_eq!(listing["patents"][0]["id"], patent["id"]);
        app.settle().await;
        let found = app.anonymous().get("/search?q=ZL201810862228.X").await.expect(200);
        assert_eq!(found["hits"][0]["listing"]["id"], listing["id"], "{found:#}");
    }
}

crate::on_both! {
    async fn the_whole_road_and_its_history(app: TestApp) {
        let holder = app.owner("university").await;
        let (clerk, auditor) = (app.operator(Role::Clerk).await, app.operator(Role::Auditor).await);
        let made = holder.post("/listings", draft("Sent back once")).await.expect(201);
        let path = format!("/listings/{}", made["id"].as_str().unwrap());
        let act = |action: &str| format!("{path}/actions/{action}");
        let member = app.colleague(&holder, Role::Member).await;
        member.post(&act("submit"), json!({ "version": 1 })).await.refused(403, "forbidden");
        holder.post(&act("publish"), json!({ "version": 1 })).await.refused(409, "not_allowed_now");
        holder.post(&act("submit"), json!({ "version": 1 })).await.expect(200);
        holder.post(&act("publish"), json!({ "version": 2 })).await.refused(403, "forbidden");
        auditor.post(&act("publish"), json!({ "version": 2 })).await.refused(403, "forbidden");
        clerk.post(&act("return"), json!({ "version": 2 })).await.refused(422, "validation");
        let returned = clerk.post(&act("return"), json!({ "version": 2, "reason": "Say what it costs to run." })).await.expect(200);
        assert_eq!((returned["state"].as_str(), returned["state_reason"].as_str()), (Some("returned"), Some("Say what it costs to run.")));
        let listed = clerk.get("/listings?state=returned").await.expect(200);
        assert_eq!(listed["items"][0]["id"], made["id"]);
        assert_eq!(clerk.get("/listings?state=published").await.expect(200)["items"], json!([]));
        clerk.get("/listings?state=sold").await.refused(422, "validation");
        member.patch(&path, 3, json!({ "summary": { "en": "Runs for a cent an hour." } })).await.expect(200);
        holder.post(&act("submit"), json!({ "version": 4 })).await.expect(200);
        clerk.post(&act("publish"), json!({ "version": 4 })).await.refused(409, "stale_version");
        clerk.post(&act("publish"), json!({ "version": 5 })).await.expect(200);
        // What is before the public binds the holder, and stays fit for publication.
        member.patch(&path, 6, json!({ "trl": 7 })).await.refused(403, "forbidden");
        holder.patch(&path, 6, json!({ "summary": {} })).await.refused(422, "not_ready");
        holder.patch(&path, 6, json!({ "title": { "en": "Seven of nine" }, "trl": 7 })).await.expect(200);
        app.settle().await;
        assert_eq!(app.anonymous().get("/search?q=seven").await.expect(200)["total"], 1);
        for (version, title) in [(1, "Sent back once"), (6, "Sent back once"), (7, "Seven of nine")] {
            let kept = holder.get(&format!("{path}/versions/{version}")).await.expect(200);
            assert_eq!(kept["content"]["title"]["en"], title, "{version}");
        }
        holder.get(&format!("{path}/versions/8")).await.refused(404, "not_found");
        app.owner("fund").await.get(&format!("{path}/versions/1")).await.refused(404, "not_found");
        app.anonymous().get(&format!("{path}/versions/1")).await.refused(401, "unauthenticated");
        clerk.post(&act("pause"), json!({ "version": 7 })).await.expect(200);
        holder.post(&act("resume"), json!({ "version": 8 })).await.expect(200);
        holder.post(&act("withdraw"), json!({ "version": 9 })).await.refused(422, "validation");
        holder.post(&act("withdraw"), json!({ "version": 9, "reason": "Second thoughts." })).await.expect(200);
        holder.patch(&path, 10, json!({ "trl": 8 })).await.expect(200);
        assert_eq!(holder.post(&act("submit"), json!({ "version": 11 })).await.expect(200)["state"], "submitted");
    }
}

crate::on_both! {
    async fn own_ids_are_once_an_organisation_and_not_for_the_public(app: TestApp) {
        let (holder, other) = (app.owner("university").await, app.owner("institute").await);
        let mut listing = draft("Has an id of its own");
        listing["external_id"] = json!("A-1");
        let made = published(&app, &holder, listing.clone()).await;
        holder.post("/listings", listing.clone()).await.refused(409, "conflict");
        other.post("/listings", listing).await.expect(201);
        let path = format!("/listings/{}", made["id"].as_str().unwrap());
        assert_eq!(holder.get(&path).await.expect(200)["external_id"], "A-1");
        assert!(other.get(&path).await.expect(200).get("external_id").is_none());
        assert!(app.anonymous().get(&path).await.expect(200).get("external_id").is_none());
        let mut need = draft("Wanted");
        need["kind"] = json!("need");
        let problem = holder.post("/listings", need).await.refused(422, "validation");
        assert_eq!(problem["errors"][0]["field"], "kind");
        assert!(problem["errors"][0]["limit"].as_str().unwrap().contains("supply"), "{problem:#}");
    }
}

fn codes(check: &Value, verdict: &str) -> Vec<String> {
    let of = check["checks"].as_array().unwrap().iter().filter(|c| c["verdict"] == verdict);
    of.map(|c| c["code"].as_str().unwrap().to_owned()).collect()
}

crate::on_both! {
    async fn tradeability_says_what_the_records_tell(app: TestApp) {
        let holder = app.owner("university").await;
        let know_how = published(&app, &holder, draft("Know-how")).await;
        let check = app.anonymous().get(&format!("/listings/{}/tradeability", know_how["id"].as_str().unwrap())).await.expect(200);
        assert_eq!((check["verdict"].as_str(), codes(&check, "green")), (Some("green"), vec!["know_how".to_owned()]));
        let name = know_how["owner"]["name"]["zh"].clone();
        for (number, record) in [
            ("201810862228.X", json!({ "legal_status": "有权", "owners": [name] })),
            ("201811044634.1", json!({ "legal_status": "专利权终止", "owners": ["别家公司"] })),
            ("202023037182.X", json!({ "filed_on": "2020-12-01", "published_on": "2021-03-01" })),
            ("201910931480.6", json!({ "granted_on": "2021-03-01", "owners": [{ "name": "X", "organisation": holder.organisation }, "Y"] })),
        ] {
            let mut record = record;
            record["number"] = json!(number);
            record["title"] = json!({ "en": number });
            holder.post("/patents", record).await.expect(201);
        }
        let mut listing = draft("Four patents");
        listing["patents"] = json!(["201810862228.X"]);
        listing["rights"] = json!(["assignment", "open", "pledge_finance"]);
        let made = holder.post("/listings", listing).await.expect(201);
        let path = format!("/listings/{}", made["id"].as_str().unwrap());
        let check = holder.get(&format!("{path}/tradeability")).await.expect(200);
        assert_eq!(check["verdict"], "amber");
        assert_eq!(codes(&check, "green"), ["number_valid", "right_in_force", "owner_registered"]);
        assert_eq!(codes(&check, "amber"), ["encumbrances_unknown"]);
        for (version, number, reds, ambers) in [
            (1, "201811044634.1", vec!["right_ended", "not_registered_owner"], vec!["encumbrances_unknown"]),
            (2, "202023037182.X", vec!["pledge_not_granted"], vec!["not_granted", "owner_unknown", "evaluation_report_missing", "encumbrances_unknown"]),
            (3, "201910931480.6", vec![], vec!["annuity_unknown", "co_owner_consent_missing", "encumbrances_unknown"]),
        ] {
            holder.patch(&path, version, json!({ "patents": [number] })).await.expect(200);
            let check = holder.get(&format!("{path}/tradeability")).await.expect(200);
            assert_eq!((codes(&check, "red"), codes(&check, "amber")), (reds.iter().map(|s| (*s).to_owned()).collect(), ambers.iter().map(|s| (*s).to_owned()).collect()), "{number}");
        }
        app.owner("fund").await.get(&format!("{path}/tradeability")).await.refused(404, "not_found");
    }
}
