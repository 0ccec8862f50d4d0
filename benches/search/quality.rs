//! How good the answers are: nDCG@10 (Järvelin and Kekäläinen, 2002) through the product's import, index and search.

use std::{collections::HashMap, io::Write, path::Path};

use jiaxiu::{
    app,
    config::Config,
    discovery, identity,
    kernel::{Clock, random::Random},
    listings::import::{self, Import},
    platform::search::SearchQuery,
};
use serde_json::{Value, json};

use crate::program;

fn lines(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Relevant documents by query.
fn judgments(path: &Path) -> HashMap<String, HashMap<String, f64>> {
    let mut judgments: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let mut columns = line.split('\t');
        let (query, document) = (columns.next().unwrap(), columns.next().unwrap());
        let relevance: f64 = columns.next().unwrap().parse().unwrap();
        judgments.entry(query.to_owned()).or_default().insert(document.to_owned(), relevance);
    }
    judgments
}

/// The collection as listings; a document without a title is told by its id.
fn write_listings(set: &Path, english: bool, out: &Path) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(out).unwrap());
    for document in lines(&set.join("corpus.jsonl")) {
        let id = document["_id"].as_str().unwrap();
        let text: String = document["text"].as_str().unwrap_or_default().chars().take(5_000).collect();
        let title = document["title"].as_str().filter(|title| !title.is_empty()).unwrap_or(id);
        let title: String = title.chars().take(500).collect();
        let lang = if english { "en" } else { "zh" };
        let listing = json!({ "external_id": id, format!("title_{lang}"): title, format!("summary_{lang}"): text });
        writeln!(file, "{listing}").unwrap();
    }
    file.flush().unwrap();
}

fn dcg(gains: impl Iterator<Item = f64>) -> f64 {
    gains.take(10).zip(2u32..).map(|(gain, place)| gain / f64::from(place).log2()).sum()
}

/// Mean over the queries that have judgments.
pub async fn ndcg(home: &Path, set: &Path, english: bool) -> f64 {
    program::found(home);
    let file = home.join("set.jsonl");
    write_listings(set, english, &file);
    let config = Config { data: home.to_owned(), ..Config::default() };
    let services = app::open(&config, Clock::system(), Random::system()).await.unwrap();
    let owner = identity::operator(services.db.read()).await.unwrap().unwrap();
    let wanted = Import { owner, publish: true, dry_run: false };
    import::run(&services.db, &file, wanted, |_| (), |refused| panic!("{refused:?}")).await.unwrap();
    discovery::reindex(&services.db, services.search.as_ref(), |_| ()).await.unwrap();

    let judgments = judgments(&set.join("qrels.tsv"));
    let (mut sum, mut count) = (0.0, 0u32);
    for query in lines(&set.join("queries.jsonl")) {
        let Some(relevant) = judgments.get(query["_id"].as_str().unwrap()) else { continue };
        let asked = SearchQuery { limit: 10, ..SearchQuery::text(query["text"].as_str().unwrap()) };
        let answer = services.search.query(asked).await.unwrap();
        let gain = |id: Option<String>| id.and_then(|id| relevant.get(&id).copied()).unwrap_or(0.0);
        let mut best: Vec<f64> = relevant.values().copied().collect();
        best.sort_by(|a, b| b.total_cmp(a));
        let ideal = dcg(best.into_iter());
        if ideal > 0.0 {
            sum += dcg(answer.hits.into_iter().map(|hit| gain(hit.external_id))) / ideal;
            count += 1;
        }
    }
    services.db.close().await;
    sum / f64::from(count)
}
