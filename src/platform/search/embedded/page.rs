//! Pages: which hits come first, and where the next page begins.
//!
//! A cursor holds the sort key of the last hit, not a number of hits to skip: later pages cost no more than the
//! first, and a listing published meanwhile shifts nothing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::DocAddress;

use crate::platform::search::error::{Result, SearchError};
use crate::platform::search::query::SearchQuery;

/// Where a hit stands: by key, higher first, then by the random part of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) key: i64,
    pub(super) tie: u64,
}

/// Scores as sort keys. Cut off, because adding the same terms in another order gives another last bit.
pub(super) fn score_key(score: f32) -> i64 {
    (f64::from(score) * 10_000.0) as i64
}

/// The score behind a key.
pub(super) fn key_score(key: i64) -> f32 {
    (key as f64 / 10_000.0) as f32
}

/// Keeps the first hits after a place.
pub(super) struct Top {
    limit: usize,
    after: Option<Place>,
    /// The last of the kept on top.
    heap: BinaryHeap<Reverse<(Place, DocAddress)>>,
    floor: i64,
}

impl Top {
    /// One more than `limit` is kept, to know whether there is a next page.
    pub(super) fn new(limit: usize, after: Option<Place>) -> Self {
        Self {
            limit: if limit == 0 { 0 } else { limit + 1 },
            after,
            heap: BinaryHeap::with_capacity(limit + 2),
            floor: i64::MIN,
        }
    }

    /// Offers a document; `tie` is asked for only where the key doesn't decide.
    #[inline]
    pub(super) fn offer(&mut self, key: i64, address: DocAddress, tie: impl FnOnce() -> u64) {
        if key < self.floor || self.limit == 0 || self.after.is_some_and(|after| key > after.key) {
            return;
        }
        self.insert(Place { key, tie: tie() }, address);
    }

    fn insert(&mut self, place: Place, address: DocAddress) {
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        self.heap.push(Reverse((place, address)));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
        if self.heap.len() == self.limit
            && let Some(Reverse((last, _))) = self.heap.peek()
        {
            self.floor = last.key;
        }
    }

    /// The hits in order, and the place of the last one if more follow.
    pub(super) fn finish(self) -> (Vec<(Place, DocAddress)>, Option<Place>) {
        let limit = self.limit.saturating_sub(1);
        let mut hits: Vec<_> = self.heap.into_sorted_vec().into_iter().map(|Reverse(hit)| hit).collect();
        let more = hits.len() > limit;
        hits.truncate(limit);
        let next = if more { hits.last().map(|(place, _)| *place) } else { None };
        (hits, next)
    }
}

/// The cursor for the page after `place`.
pub(super) fn write_cursor(query: &SearchQuery, place: Place) -> String {
    format!("{:x}.{:x}.{:x}", place.key, place.tie, fingerprint(query))
}

/// # Errors
/// [`SearchError::BadCursor`] if it is malformed or another query's.
pub(super) fn read_cursor(query: &SearchQuery) -> Result<Option<Place>> {
    let Some(cursor) = &query.cursor else { return Ok(None) };
    let mut parts = cursor.split('.').map(|part| u64::from_str_radix(part, 16));
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Ok(key)), Some(Ok(tie)), Some(Ok(print)), None) if print == fingerprint(query) => {
            Ok(Some(Place { key: key.cast_signed(), tie }))
        }
        _ => Err(SearchError::BadCursor),
    }
}

/// FNV-1a over all of the query that decides on the hits and their order.
fn fingerprint(query: &SearchQuery) -> u64 {
    let same = SearchQuery { cursor: None, limit: 0, lang: None, now: None, ..query.clone() };
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in serde_json::to_vec(&same).unwrap_or_default() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(doc: u32) -> DocAddress {
        DocAddress::new(0, doc)
    }

    #[test]
    fn pages_follow_each_other_without_gaps_or_repeats() {
        let all: Vec<Place> =
            (0..50).map(|n| Place { key: n / 7 - 3, tie: (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) }).collect();
        let mut expected = all.clone();
        expected.sort_by(|a, b| b.cmp(a));
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let mut top = Top::new(8, after);
            for (doc, place) in all.iter().enumerate() {
                top.offer(place.key, address(doc as u32), || place.tie);
            }
            let (hits, next) = top.finish();
            seen.extend(hits.iter().map(|(place, _)| *place));
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected);
    }

    #[test]
    fn cursors_belong_to_their_query() {
        let query = SearchQuery::text("graphene");
        let place = Place { key: -5, tie: u64::MAX };
        let cursor = Some(write_cursor(&query, place));
        let next = SearchQuery { cursor: cursor.clone(), limit: 50, ..query };
        assert_eq!(read_cursor(&next).ok().flatten(), Some(place));
        for foreign in [
            SearchQuery { cursor, ..SearchQuery::text("film") },
            SearchQuery { cursor: Some("石".into()), ..SearchQuery::text("film") },
        ] {
            assert!(matches!(read_cursor(&foreign), Err(SearchError::BadCursor)));
        }
    }
}
