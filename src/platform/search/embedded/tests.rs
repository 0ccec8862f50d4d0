//! The contract on both kinds of directory, and what only an index on disk can show.

use std::fs;

use tempfile::TempDir;

use super::{EmbeddedEngine, EmbeddedOptions};
use crate::platform::search::contract::{all, document, fill, hits, id};
use crate::platform::search::{BilingualText, Change, SearchDocument, SearchEngine, SearchQuery};

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
