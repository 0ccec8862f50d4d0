//! What is asked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::document::{Kind, Lang};
use super::error::{Result, SearchError};

/// Characters of [`SearchQuery::q`].
pub const MAX_Q: usize = 1_000;
/// Hits of one page, and suggestions.
pub const MAX_LIMIT: usize = 100;
/// Values of one filter.
pub const MAX_VALUES: usize = 50;
/// Characters of one filter value.
pub const MAX_VALUE: usize = 200;

/// A search. The default asks for everything, newest first.
///
/// Filters of different names must all hold; of several values of one filter any one suffices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    /// Text in the [query language](super::language).
    pub q: String,
    /// The last word of `q` is still being typed: words that begin like it match too.
    pub prefix: bool,
    pub kind: Option<Kind>,
    pub organisation: Option<Uuid>,
    pub sector: Vec<String>,
    /// IPC symbols of any level: `C`, `C01`, `C01B`, `C01B 32`, `C01B 32/182`.
    pub ipc: Vec<String>,
    pub right: Vec<String>,
    pub procedure: Vec<String>,
    pub region: Vec<String>,
    pub state: Vec<String>,
    pub trl_min: Option<u8>,
    pub trl_max: Option<u8>,
    /// Minor units, inclusive. A listing without a price passes neither bound.
    pub price_min: Option<i64>,
    /// Minor units, inclusive.
    pub price_max: Option<i64>,
    /// ISO 4217. Without it, prices are compared as numbers whatever their currency.
    pub currency: Option<String>,
    pub sort: Sort,
    /// Hits on the page, at most [`MAX_LIMIT`]; 0 asks for total and facets only.
    pub limit: usize,
    /// [`SearchAnswer::next`](super::SearchAnswer::next) of the page before, with the same query.
    pub cursor: Option<String>,
    /// The reader's language. It narrows nothing: an English reader finds Chinese listings.
    pub lang: Option<Lang>,
    /// The time now, for [`Sort::EndingSoon`]: what has ended by then comes last.
    pub now: Option<DateTime<Utc>>,
}

/// The order of hits. Ties, and listings without the value sorted by (always last), are in a stable order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By the text; newest first where there is no text.
    #[default]
    Relevance,
    Newest,
    PriceAsc,
    PriceDesc,
    EndingSoon,
}

impl Default for SearchQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            prefix: false,
            kind: None,
            organisation: None,
            sector: Vec::new(),
            ipc: Vec::new(),
            right: Vec::new(),
            procedure: Vec::new(),
            region: Vec::new(),
            state: Vec::new(),
            trl_min: None,
            trl_max: None,
            price_min: None,
            price_max: None,
            currency: None,
            sort: Sort::Relevance,
            limit: 20,
            cursor: None,
            lang: None,
            now: None,
        }
    }
}

impl SearchQuery {
    /// A query for `q` and nothing else.
    pub fn text(q: impl Into<String>) -> Self {
        Self { q: q.into(), ..Self::default() }
    }

    /// Checks every limit. Engines call it first.
    ///
    /// # Errors
    /// [`SearchError::TooLong`] and [`SearchError::OutOfRange`], naming the field.
    pub fn check(&self) -> Result<()> {
        at_most("q", self.q.chars().count(), MAX_Q)?;
        at_most("cursor", self.cursor.as_ref().map_or(0, String::len), MAX_VALUE)?;
        at_most("currency", self.currency.as_ref().map_or(0, String::len), MAX_VALUE)?;
        if self.limit > MAX_LIMIT {
            return Err(SearchError::OutOfRange {
                field: "limit",
                value: i64::try_from(self.limit).unwrap_or(i64::MAX),
                limit: "0 to 100",
            });
        }
        for (field, trl) in [("trl_min", self.trl_min), ("trl_max", self.trl_max)] {
            if let Some(trl) = trl.filter(|trl| !(1..=9).contains(trl)) {
                return Err(SearchError::OutOfRange { field, value: i64::from(trl), limit: "1 to 9" });
            }
        }
        let lists = [
            ("sector", &self.sector),
            ("ipc", &self.ipc),
            ("right", &self.right),
            ("procedure", &self.procedure),
            ("region", &self.region),
            ("state", &self.state),
        ];
        for (field, values) in lists {
            at_most(field, values.len(), MAX_VALUES)?;
            for value in values {
                at_most(field, value.chars().count(), MAX_VALUE)?;
            }
        }
        Ok(())
    }
}

/// Fails when `actual` exceeds `limit`.
pub(super) fn at_most(field: &'static str, actual: usize, limit: usize) -> Result<()> {
    if actual > limit { Err(SearchError::TooLong { field, limit, actual }) } else { Ok(()) }
}
