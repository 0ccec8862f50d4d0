//! Facet values laid out for counting, and the snapshot of the index that queries run on.
//!
//! Counting nine facets through the engine's columns costs several times the search itself. Segments never change,
//! so each one's values are laid out once, when it appears, as plain numbers in memory: about 60 bytes a listing,
//! and counting is one pass over them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::schema::{IPC_GROUP, IS};
use crate::platform::search::answer::FacetValue;
use crate::platform::search::error::Result;

/// Facets in the order of answers; those whose values have an order of their own are not sorted by count.
const FACETS: [&str; 9] = ["kind", "sector", "ipc", "right", "procedure", "trl", "region", "price_band", "state"];
const IN_OWN_ORDER: [&str; 2] = ["trl", "price_band"];

/// Values of one facet in an answer.
const MAX_FACET_VALUES: usize = 200;

/// The facet values of one segment: for document `d`, `values[starts[d]..starts[d + 1]]` are its [`Names`] numbers.
pub(super) struct SegmentFacets {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl SegmentFacets {
    #[inline]
    pub(super) fn count(&self, doc: DocId, counts: &mut [u32]) {
        let doc = doc as usize;
        if let (Some(&from), Some(&to)) = (self.starts.get(doc), self.starts.get(doc + 1)) {
            for &value in &self.values[from as usize..to as usize] {
                counts[value as usize] += 1;
            }
        }
    }

    fn read(reader: &SegmentReader, names: &mut Names) -> Result<Self> {
        let docs = reader.max_doc();
        let Some(column) = reader.fast_fields().str("facet")? else {
            return Ok(Self { starts: vec![0; docs as usize + 1], values: Vec::new() });
        };
        let mut numbers = Vec::with_capacity(column.num_terms());
        let mut name = String::new();
        for term in 0..column.num_terms() as u64 {
            name.clear();
            column.ord_to_str(term, &mut name)?;
            numbers.push(names.number(&name));
        }
        let mut starts = Vec::with_capacity(docs as usize + 1);
        let mut values = Vec::new();
        starts.push(0);
        for doc in 0..docs {
            values.extend(column.term_ords(doc).filter_map(|term| numbers.get(term as usize)));
            starts.push(values.len() as u32);
        }
        values.shrink_to_fit();
        Ok(Self { starts, values })
    }
}

/// Numbers for facet values (`name=value`), the same in all segments. They only ever grow.
#[derive(Default)]
struct Names {
    numbers: HashMap<Arc<str>, u32>,
    list: Arc<Vec<Arc<str>>>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.list.len() as u32;
        let name: Arc<str> = name.into();
        self.numbers.insert(name.clone(), number);
        Arc::make_mut(&mut self.list).push(name);
        number
    }
}

/// The index at one moment: what one query sees from beginning to end.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    /// In the order of the searcher's segments.
    pub(super) segments: Vec<Arc<SegmentFacets>>,
    names: Arc<Vec<Arc<str>>>,
}

impl Snapshot {
    /// Zeroes to count into.
    pub(super) fn counts(&self) -> Vec<u32> {
        vec![0; self.names.len()]
    }

    /// Turns counts into facets. `classes` are the IPC levels filtered by, below which main groups are shown.
    pub(super) fn facets(&self, counts: &[u32], classes: &[String]) -> BTreeMap<&'static str, Vec<FacetValue>> {
        let mut facets: BTreeMap<&'static str, Vec<FacetValue>> =
            FACETS.iter().map(|facet| (*facet, Vec::new())).collect();
        for (name, &count) in self.names.iter().zip(counts).filter(|(_, count)| **count > 0) {
            let Some((mut facet, value)) = name.split_once(IS) else { continue };
            if facet == IPC_GROUP {
                if !classes.iter().any(|class| class.len() >= 4 && value.starts_with(&class[..4])) {
                    continue;
                }
                facet = "ipc";
            }
            if let Some(values) = facets.get_mut(facet) {
                values.push(FacetValue { value: value.to_owned(), count: u64::from(count) });
            }
        }
        for (facet, values) in &mut facets {
            if IN_OWN_ORDER.contains(facet) {
                values.sort_by_key(|value| leading_number(&value.value));
            } else {
                values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            }
            values.truncate(MAX_FACET_VALUES);
        }
        facets
    }
}

/// `none` comes last.
fn leading_number(value: &str) -> i64 {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    value[..digits].parse().unwrap_or(i64::MAX)
}

/// Takes snapshots, laying out only the segments not seen in the last one.
#[derive(Default)]
pub(super) struct Snapshots {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    names: Names,
    segments: HashMap<SegmentId, Arc<SegmentFacets>>,
}

impl Snapshots {
    pub(super) fn take(&self, searcher: Searcher) -> Result<Snapshot> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { names, segments } = &mut *state;
        let mut current = HashMap::new();
        let mut ordered = Vec::with_capacity(searcher.segment_readers().len());
        for reader in searcher.segment_readers() {
            let facets = match segments.get(&reader.segment_id()) {
                Some(known) => known.clone(),
                None => Arc::new(SegmentFacets::read(reader, names)?),
            };
            current.insert(reader.segment_id(), facets.clone());
            ordered.push(facets);
        }
        *segments = current;
        Ok(Snapshot { searcher, segments: ordered, names: names.list.clone() })
    }
}
