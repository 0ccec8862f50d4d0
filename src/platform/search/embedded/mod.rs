//! The embedded engine: an index in a directory of the server's own, by tantivy. The default; needs no server.
//!
//! * `words`, `fold`, `simplified`: text to terms
//! * `schema`: documents to fields
//! * `plan`, `filters`, `expand`: queries to queries of the library
//! * `run`, `page`, `facets`: one pass over all matches for hits, total and facets
//! * `highlight`: where a hit matches
//! * `live`: one index open for writing and reading; `home`: where indexes lie and which one serves
//!
//! Writing goes through one writer with a bounded heap, behind a lock, on a blocking thread. A commit carries the
//! event cursor as its payload. Queries take a snapshot and never wait for writers.

mod expand;
mod facets;
mod filters;
mod fold;
mod highlight;
mod home;
mod live;
mod page;
mod peek;
mod plan;
mod rebuild;
mod run;
mod schema;
mod simplified;
#[cfg(test)]
mod tests;
mod words;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use futures::FutureExt;
use futures::future::BoxFuture;

pub use self::peek::cursor_on_disk;

use self::home::Home;
use self::live::Live;
use self::rebuild::EmbeddedRebuild;
use super::answer::{SearchAnswer, Stats, Suggestion};
use super::document::{Change, Lang};
use super::error::{Result, SearchError};
use super::language::parse;
use super::query::{MAX_LIMIT, MAX_Q, SearchQuery, at_most};
use super::{Rebuild, SearchEngine};

/// How much memory writing may take.
#[derive(Debug, Clone)]
pub struct EmbeddedOptions {
    /// Bytes of the writer that follows the events; held only while a batch is written. At least 15 MB.
    pub live_heap: usize,
    /// Bytes of each of a rebuild's writing threads. At least 15 MB.
    pub rebuild_heap: usize,
    /// Threads of a rebuild, 1 to 8.
    pub rebuild_threads: usize,
}

impl Default for EmbeddedOptions {
    fn default() -> Self {
        Self { live_heap: 15_000_000, rebuild_heap: 40_000_000, rebuild_threads: 2 }
    }
}

/// The embedded engine. Clones share one index.
#[derive(Clone)]
pub struct EmbeddedEngine {
    shared: Arc<Shared>,
}

struct Shared {
    home: Home,
    options: EmbeddedOptions,
    /// The index that serves.
    live: RwLock<Arc<Live>>,
    /// Held while a batch is written and while indexes are swapped.
    writing: Mutex<()>,
    rebuilding: AtomicBool,
}

impl EmbeddedEngine {
    /// Opens the index in `directory`, which is created if need be and belongs to this engine alone.
    ///
    /// A missing, damaged or outdated index is replaced by an empty one at cursor 0 ([`Stats::rebuild_needed`]).
    ///
    /// # Errors
    /// [`SearchError::Io`] if the directory can't be written.
    pub fn open(directory: &Path, options: EmbeddedOptions) -> Result<Self> {
        Self::at(Home::on_disk(directory)?, options)
    }

    /// An index in memory, gone with the engine: for tests and demonstrations.
    ///
    /// # Errors
    /// None in practice.
    pub fn in_memory(options: EmbeddedOptions) -> Result<Self> {
        Self::at(Home::in_memory(), options)
    }

    fn at(home: Home, options: EmbeddedOptions) -> Result<Self> {
        let live = match home
            .current()?
            .map(|name| home.open(&name).and_then(|index| Live::open(index, name.clone(), options.live_heap, 1)))
        {
            Some(Ok(live)) => live,
            found => {
                if let Some(Err(error)) = found {
                    tracing::warn!(%error, "search index cannot be used; starting an empty one");
                }
                let name = home.fresh_name()?;
                let live = Live::create(home.create(&name)?, name.clone(), options.live_heap, 1)?;
                home.make_current(&name)?;
                live
            }
        };
        home.remove_all_but(live.name());
        let shared = Shared {
            home,
            options,
            live: RwLock::new(Arc::new(live)),
            writing: Mutex::new(()),
            rebuilding: AtomicBool::new(false),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Runs a query on the calling thread.
    ///
    /// # Errors
    /// As [`SearchEngine::query`].
    pub fn query_blocking(&self, query: &SearchQuery) -> Result<SearchAnswer> {
        let started = Instant::now();
        query.check()?;
        let mut answer = self.shared.live().query(query, &parse(&query.q))?;
        answer.took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(answer)
    }
}

impl Shared {
    fn live(&self) -> Arc<Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn index(&self, batch: &[Change], cursor: i64) -> Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.live().index(batch, cursor)
    }

    /// Makes a finished index the serving one.
    fn swap_in(&self, new: Live) -> Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.home.make_current(new.name())?;
        let name = new.name().to_owned();
        let old = std::mem::replace(&mut *self.live.write().unwrap_or_else(PoisonError::into_inner), Arc::new(new));
        // Queries under way keep the old files open; removing them only takes their names.
        old.close();
        self.home.remove_all_but(&name);
        Ok(())
    }
}

impl SearchEngine for EmbeddedEngine {
    fn index(&self, batch: Vec<Change>, cursor: i64) -> BoxFuture<'_, Result<()>> {
        let shared = self.shared.clone();
        blocking(move || shared.index(&batch, cursor)).boxed()
    }

    fn cursor(&self) -> i64 {
        self.shared.live().cursor()
    }

    fn query(&self, query: SearchQuery) -> BoxFuture<'_, Result<SearchAnswer>> {
        let engine = self.clone();
        blocking(move || engine.query_blocking(&query)).boxed()
    }

    fn suggest(&self, prefix: &str, limit: usize, lang: Option<Lang>) -> BoxFuture<'_, Result<Vec<Suggestion>>> {
        let shared = self.shared.clone();
        let prefix = prefix.to_owned();
        blocking(move || {
            at_most("q", prefix.chars().count(), MAX_Q)?;
            shared.live().suggest(&prefix, limit.min(MAX_LIMIT), lang)
        })
        .boxed()
    }

    fn rebuild(&self) -> BoxFuture<'_, Result<Box<dyn Rebuild>>> {
        let shared = self.shared.clone();
        blocking(move || {
            if shared.rebuilding.swap(true, Ordering::AcqRel) {
                return Err(SearchError::RebuildRunning);
            }
            Ok(Box::new(EmbeddedRebuild::begin(shared)?) as Box<dyn Rebuild>)
        })
        .boxed()
    }

    fn stats(&self) -> BoxFuture<'_, Result<Stats>> {
        let shared = self.shared.clone();
        blocking(move || {
            let live = shared.live();
            let snapshot = live.snapshot();
            Ok(Stats {
                engine: "embedded",
                documents: snapshot.searcher.num_docs(),
                bytes: shared.home.size(live.name()),
                segments: snapshot.segments.len(),
                cursor: live.cursor(),
                rebuild_needed: live.cursor() == 0,
            })
        })
        .boxed()
    }
}

/// Runs `work` where it may block.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(SearchError::Engine(error.to_string())),
    }
}
