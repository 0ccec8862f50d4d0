//! From what was asked to a query of the engine.

use std::collections::HashSet;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::expand::{Terms, similar_to, starting_with, stems_within};
use super::highlight::Matcher;
use super::schema::Fields;
use super::words::{EnglishStemmer, Pieces, Shape, is_stop_word};
use crate::platform::search::answer::{Warning, WarningCode};
use crate::platform::search::codes::{Code, find_codes};
use crate::platform::search::error::Result;
use crate::platform::search::language::Parsed;
use crate::platform::search::query::{SearchQuery, Sort};

/// Different terms scored at once; beyond it the rarest are kept.
const MAX_TERMS: usize = 64;
/// A run of at most so many pairs (four characters) is a word, and all of it is looked for.
const MAX_WORD_PAIRS: usize = 3;
/// What a patent number found counts for: more than any text.
const PATENT_SCORE: f32 = 1_000.0;
/// What a similar word counts for, against the word itself.
const SIMILAR: f32 = 0.8;

/// A query made ready to run, in parts: the filters by facets are kept apart, because each facet is counted without its own.
pub(super) struct Plan {
    /// Any of these, the more the better.
    should: Vec<Box<dyn Query>>,
    must: Vec<Box<dyn Query>>,
    pub(super) must_not: Vec<Box<dyn Query>>,
    pub(super) filters: Vec<Filter>,
    /// Something was asked for that occurs nowhere or can't be looked for.
    hopeless: bool,
    /// Whether asking less strictly could find more.
    pub(super) can_loosen: bool,
    pub(super) matcher: Matcher,
    pub(super) warnings: Vec<Warning>,
    /// IPC levels filtered by.
    pub(super) classes: Vec<String>,
}

pub(super) struct Filter {
    /// The facet it is chosen in.
    pub(super) facet: Option<&'static str>,
    pub(super) query: Box<dyn Query>,
}

impl Plan {
    /// The filters by facets: for each facet filtered by, what must all match.
    pub(super) fn facet_filters(&self) -> Vec<(&'static str, Box<dyn Query>)> {
        let mut facets: Vec<_> = self.filters.iter().filter_map(|filter| filter.facet).collect();
        facets.sort_unstable();
        facets.dedup();
        let of = |facet: &'static str| {
            let all = self.filters.iter().filter(|filter| filter.facet == Some(facet));
            let all = all.map(|filter| (Occur::Must, filter.query.box_clone())).collect();
            (facet, Box::new(BooleanQuery::new(all)) as Box<dyn Query>)
        };
        facets.into_iter().map(of).collect()
    }

    /// Whether there is text that hits can be relevant to.
    pub(super) fn has_text(&self) -> bool {
        !self.should.is_empty() || !self.must.is_empty()
    }

    /// The query without [`Self::facet_filters`] and [`Self::excluded`].
    pub(super) fn query(&self) -> Box<dyn Query> {
        if self.hopeless {
            return Box::new(EmptyQuery);
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for filter in self.filters.iter().filter(|filter| filter.facet.is_none()) {
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(filter.query.box_clone(), 0.0))));
        }
        clauses.extend(self.must.iter().map(|query| (Occur::Must, query.box_clone())));
        let should = self.should.iter().map(|query| (Occur::Should, query.box_clone()));
        if !self.must.is_empty() {
            clauses.extend(should);
        } else if clauses.is_empty() && !self.should.is_empty() {
            // Plain terms at the top run fastest.
            return Box::new(BooleanQuery::new(should.collect()));
        } else if !self.should.is_empty() {
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(should.collect()))));
        }
        if clauses.is_empty() {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// What must not match, if anything. It is kept out of [`Self::query`]: the library's exclusion moves phrases
    /// backwards, against its own rules.
    pub(super) fn excluded(&self) -> Option<Box<dyn Query>> {
        let any = self.must_not.iter().map(|query| (Occur::Should, query.box_clone())).collect();
        (!self.must_not.is_empty()).then(|| Box::new(BooleanQuery::new(any)) as Box<dyn Query>)
    }
}

/// Makes plans for one state of the index.
pub(super) struct Planner<'a> {
    pub(super) fields: &'a Fields,
    searcher: &'a Searcher,
    stemmer: EnglishStemmer,
    /// Take parts of words, where whole ones found nothing.
    loose: bool,
    pub(super) plan: Plan,
    seen: HashSet<String>,
    /// Terms to score, with their document frequencies.
    terms: Terms,
}

impl<'a> Planner<'a> {
    pub(super) fn new(fields: &'a Fields, searcher: &'a Searcher, loose: bool) -> Self {
        let plan = Plan {
            should: Vec::new(),
            must: Vec::new(),
            must_not: Vec::new(),
            filters: Vec::new(),
            hopeless: false,
            can_loosen: false,
            matcher: Matcher::default(),
            warnings: Vec::new(),
            classes: Vec::new(),
        };
        Self { fields, searcher, stemmer: EnglishStemmer::new(), loose, plan, seen: HashSet::new(), terms: Vec::new() }
    }

    pub(super) fn plan(mut self, query: &SearchQuery, parsed: &Parsed) -> Result<Plan> {
        self.plan.warnings.clone_from(&parsed.warnings);
        let searchable = self.add_words(&parsed.words, query.prefix && parsed.open_ended)?;
        for phrase in &parsed.phrases {
            match self.phrase(self.fields.text, phrase)? {
                Some(found) => {
                    self.plan.must.push(found);
                    self.mark(phrase);
                }
                None => self.warn(WarningCode::NothingSearchable, phrase),
            }
        }
        for without in &parsed.without {
            match self.phrase(self.fields.text, without)? {
                Some(found) => self.plan.must_not.push(found),
                None => self.warn(WarningCode::NothingSearchable, without),
            }
        }
        for condition in &parsed.conditions {
            self.add_condition(condition)?;
        }
        self.add_filters(query);
        let typed = !parsed.words.is_empty() || !parsed.phrases.is_empty();
        let filtered = !self.plan.filters.is_empty() || !self.plan.must_not.is_empty();
        self.plan.hopeless = typed && !self.plan.has_text() && (searchable || !filtered);
        Ok(self.plan)
    }

    pub(super) fn warn(&mut self, code: WarningCode, part: &str) {
        self.plan.warnings.push(Warning { code, part: part.to_owned() });
    }

    /// True if there was anything to look for.
    fn add_words(&mut self, words: &[String], growing: bool) -> Result<bool> {
        let text = self.take_codes(words)?;
        let pieces = Pieces::of(&text);
        let list: Vec<_> = pieces.iter().collect();
        let mut at = 0;
        let mut searchable = !self.plan.should.is_empty();
        while at < list.len() {
            let run = list[at].0.run;
            let end =
                list[at..].iter().position(|(piece, _)| piece.run != run).map_or(list.len(), |length| at + length);
            let last = growing && end == list.len();
            searchable |= match list[at] {
                (piece, word) if piece.shape == Shape::Word => {
                    self.add_word(word, &text[piece.from..piece.to], last)?
                }
                (piece, single) if piece.shape == Shape::Single => self.add_single(single)?,
                _ => {
                    let pairs: Vec<&str> = list[at..end]
                        .iter()
                        .filter(|(piece, _)| piece.shape == Shape::Pair)
                        .map(|(_, pair)| *pair)
                        .collect();
                    self.add_run(&pairs)?
                }
            };
            at = end;
        }
        if !searchable && words.iter().any(|word| !word.trim().is_empty()) {
            self.warn(WarningCode::NothingSearchable, &words.join(" "));
        }
        self.score_terms(&text);
        Ok(searchable)
    }

    /// Looks up patent numbers and classes among the words; answers the text without them.
    fn take_codes(&mut self, words: &[String]) -> Result<String> {
        let mut taken = vec![false; words.len()];
        for (range, code) in find_codes(words) {
            let (terms, score, sure) = match code {
                Code::Patent { keys, sure } => (
                    keys.iter().map(|key| self.fields.code_term("patent", key)).collect::<Vec<_>>(),
                    Some(PATENT_SCORE),
                    sure,
                ),
                Code::Ipc(level) => (vec![self.fields.code_term("ipc", &level)], None, false),
            };
            let mut frequency = 0;
            for term in &terms {
                frequency += self.searcher.doc_freq(term)?;
            }
            if frequency > 0 {
                let score = score.unwrap_or_else(|| self.idf(frequency));
                self.plan.should.push(Box::new(ConstScoreQuery::new(any_of(terms), score)));
            }
            if frequency > 0 || sure {
                taken[range].fill(true);
            }
        }
        let left: Vec<&str> =
            words.iter().zip(taken).filter(|(_, taken)| !taken).map(|(word, _)| word.as_str()).collect();
        Ok(left.join(" "))
    }

    /// True if there was anything to look for.
    fn add_word(&mut self, word: &str, typed: &str, growing: bool) -> Result<bool> {
        let mut stem = String::new();
        self.stemmer.stem(word, &mut stem);
        let mut known = false;
        if !is_stop_word(word) {
            known = self.add_term(&stem)?;
        } else if !growing {
            return Ok(false);
        }
        if growing {
            let mut near = starting_with(self.searcher, self.fields.text, word)?;
            near.extend(stems_within(self.searcher, self.fields.text, word)?);
            near.retain(|(term, _)| *term != stem);
            known |= !near.is_empty();
            self.plan.matcher.add_prefix(word);
            self.add_near(near, 1.0);
        }
        if !known {
            let near = similar_to(self.searcher, self.fields.text, word, &stem)?;
            if !near.is_empty() {
                self.warn(WarningCode::Spelling, typed);
                self.add_near(near, SIMILAR);
            }
        }
        Ok(true)
    }

    fn add_single(&mut self, single: &str) -> Result<bool> {
        if self.seen.insert(single.to_owned()) {
            let near = starting_with(self.searcher, self.fields.text, single)?;
            self.plan.matcher.add_single(single);
            self.add_near(near, 1.0);
        }
        Ok(true)
    }

    fn add_run(&mut self, pairs: &[&str]) -> Result<bool> {
        pairs.iter().for_each(|pair| self.plan.matcher.add_pair(pair));
        if (2..=MAX_WORD_PAIRS).contains(&pairs.len()) && !self.loose {
            self.plan.can_loosen = true;
            if self.seen.insert(pairs.concat()) {
                let all = pairs.iter().map(|pair| (Occur::Must, term_query(self.fields.text, pair))).collect();
                self.plan.should.push(Box::new(BooleanQuery::new(all)));
            }
        } else {
            for pair in pairs {
                self.add_term(pair)?;
            }
        }
        Ok(!pairs.is_empty())
    }

    /// False if the term occurs nowhere.
    fn add_term(&mut self, term: &str) -> Result<bool> {
        let frequency = self.searcher.doc_freq(&Term::from_field_text(self.fields.text, term))?;
        if frequency > 0 && self.seen.insert(term.to_owned()) {
            self.plan.matcher.add_term(term);
            self.terms.push((term.to_owned(), frequency));
        }
        Ok(frequency > 0)
    }

    /// Adds documents with any of the terms, all with the score of a word as frequent as these together.
    fn add_near(&mut self, near: Terms, worth: f32) {
        if near.is_empty() {
            return;
        }
        let frequency = near.iter().map(|(_, frequency)| frequency).sum();
        let score = self.idf(frequency) * worth;
        near.iter().for_each(|(term, _)| self.plan.matcher.add_term(term));
        let terms = near.iter().map(|(term, _)| Term::from_field_text(self.fields.text, term)).collect();
        self.plan.should.push(Box::new(ConstScoreQuery::new(any_of(terms), score)));
    }

    fn score_terms(&mut self, text: &str) {
        let mut terms = std::mem::take(&mut self.terms);
        if terms.len() > MAX_TERMS {
            terms.sort_by_key(|(_, frequency)| *frequency);
            terms.truncate(MAX_TERMS);
            self.warn(WarningCode::TooManyWords, text);
        }
        let queries = terms.iter().map(|(term, _)| term_query(self.fields.text, term));
        self.plan.should.extend(queries);
    }

    /// BM25's weight of a word that is in so many documents.
    fn idf(&self, frequency: u64) -> f32 {
        let documents = self.searcher.num_docs().max(frequency) as f32;
        let frequency = frequency as f32;
        (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
    }

    /// Documents with these words next to each other in this order. None if there is nothing searchable in it.
    fn phrase(&mut self, field: Field, text: &str) -> Result<Option<Box<dyn Query>>> {
        let mut terms = Vec::new();
        let mut single = None;
        for (piece, folded) in Pieces::of(text).iter() {
            match piece.shape {
                Shape::Tail => {}
                Shape::Word if is_stop_word(folded) => {}
                shape => {
                    let mut term = String::new();
                    if shape == Shape::Word {
                        self.stemmer.stem(folded, &mut term)
                    } else {
                        term.push_str(folded)
                    }
                    single = (shape == Shape::Single).then(|| term.clone());
                    terms.push((piece.position, Term::from_field_text(field, &term)));
                }
            }
        }
        if let (Some(single), 1) = (single, terms.len()) {
            let near = starting_with(self.searcher, field, &single)?;
            return Ok(Some(any_of(near.iter().map(|(term, _)| Term::from_field_text(field, term)).collect())));
        }
        Ok(match terms.len() {
            0 => None,
            1 => terms
                .pop()
                .map(|(_, term)| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>),
            _ => Some(Box::new(PhraseQuery::new_with_offset(terms))),
        })
    }

    /// Has the words of a phrase highlighted.
    fn mark(&mut self, phrase: &str) {
        let mut stem = String::new();
        for (piece, folded) in Pieces::of(phrase).iter() {
            match piece.shape {
                Shape::Word => {
                    self.stemmer.stem(folded, &mut stem);
                    self.plan.matcher.add_term(&stem);
                }
                Shape::Pair => self.plan.matcher.add_pair(folded),
                Shape::Single => self.plan.matcher.add_single(folded),
                Shape::Tail => {}
            }
        }
    }

    pub(super) fn all_words(&mut self, field: Field, text: &str) -> Result<Box<dyn Query>> {
        let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let pieces = Pieces::of(text);
        for (piece, folded) in pieces.iter() {
            let mut term = String::new();
            match piece.shape {
                Shape::Tail => continue,
                Shape::Word if is_stop_word(folded) => continue,
                Shape::Word => self.stemmer.stem(folded, &mut term),
                Shape::Pair => term.push_str(folded),
                Shape::Single => {
                    let near = starting_with(self.searcher, field, folded)?;
                    all.push((
                        Occur::Must,
                        any_of(near.iter().map(|(term, _)| Term::from_field_text(field, term)).collect()),
                    ));
                    continue;
                }
            }
            all.push((Occur::Must, term_query(field, &term)));
        }
        if all.is_empty() {
            self.warn(WarningCode::NothingSearchable, text);
            return Ok(Box::new(AllQuery));
        }
        Ok(Box::new(BooleanQuery::new(all)))
    }

    /// A title that holds all of these words, the last of which may be unfinished. None if there are no words.
    pub(super) fn title_query(mut self, prefix: &str) -> Result<Option<Box<dyn Query>>> {
        let field = self.fields.title;
        let pieces = Pieces::of(prefix);
        let list: Vec<_> = pieces.iter().filter(|(piece, _)| piece.shape != Shape::Tail).collect();
        let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut stem = String::new();
        for (index, (piece, folded)) in list.iter().enumerate() {
            let last = index + 1 == list.len() && prefix.ends_with(|c: char| !c.is_whitespace());
            match piece.shape {
                Shape::Word if !last && is_stop_word(folded) => continue,
                Shape::Word => self.stemmer.stem(folded, &mut stem),
                _ => (*folded).clone_into(&mut stem),
            }
            let exact = term_query(field, &stem);
            if piece.shape == Shape::Pair || (piece.shape == Shape::Word && !last) {
                all.push((Occur::Must, exact));
                continue;
            }
            let mut near = starting_with(self.searcher, field, folded)?;
            near.extend(stems_within(self.searcher, field, folded)?);
            let near = any_of(near.iter().map(|(term, _)| Term::from_field_text(field, term)).collect());
            let either = vec![(Occur::Should, exact), (Occur::Should, near)];
            all.push((Occur::Must, Box::new(BooleanQuery::new(either))));
        }
        Ok((!all.is_empty()).then(|| Box::new(BooleanQuery::new(all)) as Box<dyn Query>))
    }
}

/// The order that a query really has.
pub(super) fn effective_sort(query: &SearchQuery, plan: &Plan) -> Sort {
    if query.sort == Sort::Relevance && !plan.has_text() { Sort::Newest } else { query.sort }
}

fn term_query(field: Field, term: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs))
}

pub(super) fn any_of(mut terms: Vec<Term>) -> Box<dyn Query> {
    match (terms.len(), terms.pop()) {
        (0, _) | (_, None) => Box::new(EmptyQuery),
        (1, Some(term)) => Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
        (_, Some(term)) => Box::new(TermSetQuery::new(terms.into_iter().chain([term]))),
    }
}
