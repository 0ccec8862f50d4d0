//! Keyset pagination: a page is "so many after this one", never "page seven".

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Error, FieldError, Result};

/// Most items a page may hold.
pub const MAX_LIMIT: u64 = 100;
const DEFAULT_LIMIT: u64 = 20;

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// How many items, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl Page {
    /// The number of items wanted.
    ///
    /// # Errors
    /// `validation` on `limit` outside 1 to 100.
    pub fn limit(&self) -> Result<u64> {
        match self.limit {
            None => Ok(DEFAULT_LIMIT),
            Some(n) if (1..=MAX_LIMIT).contains(&n) => Ok(n),
            Some(n) => Err(FieldError::out_of_range("limit", n, 1, MAX_LIMIT).into()),
        }
    }

    /// The id of the last item of the page before. Lists run from the newest id to the oldest.
    ///
    /// # Errors
    /// `validation` on a cursor that this server did not make.
    pub fn after(&self) -> Result<Option<Uuid>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| Uuid::from_slice(&bytes).ok());
        bytes
            .map(Some)
            .ok_or_else(|| Error::from(FieldError::invalid("cursor", cursor, "take `next` of an earlier answer")))
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The items, newest first unless said otherwise.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
}

impl<T> List<T> {
    /// Makes a page of `rows` that were read with `limit + 1`: the extra one only tells that there is more.
    pub fn of<R>(mut rows: Vec<R>, limit: u64, id: impl Fn(&R) -> Uuid, view: impl FnMut(R) -> T) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| URL_SAFE_NO_PAD.encode(id(last).as_bytes()));
        Self { items: rows.into_iter().map(view).collect(), next }
    }
}
