//! Facet values laid out for counting, and the snapshot of the index that queries run on.
//!
//! Counting nine facets through the engine's columns costs several times the search itself. Segments never change,
//! so each one's values are laid out once, when it appears, as plain numbers in memory: about 70 bytes a listing,
//! and counting is one pass over them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::schema::IS;
use crate::platform::search::answer::FacetValue;
use crate::platform::search::error::Result;

/// Facets in the order of answers; those whose values have an order of their own are not sorted by count.
const FACETS: [&str; 9] = ["kind", "sector", "ipc", "right", "procedure", "trl", "region", "price_band", "state"];
/// Where `ipc` stands among them.
const IPC: usize = 2;
const IN_OWN_ORDER: [&str; 2] = ["trl", "price_band"];

/// Values of one facet in an answer.
const MAX_FACET_VALUES: usize = 200;

/// The facet values of one segment.
pub(super) struct SegmentFacets {
    common: Values,
    /// Main groups of the IPC: many, and shown only below a class that is filtered by.
    groups: Values,
}

/// For document `d`, `numbers[starts[d]..starts[d + 1]]` are the [`Names`] numbers of its values.
#[derive(Default)]
struct Values {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Values {
    #[inline]
    fn count(&self, doc: DocId, counts: &mut [u32]) {
        let doc = doc as usize;
        if let (Some(&from), Some(&to)) = (self.starts.get(doc), self.starts.get(doc + 1)) {
            for &number in &self.numbers[from as usize..to as usize] {
                counts[number as usize] += 1;
            }
        }
    }
}

impl SegmentFacets {
    #[inline]
    pub(super) fn count(&self, doc: DocId, with_groups: bool, counts: &mut [u32]) {
        self.common.count(doc, counts);
        if with_groups {
            self.groups.count(doc, counts);
        }
    }

    fn read(reader: &SegmentReader, names: &mut Names) -> Result<Self> {
        let Some(column) = reader.fast_fields().str("facet")? else {
            return Ok(Self { common: Values::default(), groups: Values::default() });
        };
        let mut numbers = Vec::with_capacity(column.num_terms());
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            numbers.push(names.number(&String::from_utf8_lossy(terms.key())));
        }
        let ords = column.ords();
        let mut all = vec![0; ords.values.num_vals() as usize];
        ords.values.get_range(0, &mut all);
        let (mut common, mut groups) = (Values::default(), Values::default());
        for doc in 0..reader.max_doc() {
            common.starts.push(common.numbers.len() as u32);
            groups.starts.push(groups.numbers.len() as u32);
            let range = ords.index.value_row_ids(doc);
            for number in
                all[range.start as usize..range.end as usize].iter().filter_map(|term| numbers.get(*term as usize))
            {
                let group = names.list[*number as usize].facet.is_none();
                if group { &mut groups } else { &mut common }.numbers.push(*number);
            }
        }
        for values in [&mut common, &mut groups] {
            values.starts.push(values.numbers.len() as u32);
            values.starts.shrink_to_fit();
            values.numbers.shrink_to_fit();
        }
        Ok(Self { common, groups })
    }
}

/// Numbers for facet values, the same in all segments. They only ever grow.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    list: Arc<Vec<Name>>,
}

#[derive(Clone)]
struct Name {
    /// Place in [`FACETS`]; none for a main group of the IPC.
    facet: Option<usize>,
    value: Arc<str>,
}

impl Names {
    /// `name` is `facet=value`.
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.list.len() as u32;
        let (facet, value) = name.split_once(IS).unwrap_or((name, ""));
        let facet = FACETS.iter().position(|known| *known == facet);
        self.numbers.insert(name.to_owned(), number);
        Arc::make_mut(&mut self.list).push(Name { facet, value: value.into() });
        number
    }
}

/// The index at one moment: what one query sees from beginning to end.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    /// In the order of the searcher's segments.
    pub(super) segments: Vec<Arc<SegmentFacets>>,
    names: Arc<Vec<Name>>,
}

impl Snapshot {
    /// Zeroes to count into.
    pub(super) fn counts(&self) -> Vec<u32> {
        vec![0; self.names.len()]
    }

    /// Turns counts into facets. `classes` are the IPC levels filtered by, below which main groups are shown.
    pub(super) fn facets(&self, counts: &[u32], classes: &[String]) -> BTreeMap<&'static str, Vec<FacetValue>> {
        let mut found: [Vec<(&str, u32)>; FACETS.len()] = Default::default();
        for (name, &count) in self.names.iter().zip(counts).filter(|(_, count)| **count > 0) {
            match name.facet {
                Some(facet) => found[facet].push((&name.value, count)),
                None if classes.iter().any(|class| class.len() >= 4 && name.value.starts_with(&class[..4])) => {
                    found[IPC].push((&name.value, count))
                }
                None => {}
            }
        }
        let in_order = |(facet, mut values): (&'static str, Vec<(&str, u32)>)| {
            if IN_OWN_ORDER.contains(&facet) {
                values.sort_unstable_by_key(|(value, _)| leading_number(value));
            } else {
                values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
            }
            values.truncate(MAX_FACET_VALUES);
            let value = |(value, count): (&str, u32)| FacetValue { value: value.to_owned(), count: u64::from(count) };
            (facet, values.into_iter().map(value).collect())
        };
        FACETS.into_iter().zip(found).map(in_order).collect()
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
