//! Bibliographic records, through HTTP and from files.

use jiaxiu::{
    kernel::Role,
    patents::import::{self, Outcome},
};
use serde_json::{Value, json};

use crate::support::{Person, TestApp};

fn application() -> Value {
    json!({
        "number": "201811044634.1",
        "title": { "zh": "一种岩溶隧道检测装置", "en": "Inspection of karst tunnels" },
        "abstract": { "en": "It looks behind the lining." },
        "claims": ["1. A device."],
        "ipc": ["G01S 13/88", "g01v"],
        "inventors": ["Ran", "Du"],
        "filed_on": "2018-09-07",
    })
}

fn fields(problem: &Value) -> Vec<String> {
    problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap().to_owned()).collect()
}

async fn made(holder: &Person, record: Value) -> Value {
    holder.post("/patents", record).await.expect(201)
}

crate::on_both! {
    async fn an_unpublished_application_is_its_owners_secret(app: TestApp) {
        let (holder, partner, stranger) = (app.owner("university").await, app.owner("enterprise").await, app.owner("fund").await);
        let mut record = application();
        record["owners"] = json!([{ "name": "Holder", "organisation": holder.organisation }, { "name": "Partner", "organisation": partner.organisation }, "Somebody"]);
        let patent = made(&holder, record).await;
        let path = format!("/patents/{}", patent["id"].as_str().unwrap());
        let number = "/patents/ZL201811044634.1";
        for reader in [&holder, &partner, &app.operator(Role::Auditor).await] {
            assert_eq!(reader.get(&path).await.expect(200)["id"], patent["id"]);
            assert_eq!(reader.get(number).await.expect(200)["id"], patent["id"]);
            assert_eq!(reader.get("/patents").await.expect(200)["items"][0]["id"], patent["id"]);
        }
        stranger.get(&path).await.refused(404, "not_found");
        stranger.get(number).await.refused(404, "not_found");
        stranger.patch(&path, 1, json!({ "legal_status": "lapsed" })).await.refused(404, "not_found");
        let listing = json!({ "kind": "supply", "title": { "en": "Not mine" }, "patents": ["201811044634.1"] });
        let problem = stranger.post("/listings", listing).await.refused(422, "validation");
        assert_eq!(fields(&problem), ["patents[0]"]);
        assert_eq!(stranger.get("/patents").await.expect(200)["items"], json!([]));
        app.anonymous().get(&path).await.refused(401, "unauthenticated");
        app.anonymous().get("/patents").await.refused(401, "unauthenticated");
        holder.patch(&path, 1, json!({ "published_on": "2019-01-15" })).await.expect(200);
        assert_eq!(stranger.get(&path).await.expect(200)["owners"].as_array().unwrap().len(), 3);
        stranger.patch(&path, 2, json!({ "legal_status": "lapsed" })).await.refused(403, "forbidden");
        partner.patch(&path, 2, json!({ "legal_status": "lapsed" })).await.refused(403, "forbidden");
    }
}

crate::on_both! {
    async fn corrections_keep_what_they_leave_out(app: TestApp) {
        let holder = app.owner("university").await;
        let patent = made(&holder, application()).await;
        let path = format!("/patents/{}", patent["id"].as_str().unwrap());
        let edited = holder.patch(&path, 1, json!({ "granted_on": "2020-05-01", "claims": [] })).await.expect(200);
        assert_eq!((&edited["title"], &edited["ipc"], edited["version"].as_i64()), (&patent["title"], &patent["ipc"], Some(2)));
        assert_eq!((edited["granted_on"].as_str(), &edited["claims"]), (Some("2020-05-01"), &json!([])));
        assert_eq!(holder.patch(&path, 2, json!({ "granted_on": null })).await.expect(200)["granted_on"], Value::Null);
        holder.patch(&path, 2, json!({ "claims": [] })).await.refused(412, "precondition_failed");
        let blind = holder.request(reqwest::Method::PATCH, &path).json(&json!({}));
        holder.send(blind).await.refused(428, "precondition_required");
        let problem = holder.patch(&path, 3, json!({ "number": "201810862228.X" })).await.refused(422, "validation");
        assert_eq!(fields(&problem), ["number"]);
        app.operator(Role::Clerk).await.patch(&path, 3, json!({ "legal_status": "有权" })).await.expect(200);
        let viewer = app.colleague(&holder, Role::Viewer).await;
        viewer.patch(&path, 4, json!({ "claims": [] })).await.refused(403, "forbidden");
        holder.patch("/patents/pat_00000000000000000000000000000000", 1, json!({})).await.refused(404, "not_found");
    }
}

crate::on_both! {
    async fn bad_fields_are_named_with_their_limits(app: TestApp) {
        let holder = app.owner("university").await;
        let nobody = "org_00000000000000000000000000000000";
        let mut bad = application();
        bad["number"] = json!("201811044634.2");
        bad["title"] = json!({ "zh": "题".repeat(501) });
        bad["abstract"] = json!({ "en": "a".repeat(20_001) });
        bad["claims"] = json!(vec!["c"; 201]);
        bad["inventors"] = json!(vec!["i"; 101]);
        bad["ipc"] = json!(["G01S", "nonsense"]);
        bad["granted_on"] = json!("2017-01-01");
        let problem = holder.post("/patents", bad).await.refused(422, "validation");
        assert_eq!(fields(&problem), ["number", "granted_on", "title.zh", "abstract.en", "claims", "inventors", "ipc[1]"]);
        assert!(problem["errors"][0]["limit"].as_str().unwrap().contains("should be 1"), "{problem:#}");
        let mut unknown = application();
        unknown["owners"] = json!(["A name", { "name": "Nobody", "organisation": nobody }]);
        let problem = holder.post("/patents", unknown).await.refused(422, "validation");
        assert_eq!(fields(&problem), ["owners[1].organisation"]);
        let mut none = application();
        none["title"] = json!({});
        assert_eq!(fields(&holder.post("/patents", none).await.refused(422, "validation")), ["title"]);
        let patent = made(&holder, application()).await;
        let other = app.owner("enterprise").await;
        let problem = other.post("/patents", application()).await.refused(409, "conflict");
        assert!(problem["errors"][0]["limit"].as_str().unwrap().contains(patent["id"].as_str().unwrap()));
        app.unverified("enterprise").await.post("/patents", json!({ "number": "97101765.4", "title": { "en": "x" } })).await.refused(403, "organisation_not_verified");
        app.anonymous().post("/patents", application()).await.refused(401, "unauthenticated");
    }
}

crate::on_both! {
    async fn a_number_without_its_kind_finds_the_only_publication(app: TestApp) {
        let holder = app.owner("university").await;
        let first = made(&holder, json!({ "number": "CN 1998277 A", "title": { "zh": "公开" } })).await;
        assert_eq!(holder.get("/patents/CN1998277").await.expect(200)["id"], first["id"]);
        let second = made(&holder, json!({ "number": "CN1998277C", "title": { "zh": "授权" } })).await;
        holder.get("/patents/CN1998277").await.refused(404, "not_found");
        assert_eq!(holder.get("/patents/CN%201998277%20C").await.expect(200)["id"], second["id"]);
        holder.get("/patents/nonsense").await.refused(404, "not_found");
    }
}

async fn imported(
    app: &TestApp,
    name: &str,
    content: &[u8],
    keeper: Option<&Person>,
    dry: bool,
) -> (Outcome, Vec<Value>) {
    let path = app.data().join(name);
    std::fs::write(&path, content).unwrap();
    let mut reports = Vec::new();
    let keeper = keeper.map(|person| person.organisation);
    let done = import::run(&app.services().db, &path, keeper, dry, |report, _| {
        reports.push(serde_json::to_value(report).unwrap())
    });
    (done.await.unwrap(), reports)
}

crate::on_both! {
    async fn a_file_goes_in_once_and_bad_rows_stop_nothing(app: TestApp) {
        let holder = app.owner("university").await;
        let mut table = String::from("\u{feff}publication_numbers,patent_title,true_subclasses_all,申请人\n");
        for n in 0..1_203 {
            table.push_str(&format!("CN{}A,第{n}件,A01M|H02G,甲公司；乙大学\n", 100_000_000 + n));
        }
        table.push_str("CN100000007A,又是第七件,A01M,甲公司\nnonsense,坏号,A01M,甲公司\nCN100002000A,短行\n");
        let expected = |imported, existing| Outcome { read: 1_206, imported, existing, refused: 2 };
        let (dry, _) = imported(&app, "t.csv", table.as_bytes(), Some(&holder), true).await;
        assert_eq!(dry, expected(1_204, 0));
        assert_eq!(holder.get("/patents").await.expect(200)["items"], json!([]));
        let (first, reports) = imported(&app, "t.csv", table.as_bytes(), Some(&holder), false).await;
        assert_eq!(first, expected(1_203, 1));
        assert_eq!(reports[7], json!({
            "source": "t.csv:9", "ok": true, "number": "CN 100000007 A", "title": { "zh": "第7件" },
            "applicants": ["甲公司", "乙大学"], "ipc": ["A01M", "H02G"], "errors": [],
        }));
        assert_eq!((&reports[1_203]["existing"], &reports[1_204]["ok"], reports[1_205]["errors"][0]["field"].as_str()), (&json!(true), &json!(false), Some("row")));
        let (again, _) = imported(&app, "t.csv", table.as_bytes(), Some(&holder), false).await;
        assert_eq!(again, expected(0, 1_204));
        let record = holder.get("/patents/CN100000007").await.expect(200);
        assert_eq!((record["title"]["zh"].as_str(), record["version"].as_i64()), (Some("第7件"), Some(1)));
    }
}

crate::on_both! {
    async fn the_shared_collections_read(app: TestApp) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/patents");
        let (table, lines) = (folder.join("zh_titles_ipc.csv"), folder.join("us_patents.jsonl.gz"));
        if !table.exists() || !lines.exists() {
            eprintln!("skipped: no collections at {}", folder.display());
            return;
        }
        let read = std::fs::read_to_string(table).unwrap();
        let some: String = read.lines().take(201).map(|line| format!("{line}\n")).collect();
        let (done, reports) = imported(&app, "zh.csv", some.as_bytes(), None, false).await;
        assert_eq!((done.imported, done.refused), (200, 0), "{:?}", reports.iter().find(|report| report["ok"] == false));
        let all: Vec<_> = import::read(&lines).unwrap().map(|read| read.unwrap().report(false)).collect();
        assert_eq!(all.len(), 42_854);
        let refused: Vec<_> = all.iter().filter(|report| !report.ok).take(3).collect();
        assert!(refused.is_empty(), "{refused:#?}");
    }
}
