//! What every search engine must do: the port's specification as cases. Run [`all`] on an empty engine of any kind.
//!
//! Each case fills the engine anew through a rebuild, so that cases don't see each other's documents.

mod answering;
mod asking;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{
    BilingualText, Change, FacetValue, Kind, Lang, SearchAnswer, SearchDocument, SearchEngine, SearchError,
    SearchQuery, Sort, WarningCode,
};

/// No hits.
const NONE: [u64; 0] = [];

/// Runs every case.
pub async fn all(engine: &dyn SearchEngine) {
    asking::texts(engine).await;
    asking::language(engine).await;
    asking::codes(engine).await;
    answering::facets_and_filters(engine).await;
    answering::order_and_pages(engine).await;
    answering::highlights(engine).await;
    asking::tolerance(engine).await;
    asking::bad_input(engine).await;
    asking::suggestions(engine).await;
    answering::changes(engine).await;
    answering::rebuilds(engine).await;
}

/// A document with the id `n`, published `n` hours after the epoch.
pub fn document(n: u64) -> SearchDocument {
    SearchDocument {
        id: id(n),
        organisation: Uuid::from_u128(7),
        published_at: hour(n),
        card: json!({ "n": n }),
        ..SearchDocument::default()
    }
}

pub fn id(n: u64) -> Uuid {
    // The upper half the same, as in a burst of version-7 ids.
    Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | n)
}

fn hour(n: u64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(n as i64)
}

fn zh(text: &str) -> BilingualText {
    BilingualText { zh: Some(text.to_owned()), en: None }
}

fn en(text: &str) -> BilingualText {
    BilingualText { zh: None, en: Some(text.to_owned()) }
}

fn titled(n: u64, title: BilingualText) -> SearchDocument {
    SearchDocument { title, ..document(n) }
}

/// Replaces all documents.
pub async fn fill(engine: &dyn SearchEngine, documents: Vec<SearchDocument>) {
    let mut rebuild = engine.rebuild().await.unwrap();
    rebuild.add(documents).await.unwrap();
    rebuild.finish(0).await.unwrap();
}

async fn ask(engine: &dyn SearchEngine, query: SearchQuery) -> SearchAnswer {
    engine.query(query).await.unwrap()
}

fn numbers(answer: &SearchAnswer) -> Vec<u64> {
    answer.hits.iter().map(|hit| hit.id.as_u64_pair().1 & !(1 << 63)).collect()
}

/// Hits in order.
pub async fn hits(engine: &dyn SearchEngine, q: &str) -> Vec<u64> {
    numbers(&ask(engine, SearchQuery::text(q)).await)
}

async fn found(engine: &dyn SearchEngine, q: &str) -> BTreeSet<u64> {
    hits(engine, q).await.into_iter().collect()
}

async fn warnings(engine: &dyn SearchEngine, q: &str) -> Vec<WarningCode> {
    ask(engine, SearchQuery::text(q)).await.warnings.iter().map(|warning| warning.code).collect()
}

fn set<const N: usize>(numbers: [u64; N]) -> BTreeSet<u64> {
    numbers.into()
}

fn counts(answer: &SearchAnswer, facet: &str) -> Vec<(String, u64)> {
    answer.facets[facet].iter().map(|FacetValue { value, count }| (value.clone(), *count)).collect()
}

fn counted<const N: usize>(values: [(&str, u64); N]) -> Vec<(String, u64)> {
    values.map(|(value, count)| (value.to_owned(), count)).to_vec()
}
