//! Running a plan: one pass over all matches that finds the first ones, counts all, and counts their facet values.
//!
//! Filters by facets are laid out as bit sets first. A document that passes all of them is a hit. One that fails
//! exactly one still counts towards the facet of that one, which is counted without its own filter.

use std::collections::BTreeMap;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::facets::Snapshot;
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

/// Runs the plan for one page.
pub(super) fn run(snapshot: &Snapshot, plan: &Plan, query: &SearchQuery, after: Option<Place>) -> Result<Found> {
    let sort = effective_sort(query, plan);
    let by_score = sort == Sort::Relevance;
    let searcher = &snapshot.searcher;
    let weight = plan.query().weight(if by_score {
        EnableScoring::enabled_from_searcher(searcher)
    } else {
        EnableScoring::disabled_from_searcher(searcher)
    })?;
    let gates = Gates::of(snapshot, plan)?;
    let mut top = Top::new(query.limit, after);
    let mut total = 0;
    let with_groups = !plan.classes.is_empty();
    // One set of counts for hits, one for each facet filtered by.
    let mut counts = vec![snapshot.counts(); 1 + gates.facets.len()];
    for (ordinal, (reader, facets)) in searcher.segment_readers().iter().zip(&snapshot.segments).enumerate() {
        let key = Key::open(reader, sort, query)?;
        let ties = reader.fast_fields().u64("tie")?;
        let gate = gates.open(reader)?;
        let alive = reader.alive_bitset();
        let mut take = |doc: DocId, score: f32| {
            if alive.is_some_and(|alive| !alive.is_alive(doc)) {
                return;
            }
            match gate.test(doc) {
                Passage::Free => {
                    total += 1;
                    facets.count(doc, with_groups, &mut counts[0]);
                    top.offer(key.of(doc, score), DocAddress::new(ordinal as u32, doc), || {
                        ties.first(doc).unwrap_or_default()
                    });
                }
                Passage::AllBut(facet) => facets.count(doc, with_groups, &mut counts[1 + facet]),
                Passage::Shut => {}
            }
        };
        if by_score {
            weight.for_each(reader, &mut take)?;
        } else {
            weight.for_each_no_score(reader, &mut |docs| docs.iter().for_each(|doc| take(*doc, 0.0)))?;
        }
    }
    let (hits, next) = top.finish();
    Ok(Found { hits, next, total, facets: merge_facets(snapshot, plan, &gates, &mut counts), by_score })
}

/// Each facet filtered by takes the place of its counts among the hits, to which it adds those that failed it alone.
fn merge_facets(
    snapshot: &Snapshot,
    plan: &Plan,
    gates: &Gates,
    counts: &mut [Vec<u32>],
) -> BTreeMap<&'static str, Vec<FacetValue>> {
    let mut facets = snapshot.facets(&counts[0], &plan.classes);
    let Some((hits, others)) = counts.split_first_mut() else { return facets };
    for (facet, without) in gates.facets.iter().map(|(facet, _)| *facet).zip(others) {
        without.iter_mut().zip(hits.iter()).for_each(|(without, hit)| *without += hit);
        if let Some(values) = snapshot.facets(without, &plan.classes).remove(facet) {
            facets.insert(facet, values);
        }
    }
    facets
}

/// The filters by facets, and what is excluded.
struct Gates {
    facets: Vec<(&'static str, Box<dyn Weight>)>,
    excluded: Option<Box<dyn Weight>>,
}

impl Gates {
    fn of(snapshot: &Snapshot, plan: &Plan) -> Result<Self> {
        let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
        let mut facets = Vec::new();
        for (facet, filter) in plan.facet_filters() {
            facets.push((facet, filter.weight(scoring)?));
        }
        let excluded = plan.excluded().map(|query| query.weight(scoring)).transpose()?;
        Ok(Self { facets, excluded })
    }

    /// The gates of one segment.
    fn open(&self, reader: &SegmentReader) -> Result<Gate> {
        let mut facets = Vec::with_capacity(self.facets.len());
        for (_, weight) in &self.facets {
            facets.push(bits(weight.as_ref(), reader)?);
        }
        let excluded = self.excluded.as_ref().map(|weight| bits(weight.as_ref(), reader)).transpose()?;
        Ok(Gate { facets, excluded })
    }
}

/// A bit for each document of the segment, set where it matches.
fn bits(weight: &dyn Weight, reader: &SegmentReader) -> Result<Vec<u64>> {
    let mut bits = vec![0_u64; reader.max_doc() as usize / 64 + 1];
    weight.for_each_no_score(reader, &mut |docs| {
        docs.iter().for_each(|doc| bits[*doc as usize / 64] |= 1 << (doc % 64))
    })?;
    Ok(bits)
}

fn is_set(bits: &[u64], doc: DocId) -> bool {
    bits.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
}

struct Gate {
    facets: Vec<Vec<u64>>,
    excluded: Option<Vec<u64>>,
}

enum Passage {
    Free,
    /// Passes all filters but that of one facet.
    AllBut(usize),
    Shut,
}

impl Gate {
    #[inline]
    fn test(&self, doc: DocId) -> Passage {
        if self.excluded.as_ref().is_some_and(|excluded| is_set(excluded, doc)) {
            return Passage::Shut;
        }
        let mut failed = self.facets.iter().enumerate().filter(|(_, bits)| !is_set(bits, doc));
        match (failed.next(), failed.next()) {
            (None, _) => Passage::Free,
            (Some((facet, _)), None) => Passage::AllBut(facet),
            _ => Passage::Shut,
        }
    }
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
