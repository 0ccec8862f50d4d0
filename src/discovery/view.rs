//! Wire types of search.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    kernel::{
        Actor, Error, FieldError, Result, error,
        id::{ListingId, OrganisationId},
    },
    platform::search::{FacetValue, Hit, Kind, Lang, SearchAnswer, SearchError, SearchQuery, Sort, Warning},
};

/// A search. Lists take several values separated by commas; any of them suffices.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SearchIn {
    /// Words, `"phrases"`, `-without`, fields such as `ipc:C01B trl:>=6 price:<5000000`. At most 1,000 characters.
    pub q: Option<String>,
    /// The last word is still being typed.
    pub prefix: Option<bool>,
    /// `supply` or `need`.
    pub kind: Option<String>,
    /// Sectors.
    pub sector: Option<String>,
    /// IPC symbols of any level.
    pub ipc: Option<String>,
    /// Rights on offer.
    pub right: Option<String>,
    /// Procedures.
    pub procedure: Option<String>,
    /// Regions (ISO 3166-2).
    pub region: Option<String>,
    /// States.
    pub state: Option<String>,
    /// Listings of one organisation.
    pub organisation: Option<String>,
    /// Technology readiness level, 1 to 9.
    pub trl_min: Option<u8>,
    /// Technology readiness level, 1 to 9.
    pub trl_max: Option<u8>,
    /// Minor units.
    pub price_min: Option<i64>,
    /// Minor units.
    pub price_max: Option<i64>,
    /// ISO 4217; prices are compared as numbers without it.
    pub currency: Option<String>,
    /// `relevance`, `newest`, `price_asc`, `price_desc` or `ending_soon`.
    pub sort: Option<String>,
    /// Hits on the page, 0 to 100; 20 unless told.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// The reader's language: `zh` or `en`.
    pub lang: Option<String>,
}

fn list(value: Option<String>) -> Vec<String> {
    let value = value.unwrap_or_default();
    value.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn one_of<T: for<'de> Deserialize<'de>>(
    field: &'static str,
    value: Option<&str>,
    accepted: &'static str,
) -> Result<Option<T>> {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(None) };
    let parsed = serde_json::from_value(serde_json::Value::String(value.to_owned()));
    parsed.map(Some).map_err(|_| FieldError::invalid(field, value, accepted).into())
}

impl SearchIn {
    /// The query of the port.
    ///
    /// # Errors
    /// `validation`, naming the parameter.
    pub fn query(self, now: crate::kernel::DateTime) -> Result<SearchQuery> {
        let organisation: Option<OrganisationId> = match self.organisation.as_deref() {
            Some(id) => Some(id.parse().map_err(|fault| FieldError::invalid("organisation", id, fault))?),
            None => None,
        };
        Ok(SearchQuery {
            q: self.q.unwrap_or_default(),
            prefix: self.prefix.unwrap_or(false),
            kind: one_of::<Kind>("kind", self.kind.as_deref(), "supply or need")?,
            organisation: organisation.map(Uuid::from),
            sector: list(self.sector),
            ipc: list(self.ipc),
            right: list(self.right),
            procedure: list(self.procedure),
            region: list(self.region),
            state: list(self.state),
            trl_min: self.trl_min,
            trl_max: self.trl_max,
            price_min: self.price_min,
            price_max: self.price_max,
            currency: self.currency,
            sort: one_of::<Sort>(
                "sort",
                self.sort.as_deref(),
                "relevance, newest, price_asc, price_desc or ending_soon",
            )?
            .unwrap_or_default(),
            limit: self.limit.unwrap_or(20),
            cursor: self.cursor,
            lang: one_of::<Lang>("lang", self.lang.as_deref().map(|tag| tag.get(..2).unwrap_or(tag)), "zh or en")?,
            now: Some(now),
        })
    }
}

/// What the engine refuses, as a problem.
pub fn refusal(fault: SearchError) -> Error {
    match fault {
        SearchError::TooLong { field, limit, actual } => {
            FieldError::new(field, "too_long").value(actual).limit(limit).into()
        }
        SearchError::OutOfRange { field, value, limit } => {
            FieldError::new(field, "out_of_range").value(value).limit(limit).into()
        }
        SearchError::BadCursor => {
            FieldError::new("cursor", "invalid").limit("`next` of the page before, with the same query").into()
        }
        other => Error::caused(error::UNAVAILABLE, other),
    }
}

/// A page of hits.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchOut {
    /// Best first.
    pub hits: Vec<HitOut>,
    /// All that match.
    pub total: u64,
    /// Name to values, most frequent first. A facet is counted without its own filter.
    #[schema(value_type = Object)]
    pub facets: BTreeMap<&'static str, Vec<FacetValue>>,
    /// Milliseconds inside the engine.
    pub took_ms: f64,
    /// Cursor of the next page; null on the last.
    pub next: Option<String>,
    /// Parts of the query that were not taken as written.
    #[schema(value_type = Vec<Object>)]
    pub warnings: Vec<Warning>,
}

/// A listing that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitOut {
    /// What a result shows of it: id, number, title, summary, sector, rights, price, …
    #[schema(value_type = Object)]
    pub listing: Box<RawValue>,
    /// The importing system's own id: for members of its organisation and for operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Field to fragment with what matched in `<em>`; everything else is escaped.
    pub highlights: BTreeMap<&'static str, String>,
    /// Higher is better, within one query.
    pub score: f32,
}

impl SearchOut {
    /// The answer as `actor` may see it.
    pub fn of(answer: SearchAnswer, actor: &Actor) -> Self {
        let own = actor.organisation().map(Uuid::from);
        let hit = |hit: Hit| HitOut {
            external_id: hit.external_id.filter(|_| own == Some(hit.organisation) || actor.is_operator()),
            listing: hit.card,
            highlights: hit.highlights,
            score: hit.score,
        };
        Self {
            hits: answer.hits.into_iter().map(hit).collect(),
            total: answer.total,
            facets: answer.facets,
            took_ms: answer.took_ms,
            next: answer.next,
            warnings: answer.warnings,
        }
    }
}

/// What is being typed.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestIn {
    /// What has been typed so far. At most 1,000 characters.
    pub q: String,
    /// How many, 1 to 20; 8 unless told.
    pub limit: Option<usize>,
    /// The reader's language: `zh` or `en`.
    pub lang: Option<String>,
}

impl SuggestIn {
    /// Number and language wanted.
    ///
    /// # Errors
    /// `validation`, naming the parameter.
    pub fn wanted(&self) -> Result<(usize, Option<Lang>)> {
        let limit = self.limit.unwrap_or(8);
        if !(1..=20).contains(&limit) {
            return Err(FieldError::out_of_range("limit", limit, 1, 20).into());
        }
        Ok((limit, one_of::<Lang>("lang", self.lang.as_deref().map(|tag| tag.get(..2).unwrap_or(tag)), "zh or en")?))
    }
}

/// Titles that continue what is typed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestOut {
    /// Best first.
    pub items: Vec<SuggestionOut>,
}

/// One title.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionOut {
    /// The title.
    pub text: String,
    /// A listing that has it.
    pub listing: ListingId,
}
