//! Running a plan: one pass over all matches that finds the first ones, counts all, and counts their facet values.

use std::collections::BTreeMap;

use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::facets::{SegmentFacets, Snapshot};
use super::page::{Place, Top, score_key};
use super::plan::{Plan, effective_sort};
use crate::platform::search::answer::FacetValue;
use crate::platform::search::error::Result;
use crate::platform::search::query::{SearchQuery, Sort};

/// What a plan found.
pub(super) struct Found {
    pub(super) hits: Vec<(Place, DocAddress)>,
    pub(super) next: Option<Place>,
    pub(super) total: u64,
    pub(super) facets: BTreeMap<&'static str, Vec<FacetValue>>,
    pub(super) by_score: bool,
}

/// Where a document's sort key comes from, in one segment.
enum Key {
    Score,
    Value { column: Column<i64>, descending: bool, from: i64 },
}

impl Key {
    fn open(reader: &SegmentReader, sort: Sort, query: &SearchQuery) -> Result<Self> {
        let (name, descending, from) = match sort {
            Sort::Relevance => return Ok(Key::Score),
            Sort::Newest => ("published", true, i64::MIN),
            Sort::PriceAsc => ("price", false, i64::MIN),
            Sort::PriceDesc => ("price", true, i64::MIN),
            Sort::EndingSoon => ("ends", false, query.now.map_or(i64::MIN, |now| now.timestamp_millis())),
        };
        Ok(Key::Value { column: reader.fast_fields().i64(name)?, descending, from })
    }

    /// Higher comes first; what has no value, or one before `from`, last.
    #[inline]
    fn of(&self, doc: DocId, score: f32) -> i64 {
        match self {
            Key::Score => score_key(score),
            Key::Value { column, descending, from } => match column.first(doc).filter(|value| value >= from) {
                None => i64::MIN,
                Some(value) if *descending => value.max(i64::MIN + 1),
                Some(value) => value.saturating_neg(),
            },
        }
    }
}

/// Runs the plan for one page.
pub(super) fn run(snapshot: &Snapshot, plan: &Plan, query: &SearchQuery, after: Option<Place>) -> Result<Found> {
    let sort = effective_sort(query, plan);
    let mut top = Top::new(query.limit, after);
    let mut counts = snapshot.counts();
    let hidden = Hidden::of(snapshot, plan.excluded())?;
    let total = collect(snapshot, &hidden, plan.query(None).as_ref(), sort, query, &mut top, &mut counts)?;
    let mut facets = snapshot.facets(&counts, &plan.classes);
    for facet in plan.filtered_facets() {
        let mut counts = snapshot.counts();
        count(snapshot, &hidden, plan.query(Some(facet)).as_ref(), &mut counts)?;
        if let Some(values) = snapshot.facets(&counts, &plan.classes).remove(facet) {
            facets.insert(facet, values);
        }
    }
    let (hits, next) = top.finish();
    Ok(Found { hits, next, total, facets, by_score: sort == Sort::Relevance })
}

/// Documents that exclusions keep out: a bit for each, by segment.
struct Hidden(Vec<Vec<u64>>);

impl Hidden {
    fn of(snapshot: &Snapshot, excluded: Option<Box<dyn Query>>) -> Result<Self> {
        let Some(excluded) = excluded else { return Ok(Self(Vec::new())) };
        let weight = excluded.weight(EnableScoring::disabled_from_searcher(&snapshot.searcher))?;
        let mut segments = Vec::new();
        for reader in snapshot.searcher.segment_readers() {
            let mut bits = vec![0_u64; reader.max_doc() as usize / 64 + 1];
            weight.for_each_no_score(reader, &mut |docs| {
                docs.iter().for_each(|doc| bits[*doc as usize / 64] |= 1 << (doc % 64))
            })?;
            segments.push(bits);
        }
        Ok(Self(segments))
    }

    /// What of a segment may be shown.
    fn shown<'s>(&'s self, segment: usize, reader: &'s SegmentReader) -> Shown<'s> {
        Shown { alive: reader.alive_bitset(), hidden: self.0.get(segment).map(Vec::as_slice) }
    }
}

/// The documents of a segment that are neither deleted nor kept out.
struct Shown<'s> {
    alive: Option<&'s AliveBitSet>,
    hidden: Option<&'s [u64]>,
}

impl Shown<'_> {
    #[inline]
    fn has(&self, doc: DocId) -> bool {
        self.alive.is_none_or(|alive| alive.is_alive(doc))
            && self.hidden.is_none_or(|bits| bits[doc as usize / 64] >> (doc % 64) & 1 == 0)
    }
}

fn collect(
    snapshot: &Snapshot,
    hidden: &Hidden,
    matching: &dyn Query,
    sort: Sort,
    query: &SearchQuery,
    top: &mut Top,
    counts: &mut [u32],
) -> Result<u64> {
    let by_score = sort == Sort::Relevance;
    let searcher = &snapshot.searcher;
    let scoring = if by_score {
        EnableScoring::enabled_from_searcher(searcher)
    } else {
        EnableScoring::disabled_from_searcher(searcher)
    };
    let weight = matching.weight(scoring)?;
    let mut total = 0;
    for (ordinal, (reader, facets)) in searcher.segment_readers().iter().zip(&snapshot.segments).enumerate() {
        let key = Key::open(reader, sort, query)?;
        let ties = reader.fast_fields().u64("tie")?;
        let shown = hidden.shown(ordinal, reader);
        let mut take = |doc: DocId, score: f32| {
            if !shown.has(doc) {
                return;
            }
            total += 1;
            facets.count(doc, counts);
            top.offer(key.of(doc, score), DocAddress::new(ordinal as u32, doc), || ties.first(doc).unwrap_or_default());
        };
        if by_score {
            weight.for_each(reader, &mut take)?;
        } else {
            weight.for_each_no_score(reader, &mut |docs| docs.iter().for_each(|doc| take(*doc, 0.0)))?;
        }
    }
    Ok(total)
}

fn count(snapshot: &Snapshot, hidden: &Hidden, matching: &dyn Query, counts: &mut [u32]) -> Result<()> {
    let weight = matching.weight(EnableScoring::disabled_from_searcher(&snapshot.searcher))?;
    for (ordinal, (reader, facets)) in snapshot.searcher.segment_readers().iter().zip(&snapshot.segments).enumerate() {
        let shown = hidden.shown(ordinal, reader);
        let facets: &SegmentFacets = facets;
        weight.for_each_no_score(reader, &mut |docs| {
            docs.iter().filter(|doc| shown.has(**doc)).for_each(|doc| facets.count(*doc, counts))
        })?;
    }
    Ok(())
}
