//! The contract on both kinds of directory, and what only an index on disk can show.

use std::collections::HashSet;
use std::fs;

use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tempfile::TempDir;

use super::{EmbeddedEngine, EmbeddedOptions};
use crate::platform::search::contract::{all, document, fill, hits, id};
use crate::platform::search::{BilingualText, Change, SearchDocument, SearchEngine, SearchQuery, Sort};

fn open(directory: &TempDir) -> EmbeddedEngine {
    EmbeddedEngine::open(directory.path(), EmbeddedOptions::default()).unwrap()
}

fn titled(n: u64, title: &str) -> SearchDocument {
    SearchDocument { title: BilingualText { zh: None, en: Some(title.to_owned()) }, ..document(n) }
}

#[tokio::test]
async fn in_memory_it_keeps_the_contract() {
    all(&EmbeddedEngine::in_memory(EmbeddedOptions::default()).unwrap()).await;
}

#[tokio::test]
async fn on_disk_it_keeps_the_contract() {
    let directory = TempDir::new().unwrap();
    all(&open(&directory)).await;
}

#[tokio::test]
async fn documents_and_cursor_are_there_after_a_restart() {
    let directory = TempDir::new().unwrap();
    let engine = open(&directory);
    assert!(engine.stats().await.unwrap().rebuild_needed);
    assert_eq!(engine.cursor(), 0);
    engine.index(vec![titled(1, "alpha").into(), titled(2, "beta").into()], 17).await.unwrap();
    engine.index(vec![Change::Delete(id(2))], 18).await.unwrap();
    drop(engine);
    let engine = open(&directory);
    assert_eq!(engine.cursor(), 18);
    assert_eq!(hits(&engine, "alpha beta").await, [1]);
    let stats = engine.stats().await.unwrap();
    assert!(!stats.rebuild_needed && stats.bytes > 0 && stats.documents == 1, "{stats:?}");
    engine.index(vec![titled(3, "gamma").into()], 19).await.unwrap();
    assert_eq!(hits(&engine, "gamma").await, [3]);
}

#[tokio::test]
async fn a_rebuilt_index_serves_after_a_restart_and_the_old_one_is_gone() {
    let directory = TempDir::new().unwrap();
    let engine = open(&directory);
    engine.index(vec![titled(1, "old").into()], 5).await.unwrap();
    fill(&engine, vec![titled(2, "new")]).await;
    let indexes =
        || fs::read_dir(directory.path()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(indexes(), 1);
    drop(engine);
    let engine = open(&directory);
    assert_eq!(hits(&engine, "old new").await, [2]);
}

#[tokio::test]
async fn a_rebuild_cut_short_leaves_the_old_index() {
    let directory = TempDir::new().unwrap();
    let engine = open(&directory);
    engine.index(vec![titled(1, "old").into()], 5).await.unwrap();
    let mut rebuild = engine.rebuild().await.unwrap();
    rebuild.add(vec![titled(2, "new")]).await.unwrap();
    // As after a kill: nothing is dropped in order.
    std::mem::forget(rebuild);
    let copy = TempDir::new().unwrap();
    copy_tree(directory.path(), copy.path());
    let engine = open(&copy);
    assert_eq!(engine.cursor(), 5);
    assert_eq!(hits(&engine, "old new").await, [1]);
}

#[tokio::test]
async fn a_damaged_index_is_replaced_by_an_empty_one_that_asks_for_a_rebuild() {
    let directory = TempDir::new().unwrap();
    let engine = open(&directory);
    engine.index(vec![titled(1, "old").into()], 5).await.unwrap();
    drop(engine);
    let current = fs::read_to_string(directory.path().join("CURRENT")).unwrap();
    fs::write(directory.path().join(current).join("meta.json"), "{").unwrap();
    let engine = open(&directory);
    assert_eq!(engine.cursor(), 0);
    assert!(engine.stats().await.unwrap().rebuild_needed);
    engine.index(vec![titled(1, "fresh").into()], 6).await.unwrap();
    assert_eq!(hits(&engine, "fresh").await, [1]);
}

#[tokio::test]
async fn queries_see_whole_batches_only() {
    let engine = EmbeddedEngine::in_memory(EmbeddedOptions::default()).unwrap();
    let writer = engine.clone();
    let writing = tokio::spawn(async move {
        for round in 1..=20u64 {
            let batch = (0..10).map(|n| titled(round * 10 + n, "film").into()).collect();
            writer.index(batch, round as i64).await.unwrap();
        }
    });
    let mut last = 0;
    while !writing.is_finished() {
        let total = engine.query(SearchQuery::text("film")).await.unwrap().total;
        assert!(total % 10 == 0 && total >= last, "{total}");
        last = total;
    }
    writing.await.unwrap();
    assert_eq!(engine.query(SearchQuery::text("film")).await.unwrap().total, 200);
}

#[tokio::test]
async fn no_query_makes_it_stumble() {
    let engine = EmbeddedEngine::in_memory(EmbeddedOptions::default()).unwrap();
    for round in 0..3 {
        let batch = (0..40).map(|n| {
            titled(round * 40 + n, ["thin film a b", "石墨烯 film 薄膜", "b a film thin"][n as usize % 3]).into()
        });
        engine.index(batch.collect(), 1).await.unwrap();
    }
    let pieces = "(thin|film|a|b|石|石墨|石墨烯|薄膜|fiml|\"thin film\"|\"a b\"|-film|-\"thin film\"|-“石墨烯”|-石|-a|trl:1|-trl:>2|price:<9|-price:1|        owner:b|ipc:A|-ipc:A01|kind:supply|patent:1234567|1234567|US 1234567|C01B| |:|\"|-|，)";
    let mut runner = TestRunner::new(Config::with_cases(1_500));
    let checked = runner.run(&(vec(pieces, 0..7), any::<bool>(), 0..5usize), |(words, prefix, sort)| {
        let sort = [Sort::Relevance, Sort::Newest, Sort::PriceAsc, Sort::PriceDesc, Sort::EndingSoon][sort];
        let mut query = SearchQuery { prefix, sort, limit: 50, ..SearchQuery::text(words.join(" ")) };
        let mut seen = HashSet::new();
        loop {
            let answer = engine.query_blocking(&query).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(answer.hits.iter().all(|hit| seen.insert(hit.id)));
            query.cursor = answer.next;
            if query.cursor.is_none() {
                prop_assert_eq!(seen.len() as u64, answer.total);
                return Ok(());
            }
        }
    });
    checked.unwrap();
}

fn copy_tree(from: &std::path::Path, to: &std::path::Path) {
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
