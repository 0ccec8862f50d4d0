//! Full-text search: the port that the rest of the house speaks to, and its engines.
//!
//! The index is a *local* consumer of the event log: every server has its own, and the cursor of the last event
//! it has seen is part of the very commit that made the event's documents findable. Kill the process at any point:
//! on the next start [`SearchEngine::cursor`] says where to go on, and nothing is lost or half-done.
//!
//! * [`SearchDocument`] is what is findable, in both languages side by side. Private fields never enter it.
//! * [`SearchQuery`] is what is asked: text in a small [query language](language), filters, an order, a page.
//! * [`SearchAnswer`] is a page of hits with highlights, the total, facets, and where the next page begins.
//! * [`embedded`] is the default engine: no server, an index in a directory.
//!
//! Every engine passes one contract suite (`contract`, compiled for tests): it *is* the specification of the port.

pub mod answer;
pub mod codes;
#[cfg(test)]
pub mod contract;
pub mod document;
pub mod embedded;
pub mod error;
pub mod language;
pub mod query;

use futures::future::BoxFuture;

pub use answer::{FacetValue, Hit, SearchAnswer, Stats, Suggestion, Warning, WarningCode};
pub use document::{BilingualText, Change, Kind, Lang, SearchDocument};
pub use embedded::{EmbeddedEngine, EmbeddedOptions};
pub use error::{Result, SearchError};
pub use query::{SearchQuery, Sort};

/// An index of listings that can be written, asked and rebuilt. One instance serves the whole process.
pub trait SearchEngine: Send + Sync {
    /// Applies `batch` in order and stores `cursor` (the position of the last event it covers) **in one commit**:
    /// both are there after a crash or neither is. Everything is findable when the future resolves.
    ///
    /// An empty batch just moves the cursor. On an error nothing of the batch is visible and the cursor stands
    /// where it stood, so the caller simply tries the same batch again.
    fn index(&self, batch: Vec<Change>, cursor: i64) -> BoxFuture<'_, Result<()>>;

    /// The position of the last event whose documents are in the index; 0 for an index that has seen none.
    fn cursor(&self) -> i64;

    /// One page of answers. Text that makes no sense is searched for as plain words and reported in
    /// [`SearchAnswer::warnings`]; only broken limits and foreign cursors are errors.
    fn query(&self, query: SearchQuery) -> BoxFuture<'_, Result<SearchAnswer>>;

    /// Titles that continue what has been typed so far, best first, none twice, at most `limit` (and never more than
    /// [`MAX_LIMIT`](query::MAX_LIMIT)). `lang` is the reader's language:
    /// a title is shown in it where it exists.
    fn suggest(&self, prefix: &str, limit: usize, lang: Option<Lang>) -> BoxFuture<'_, Result<Vec<Suggestion>>>;

    /// Begins a new, empty index beside the serving one, which goes on serving (and taking [`Self::index`]) until
    /// [`Rebuild::finish`]. One rebuild at a time: a second one is [`SearchError::RebuildRunning`].
    fn rebuild(&self) -> BoxFuture<'_, Result<Box<dyn Rebuild>>>;

    /// Size and position of the serving index.
    fn stats(&self) -> BoxFuture<'_, Result<Stats>>;
}

/// An index being built beside the serving one. Dropping it without [`finish`](Self::finish) throws it away.
pub trait Rebuild: Send {
    /// Adds documents; each id once. Memory stays flat however many come.
    fn add(&mut self, documents: Vec<SearchDocument>) -> BoxFuture<'_, Result<()>>;

    /// Commits what was added and swaps it in for the serving index, atomically and for good (also across a crash).
    ///
    /// `cursor` is the event position of the database snapshot that was read. From then on
    /// [`SearchEngine::cursor`] answers with it, so the consumer replays the events that came during the rebuild.
    fn finish(self: Box<Self>, cursor: i64) -> BoxFuture<'static, Result<()>>;
}
