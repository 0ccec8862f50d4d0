//! Terms near the one typed: words that begin like it, and words it may be a misspelling of.

use std::collections::HashMap;

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::platform::search::error::Result;

/// Terms one expansion is made of at most; the most frequent are kept.
const MAX_TERMS: usize = 64;
/// The same for one CJK character, which begins hundreds of pairs, none of which may be missed.
const MAX_PAIRS: usize = 4_096;
/// Shorter words have too many neighbours for a guess.
const MIN_TYPO_LENGTH: usize = 4;
/// From this length on two slips of the pen are forgiven instead of one.
const TWO_TYPOS_LENGTH: usize = 8;
/// How much longer than its stem an English word still being typed may be: “electri” is on the way to “electric”, stem “electr”.
const STEM_SLACK: usize = 3;

/// Terms and how many documents hold each (deleted ones included).
pub(super) type Terms = Vec<(String, u64)>;

/// All terms that begin with `prefix`, most frequent first.
pub(super) fn starting_with(searcher: &Searcher, field: Field, prefix: &str) -> Result<Terms> {
    let limit = if prefix.is_ascii() { MAX_TERMS } else { MAX_PAIRS };
    most_frequent(scan(searcher, field, prefix, |_| true)?, limit)
}

/// Stems that an unfinished English word may be growing out of, though it is already longer than they are.
pub(super) fn stems_within(searcher: &Searcher, field: Field, typed: &str) -> Result<Terms> {
    let mut found = Vec::new();
    if !typed.is_ascii() {
        return Ok(found);
    }
    for cut in 1..=STEM_SLACK.min(typed.len().saturating_sub(MIN_TYPO_LENGTH)) {
        let stem = &typed[..typed.len() - cut];
        let frequency = searcher.doc_freq(&Term::from_field_text(field, stem))?;
        if frequency > 0 {
            found.push((stem.to_owned(), frequency));
        }
    }
    Ok(found)
}

/// Terms a few letters from `stem`, nearest and most frequent first. `typed` is the word before stemming: its length
/// decides how much is forgiven. The first letter is taken to be right.
pub(super) fn similar_to(searcher: &Searcher, field: Field, typed: &str, stem: &str) -> Result<Terms> {
    if typed.len() < MIN_TYPO_LENGTH || !typed.bytes().all(|b| b.is_ascii_lowercase()) || stem.is_empty() {
        return Ok(Vec::new());
    }
    let allowed = if typed.len() >= TWO_TYPOS_LENGTH { 2 } else { 1 };
    let mut rows = Rows::default();
    let found = scan(searcher, field, &stem[..1], |term| rows.distance(stem.as_bytes(), term, allowed).is_some())?;
    let mut near: Vec<(usize, String, u64)> = found
        .into_iter()
        .filter_map(|(term, frequency)| {
            Some((rows.distance(stem.as_bytes(), term.as_bytes(), allowed)?, term, frequency))
        })
        .collect();
    let Some(nearest) = near.iter().map(|(distance, ..)| *distance).min() else { return Ok(Vec::new()) };
    near.retain(|(distance, ..)| *distance == nearest);
    most_frequent(near.into_iter().map(|(_, term, frequency)| (term, frequency)).collect(), MAX_TERMS)
}

fn most_frequent(terms: HashMap<String, u64>, limit: usize) -> Result<Terms> {
    let mut terms: Terms = terms.into_iter().collect();
    terms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    terms.truncate(limit);
    Ok(terms)
}

/// The terms under `prefix` that `wanted` takes, over all segments.
fn scan(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    mut wanted: impl FnMut(&[u8]) -> bool,
) -> Result<HashMap<String, u64>> {
    let mut found = HashMap::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let mut terms = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
        while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
            if wanted(terms.key())
                && let Ok(term) = std::str::from_utf8(terms.key())
            {
                *found.entry(term.to_owned()).or_default() += u64::from(terms.value().doc_freq);
            }
        }
    }
    Ok(found)
}

/// Three rows of the table of edit distances, kept between words.
#[derive(Default)]
struct Rows {
    before: Vec<usize>,
    last: Vec<usize>,
    current: Vec<usize>,
}

impl Rows {
    /// Insertions, deletions, replacements and swaps of neighbours between `a` and `b`, if at most `allowed`.
    fn distance(&mut self, a: &[u8], b: &[u8], allowed: usize) -> Option<usize> {
        if a.len().abs_diff(b.len()) > allowed {
            return None;
        }
        self.before.clear();
        self.last.clear();
        self.last.extend(0..=b.len());
        for i in 1..=a.len() {
            self.current.clear();
            self.current.push(i);
            for j in 1..=b.len() {
                let replaced = self.last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(self.last[j] + 1).min(self.current[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(self.before[j - 2] + 1);
                }
                self.current.push(best);
            }
            if self.current.iter().all(|distance| *distance > allowed) {
                return None;
            }
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.current);
        }
        self.last.last().copied().filter(|distance| *distance <= allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_slips_of_the_pen() {
        let distance = |a: &str, b: &str| Rows::default().distance(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(distance("graphen", "graphen"), Some(0));
        assert_eq!(distance("graphn", "graphen"), Some(1));
        assert_eq!(distance("catalsyt", "catalyst"), Some(1));
        assert_eq!(distance("grafen", "graphen"), Some(2));
        assert_eq!(distance("sensor", "motor"), None);
        assert_eq!(distance("", "ab"), Some(2));
    }
}
