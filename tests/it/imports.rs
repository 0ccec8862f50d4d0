//! Listings from files: what is right goes in once and is found, what is wrong is named by its line.

#[path = "../../benches/support/convert.rs"]
mod convert;

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use jiaxiu::listings::import::{self, Import, Outcome, Refused};
use serde_json::{Value, json};

use crate::support::{Person, TestApp};

async fn imported(app: &TestApp, name: &str, content: &str, owner: &Person, dry_run: bool) -> (Outcome, Vec<Refused>) {
    let path = app.data().join(name);
    std::fs::write(&path, content).unwrap();
    let import = Import { owner: owner.organisation, publish: true, dry_run };
    let mut refusals = Vec::new();
    let outcome =
        import::run(&app.services().db, &path, import, |_| {}, |refused| refusals.push(refused)).await.unwrap();
    app.settle().await;
    (outcome, refusals)
}

fn counts(outcome: Outcome) -> [u64; 4] {
    [outcome.read, outcome.imported, outcome.skipped, outcome.refused]
}

async fn search(app: &TestApp, words: &str, limit: usize) -> Value {
    let anyone = app.anonymous();
    let request = anyone.request(reqwest::Method::GET, "/search").query(&[("q", words), ("limit", &limit.to_string())]);
    anyone.send(request).await.expect(200)
}

crate::on_both! {
    async fn broken_rows_are_named_and_stop_nothing(app: TestApp) {
        let holder = app.owner("university").await;
        let table = "\u{feff}external_id,title_en,title_zh,summary_en,price_minor,currency,rights,patents,trl,notes\n\
            a-1,Pump,泵,\"Lifts water,\nand mud\",100,CNY,assignment；ordinary,201810862228.X,5,kept nowhere\n\
            a-2,No price,,Has none,0,CNY,,,,\n\
            a-3,Wrong digit,,Text,100,CNY,,201810862228.1,,\n\
            a-4,Short row,,Text\n\
            a-5,Which money,,Text,100,XYZ,,,,\n\
            a-6,A level,,Text,100,CNY,,,eleven,\n\
            ,No id,,Text,100,CNY,,,,\n\
            a-8,Right,,All here,100,CNY,,,,\n";
        let (dry, _) = imported(&app, "rows.csv", table, &holder, true).await;
        assert_eq!((counts(dry), search(&app, "pump", 1).await["total"].as_u64()), ([8, 2, 0, 6], Some(0)));
        let (outcome, refusals) = imported(&app, "rows.csv", table, &holder, false).await;
        assert_eq!(counts(outcome), [8, 2, 0, 6]);
        let named: Vec<_> = refusals.iter().map(|refused| (refused.line, &*refused.errors[0].field)).collect();
        assert_eq!(named, [(4, "price.minor"), (5, "patents[0]"), (6, "row"), (7, "currency"), (8, "row"), (9, "external_id")]);
        let (again, _) = imported(&app, "rows.csv", table, &holder, false).await;
        assert_eq!(counts(again), [8, 0, 2, 6]);
        let found = search(&app, "mud", 5).await;
        assert_eq!((found["total"].as_u64(), &found["hits"][0]["listing"]["rights"]), (Some(1), &json!(["assignment", "ordinary"])));
    }
}

/// Lines of a collection, spread over it.
fn sample(file: &Path, count: usize) -> Vec<String> {
    let opened = std::fs::File::open(file).unwrap();
    let reader: Box<dyn std::io::Read> = match file.extension() {
        Some(end) if end == "gz" => Box::new(GzDecoder::new(opened)),
        _ => Box::new(opened),
    };
    BufReader::new(reader).lines().map(Result::unwrap).step_by(17).take(count).collect()
}

crate::on_both! {
    async fn patents_of_both_offices_are_found_by_their_words(app: TestApp) {
        let data = std::env::var_os("JIAXIU_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
        let files = ["us_patents.jsonl.gz", "zh_abstracts.jsonl"].map(|name| data.join("patents").join(name));
        if files.iter().any(|file| !file.exists()) {
            eprintln!("skipped: no collections at {}", data.display());
            return;
        }
        let mut lines = Vec::new();
        for file in &files {
            let part = app.data().join(file.file_name().unwrap()).with_extension("");
            let part = part.with_extension("jsonl");
            std::fs::write(&part, sample(file, 200).join("\n") + "\n").unwrap();
            assert_eq!(convert::convert(&part, &mut lines).unwrap(), 200);
        }
        let holder = app.owner("university").await;
        let text = String::from_utf8(lines).unwrap();
        let (outcome, refusals) = imported(&app, "both.jsonl", &text, &holder, false).await;
        assert_eq!(counts(outcome), [400, 400, 0, 0], "{refusals:?}");
        for line in text.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let title = record["title_en"].as_str().or(record["title_zh"].as_str()).unwrap();
            // Signs are operators of the query language; the words are what is asked for.
            let words: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            let found = search(&app, &words, 5).await;
            let titles: Vec<&Value> = found["hits"].as_array().unwrap().iter().map(|hit| &hit["listing"]["title"]).collect();
            let is_it = |found: &&Value| found["en"].as_str() == Some(title) || found["zh"].as_str() == Some(title);
            assert!(titles.iter().any(is_it), "{title} is not among the first five: {titles:?}");
        }
    }
}

crate::on_both! {
    async fn what_it_improves_comes_from_either_kind_of_file(app: TestApp) {
        let holder = app.owner("university").await;
        let lines = concat!(
            r#"{"external_id":"j-1","title_en":"Anode","summary_en":"Holds more.","improvements":[{"what":{"en":"Capacity"},"from":"317","to":"342","unit":{"en":"mAh/g"},"against":{"en":"coconut shell"}}]}"#,
            "\n",
            r#"{"external_id":"j-2","title_en":"Nothing said","summary_en":"Text","improvements":[{"what":{}}]}"#,
            "\n",
        );
        let (outcome, refusals) = imported(&app, "gains.jsonl", lines, &holder, false).await;
        assert_eq!((counts(outcome), &*refusals[0].errors[0].field), ([2, 1, 0, 1], "improvements[0].what"));
        let found = search(&app, "anode", 1).await;
        assert_eq!(found["hits"][0]["listing"]["improvements"][0]["to"], "342");
        let table = "external_id,title_en,summary_en,improvements\n\
            c-1,Cathode,Text,\"[{\"\"what\"\":{\"\"en\"\":\"\"Life\"\"},\"\"to\"\":\"\"3000\"\"}]\"\n\
            c-2,Bare,Text,\n\
            c-3,Broken,Text,not json\n";
        let (outcome, refusals) = imported(&app, "gains.csv", table, &holder, false).await;
        assert_eq!((counts(outcome), refusals[0].line, refusals[0].errors[0].code), ([3, 2, 0, 1], 4, "not_json"));
        assert_eq!(search(&app, "cathode", 1).await["hits"][0]["listing"]["improvements"][0]["what"]["en"], "Life");
    }
}
