//! One index, open for writing and reading.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tantivy::collector::TopDocs;
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{Field, TantivyDocument, Value};
use tantivy::{DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy};
use uuid::Uuid;

use super::facets::{Snapshot, Snapshots};
use super::highlight::Highlighter;
use super::page::{key_score, read_cursor, write_cursor};
use super::plan::{Plan, Planner};
use super::run::run;
use super::schema::{Fields, LAYOUT, TEXTS, register_tokenizer};
use crate::platform::search::answer::{Hit, SearchAnswer, Suggestion};
use crate::platform::search::document::{Change, Lang, SearchDocument};
use crate::platform::search::error::{Result, SearchError};
use crate::platform::search::language::Parsed;
use crate::platform::search::query::SearchQuery;

/// Blocks of stored documents that are kept, in each segment.
const STORE_CACHE_BLOCKS: usize = 64;

/// What a commit says besides its documents.
#[derive(Serialize, Deserialize)]
struct Payload {
    layout: u32,
    /// Position of the last event.
    cursor: i64,
}

/// The cursor of an index's last commit.
pub(super) fn cursor_of(index: &Index) -> Result<i64> {
    let payload = index.load_metas()?.payload.unwrap_or_default();
    let payload: Payload = serde_json::from_str(&payload).map_err(|error| SearchError::Engine(error.to_string()))?;
    if payload.layout != LAYOUT {
        return Err(SearchError::Engine(format!("the index has layout {}, not {LAYOUT}", payload.layout)));
    }
    Ok(payload.cursor)
}

pub(super) struct Live {
    name: String,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    options: IndexWriterOptions,
    /// Opened by the first batch; dropped after an error, which may have left it unusable.
    writer: Mutex<Option<IndexWriter>>,
    snapshots: Snapshots,
    snapshot: RwLock<Arc<Snapshot>>,
    cursor: AtomicI64,
}

impl Live {
    /// Takes a new, empty index into use and commits that it is at cursor 0.
    pub(super) fn create(index: Index, name: String, heap: usize, threads: usize) -> Result<Self> {
        let live = Self::new(index, name, heap, threads, 0)?;
        live.index(&[], 0)?;
        Ok(live)
    }

    /// Takes an existing index into use where its last commit left it.
    ///
    /// # Errors
    /// [`SearchError::Engine`] if it is damaged or of another layout.
    pub(super) fn open(index: Index, name: String, heap: usize, threads: usize) -> Result<Self> {
        let cursor = cursor_of(&index)?;
        Self::new(index, name, heap, threads, cursor)
    }

    fn new(index: Index, name: String, heap: usize, threads: usize, cursor: i64) -> Result<Self> {
        register_tokenizer(&index);
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_CACHE_BLOCKS)
            .try_into()?;
        let snapshots = Snapshots::default();
        let snapshot = snapshots.take(reader.searcher())?;
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(heap)
            .num_worker_threads(threads)
            .num_merge_threads(1)
            .build();
        Ok(Self {
            name,
            index,
            reader,
            fields: Fields::new(),
            options,
            writer: Mutex::new(None),
            snapshots,
            snapshot: RwLock::new(Arc::new(snapshot)),
            cursor: AtomicI64::new(cursor),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn cursor(&self) -> i64 {
        self.cursor.load(Ordering::Acquire)
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Applies a batch and the cursor in one commit, and shows it to queries.
    pub(super) fn index(&self, batch: &[Change], cursor: i64) -> Result<()> {
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let written = self.write(&mut slot, batch).and_then(|()| self.commit(&mut slot, cursor));
        if written.is_err() {
            // Forgets what was not committed, and a writer that a full disk has stopped.
            *slot = None;
        }
        written
    }

    /// Adds documents without committing, for a rebuild.
    pub(super) fn add(&self, documents: &[SearchDocument]) -> Result<()> {
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = self.writer(&mut slot)?;
        for document in documents {
            writer.add_document(self.fields.lay_out(document)?)?;
        }
        Ok(())
    }

    /// Lets go of the writer, when its merges are done.
    pub(super) fn settle(&self) -> Result<()> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.wait_merging_threads()?;
        }
        self.show()
    }

    /// The index itself, to be taken into use by another `Live` once this one is settled.
    pub(super) fn index_to_serve(&self) -> Index {
        self.index.clone()
    }

    /// Lets go of the writer at once.
    pub(super) fn close(&self) {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn writer<'w>(&self, slot: &'w mut Option<IndexWriter>) -> Result<&'w mut IndexWriter> {
        match slot {
            Some(writer) => Ok(writer),
            None => Ok(slot.insert(self.index.writer_with_options(self.options.clone())?)),
        }
    }

    fn write(&self, slot: &mut Option<IndexWriter>, batch: &[Change]) -> Result<()> {
        let writer = self.writer(slot)?;
        for change in batch {
            match change {
                Change::Upsert(document) => {
                    let laid_out = self.fields.lay_out(document)?;
                    writer.delete_term(self.fields.id_term(document.id));
                    writer.add_document(laid_out)?;
                }
                Change::Delete(id) => {
                    writer.delete_term(self.fields.id_term(*id));
                }
            }
        }
        Ok(())
    }

    fn commit(&self, slot: &mut Option<IndexWriter>, cursor: i64) -> Result<()> {
        let payload = serde_json::to_string(&Payload { layout: LAYOUT, cursor })
            .map_err(|error| SearchError::Engine(error.to_string()))?;
        let mut prepared = self.writer(slot)?.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.cursor.store(cursor, Ordering::Release);
        self.show()
    }

    /// Shows queries the last commit.
    fn show(&self) -> Result<()> {
        self.reader.reload()?;
        let snapshot = Arc::new(self.snapshots.take(self.reader.searcher())?);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    pub(super) fn query(&self, query: &SearchQuery, parsed: &Parsed) -> Result<SearchAnswer> {
        let after = read_cursor(query)?;
        let snapshot = self.snapshot();
        let mut plan = Planner::new(&self.fields, &snapshot.searcher, false).plan(query, parsed)?;
        let mut found = run(&snapshot, &plan, query, after)?;
        if found.total == 0 && plan.can_loosen {
            plan = Planner::new(&self.fields, &snapshot.searcher, true).plan(query, parsed)?;
            found = run(&snapshot, &plan, query, after)?;
        }
        let mut highlighter = Highlighter::new(&plan.matcher);
        let mut hits = Vec::with_capacity(found.hits.len());
        for (place, address) in &found.hits {
            let score = if found.by_score { key_score(place.key) } else { 0.0 };
            hits.push(self.hit(&snapshot, *address, score, &mut highlighter)?);
        }
        let Plan { warnings, .. } = plan;
        Ok(SearchAnswer {
            hits,
            total: found.total,
            facets: found.facets,
            took_ms: 0.0,
            next: found.next.map(|place| write_cursor(query, place)),
            warnings,
        })
    }

    fn hit(
        &self,
        snapshot: &Snapshot,
        address: DocAddress,
        score: f32,
        highlighter: &mut Highlighter<'_>,
    ) -> Result<Hit> {
        let document: TantivyDocument = snapshot.searcher.doc(address)?;
        let mut highlights = BTreeMap::new();
        for (name, field) in TEXTS.into_iter().zip(self.fields.texts) {
            let Some(text) = text_of(&document, field) else { continue };
            let whole = name.starts_with("title") || name.starts_with("owner");
            if let Some(marked) = if whole { highlighter.whole(text) } else { highlighter.fragment(text) } {
                highlights.insert(name, marked);
            }
        }
        let card = bytes_of(&document, self.fields.card).unwrap_or(b"null");
        let card = String::from_utf8_lossy(card).into_owned();
        Ok(Hit {
            id: uuid_of(&document, self.fields.id)?,
            organisation: uuid_of(&document, self.fields.organisation)?,
            external_id: text_of(&document, self.fields.external_id).map(str::to_owned),
            score,
            card: RawValue::from_string(card).map_err(|error| SearchError::Engine(error.to_string()))?,
            highlights,
        })
    }

    pub(super) fn suggest(&self, prefix: &str, limit: usize, lang: Option<Lang>) -> Result<Vec<Suggestion>> {
        let snapshot = self.snapshot();
        let Some(query) = Planner::new(&self.fields, &snapshot.searcher, false).title_query(prefix)? else {
            return Ok(Vec::new());
        };
        if limit == 0 {
            return Ok(Vec::new());
        }
        // Some more than asked for, as the same title may be listed twice.
        let found = snapshot.searcher.search(&query, &TopDocs::with_limit(limit * 2).order_by_score())?;
        let order = match lang {
            Some(Lang::En) => [1, 0],
            _ => [0, 1],
        };
        let mut seen = HashSet::new();
        let mut suggestions = Vec::new();
        for (_, address) in found {
            let document: TantivyDocument = snapshot.searcher.doc(address)?;
            let title = order.iter().find_map(|index| text_of(&document, self.fields.texts[*index]));
            if let Some(title) = title.filter(|title| seen.insert((*title).to_owned())) {
                suggestions.push(Suggestion { text: title.to_owned(), id: uuid_of(&document, self.fields.id)? });
            }
        }
        suggestions.truncate(limit);
        Ok(suggestions)
    }
}

fn text_of(document: &TantivyDocument, field: Field) -> Option<&str> {
    document.get_first(field)?.as_str()
}

fn bytes_of(document: &TantivyDocument, field: Field) -> Option<&[u8]> {
    document.get_first(field)?.as_bytes()
}

fn uuid_of(document: &TantivyDocument, field: Field) -> Result<Uuid> {
    bytes_of(document, field)
        .and_then(|bytes| Uuid::from_slice(bytes).ok())
        .ok_or_else(|| SearchError::Engine("a stored document has no id".to_owned()))
}
