//! What comes back.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// One page of hits.
#[derive(Debug, Clone, Serialize)]
pub struct SearchAnswer {
    pub hits: Vec<Hit>,
    /// All that match, not only this page.
    pub total: u64,
    /// `kind`, `sector`, `ipc`, `right`, `procedure`, `trl`, `region`, `price_band`, `state`: most frequent value first
    /// (`trl` and `price_band` in their own order).
    ///
    /// A facet that is filtered by is counted **without its own filter**, so that it shows what else could be
    /// chosen, and what to loosen when nothing is found.
    /// `ipc` holds section, class and subclass (`C`, `C01`, `C01B`), and the main groups (`C01B32`) below the classes that are filtered by.
    /// `price_band` values are ranges `from-to` in minor units, `from-` at the open end, and `none` for no price.
    pub facets: BTreeMap<&'static str, Vec<FacetValue>>,
    /// Time taken inside the engine, in milliseconds.
    pub took_ms: f64,
    /// Cursor of the next page; none on the last.
    pub next: Option<String>,
    pub warnings: Vec<Warning>,
}

/// A value of a facet and how many of the answers have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    pub value: String,
    pub count: u64,
}

/// One listing found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    pub id: Uuid,
    pub organisation: Uuid,
    /// Only for members of `organisation` and operators: whoever shows the hit drops it for everybody else.
    pub external_id: Option<String>,
    /// Higher is better; comparable within one query only. 0 where there is no text to be relevant to.
    pub score: f32,
    /// As indexed, unparsed.
    pub card: Box<RawValue>,
    /// Field (`title.zh`, `summary.en`, `description.zh`, `owner.en`, …) to a fragment of it, with what matched in
    /// `<em>` and everything else escaped: safe to put into a page. Fields where nothing matched are left out.
    pub highlights: BTreeMap<&'static str, String>,
}

/// A title that continues what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    pub text: String,
    /// One listing with this title.
    pub id: Uuid,
}

/// Something in the query that was not taken as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub code: WarningCode,
    /// The part of the query it is about, as typed.
    pub part: String,
}

/// Why a part of the query was not taken as written. The text shown is the reader's language's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// `foo:bar` where there is no field `foo`; searched for as words.
    UnknownField,
    /// A field's value that doesn't parse (`trl:high`); searched for as words.
    BadValue,
    /// A quotation mark without its partner; what follows was searched for as words.
    UnclosedQuote,
    /// Nothing searchable in it (punctuation, words such as “the”); left out.
    NothingSearchable,
    /// The word occurs nowhere; similar ones were searched for.
    Spelling,
    /// More different words than are searched for at once; the most telling ones were kept.
    TooManyWords,
}

/// Size and position of an index.
#[derive(Debug, Clone, Serialize)]
pub struct Stats {
    /// `embedded` or `meilisearch`.
    pub engine: &'static str,
    pub documents: u64,
    /// On disk; 0 where it is kept in memory.
    pub bytes: u64,
    pub segments: usize,
    pub cursor: i64,
    /// It has seen no event and no rebuild: there was no index, or one of another layout. Rebuild it, unless the
    /// database is empty too.
    pub rebuild_needed: bool,
}
