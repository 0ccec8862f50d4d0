//! Showing where a text matches: fragments of it with the matches in `<em>`.

use std::collections::HashSet;

use super::fold::{Class, fold};
use super::words::{EnglishStemmer, Pieces, Shape};

/// Bytes of a fragment around its matches. Bytes rather than characters, because a Chinese character is three bytes
/// and about as much wider than a letter.
const FRAGMENT: usize = 280;
/// Bytes of a fragment before its first match.
const LEAD: usize = 60;
/// Only so much of a long description is looked through.
const LOOKED_THROUGH: usize = 8_000;

/// Stemming can change the second letter only of words up to this long: dying, die.
const SHORT_WORD: usize = 6;

/// What is marked in the texts of hits.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    stems: HashSet<String>,
    prefixes: Vec<String>,
    pairs: HashSet<String>,
    singles: HashSet<String>,
    /// How stems and prefixes begin. Stemming never changes the first letter, nor the second of a longer word, so that
    /// most words need no stemming to be told apart.
    beginnings: Vec<[u8; 2]>,
}

impl Matcher {
    /// A stemmed word. Pairs of CJK characters are ignored: they come by [`Self::add_pair`], where they are meant.
    pub(super) fn add_term(&mut self, term: &str) {
        let mut cjk = false;
        if let Some(c) = term.chars().next() {
            fold(c, |_, class| cjk |= class == Class::Cjk);
        }
        if !cjk {
            self.add_beginning(term);
            self.stems.insert(term.to_owned());
        }
    }

    /// The beginning of a word, not stemmed.
    pub(super) fn add_prefix(&mut self, prefix: &str) {
        self.add_beginning(prefix);
        self.prefixes.push(prefix.to_owned());
    }

    pub(super) fn add_pair(&mut self, pair: &str) {
        self.pairs.insert(pair.to_owned());
    }

    pub(super) fn add_single(&mut self, single: &str) {
        self.singles.insert(single.to_owned());
    }

    fn add_beginning(&mut self, word: &str) {
        match *word.as_bytes() {
            [first, second, ..] => self.beginnings.push([first, second]),
            [first] => self.beginnings.push([first, 0]),
            [] => {}
        }
    }

    fn may_begin(&self, word: &str) -> bool {
        match *word.as_bytes() {
            [first, second, ..] if word.len() > SHORT_WORD => {
                self.beginnings.iter().any(|known| known[0] == first && (known[1] == second || known[1] == 0))
            }
            [first, ..] => self.beginnings.iter().any(|known| known[0] == first),
            [] => false,
        }
    }

    fn is_empty(&self) -> bool {
        self.beginnings.is_empty() && self.pairs.is_empty() && self.singles.is_empty()
    }
}

/// Marks matches; keeps its buffers between texts.
pub(super) struct Highlighter<'m> {
    matcher: &'m Matcher,
    pieces: Pieces,
    stemmer: EnglishStemmer,
    stem: String,
}

impl<'m> Highlighter<'m> {
    pub(super) fn new(matcher: &'m Matcher) -> Self {
        Self { matcher, pieces: Pieces::default(), stemmer: EnglishStemmer::new(), stem: String::new() }
    }

    /// The whole text, escaped, with its matches marked; none if there are none.
    pub(super) fn whole(&mut self, text: &str) -> Option<String> {
        let spans = self.spans(text);
        (!spans.is_empty()).then(|| marked(text, 0, text.len(), &spans))
    }

    /// The stretch of the text with the most matches, escaped, with the matches marked; none if there are none.
    pub(super) fn fragment(&mut self, text: &str) -> Option<String> {
        let text = &text[..boundary_before(text, LOOKED_THROUGH)];
        if text.len() <= FRAGMENT {
            return self.whole(text);
        }
        let spans = self.spans(text);
        let best = densest(&spans)?;
        let from = word_start(text, spans[best].0.saturating_sub(LEAD), spans[best].0);
        let to = boundary_before(text, (from + FRAGMENT).max(spans[best].1));
        let mut out = String::new();
        if from > 0 {
            out.push('…');
        }
        out.push_str(&marked(text, from, to, &spans));
        if to < text.len() {
            out.push('…');
        }
        Some(out)
    }

    /// Where the text matches, in order, neighbours and overlaps joined.
    fn spans(&mut self, text: &str) -> Vec<(usize, usize)> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        if self.matcher.is_empty() {
            return spans;
        }
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.fill(text);
        for (piece, folded) in pieces.iter() {
            let span = match piece.shape {
                Shape::Word if self.word_matches(folded) => (piece.from, piece.to),
                Shape::Pair if self.matcher.pairs.contains(folded) => (piece.from, piece.to),
                Shape::Pair if !self.matcher.singles.is_empty() => match self.single_in(text, piece.from, folded) {
                    Some(span) => span,
                    None => continue,
                },
                Shape::Tail | Shape::Single if self.matcher.singles.contains(folded) => (piece.from, piece.to),
                _ => continue,
            };
            match spans.last_mut() {
                Some(last) if span.0 <= last.1 && piece.shape != Shape::Word => last.1 = last.1.max(span.1),
                _ => spans.push(span),
            }
        }
        self.pieces = pieces;
        spans
    }

    fn word_matches(&mut self, folded: &str) -> bool {
        if !self.matcher.may_begin(folded) {
            return false;
        }
        if self.matcher.prefixes.iter().any(|prefix| folded.starts_with(prefix.as_str())) {
            return true;
        }
        self.stemmer.stem(folded, &mut self.stem);
        self.matcher.stems.contains(&self.stem)
    }

    /// The first character of a pair, if it is looked for by itself.
    fn single_in(&self, text: &str, from: usize, pair: &str) -> Option<(usize, usize)> {
        let first = pair.chars().next()?;
        let written = text[from..].chars().next()?;
        self.matcher.singles.contains(&pair[..first.len_utf8()]).then(|| (from, from + written.len_utf8()))
    }
}

/// The match that most others follow within a fragment's length.
fn densest(spans: &[(usize, usize)]) -> Option<usize> {
    let mut end = 0;
    let mut best = None;
    for (start, (from, _)) in spans.iter().enumerate() {
        while end < spans.len() && spans[end].1 <= from + FRAGMENT - LEAD {
            end += 1;
        }
        if best.is_none_or(|(count, _)| end.saturating_sub(start) > count) {
            best = Some((end.saturating_sub(start), start));
        }
    }
    best.map(|(_, start)| start)
}

fn boundary_before(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// After the first space from `at` on, if there is one before `match_start`.
fn word_start(text: &str, at: usize, match_start: usize) -> usize {
    if at == 0 {
        return 0;
    }
    let at = boundary_before(text, at);
    text[at..match_start].find(' ').map_or(at, |space| at + space + 1)
}

fn marked(text: &str, from: usize, to: usize, spans: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(to - from + 32);
    let mut at = from;
    for &(start, end) in spans.iter().filter(|(start, end)| *start >= from && *end <= to) {
        escape(&text[at..start], &mut out);
        out.push_str("<em>");
        escape(&text[start..end], &mut out);
        out.push_str("</em>");
        at = end;
    }
    escape(&text[at..to], &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matcher(terms: &[&str], pairs: &[&str], singles: &[&str], prefixes: &[&str]) -> Matcher {
        let mut matcher = Matcher::default();
        terms.iter().for_each(|term| matcher.add_term(term));
        pairs.iter().for_each(|pair| matcher.add_pair(pair));
        singles.iter().for_each(|single| matcher.add_single(single));
        prefixes.iter().for_each(|prefix| matcher.add_prefix(prefix));
        matcher
    }

    #[test]
    fn matches_are_marked_as_written() {
        let matcher = matcher(&["batteri"], &["石墨", "墨烯"], &["铝"], &["cat"]);
        let mut highlighter = Highlighter::new(&matcher);
        assert_eq!(highlighter.whole("Batteries & <b>").as_deref(), Some("<em>Batteries</em> &amp; &lt;b&gt;"));
        assert_eq!(highlighter.whole("一种石墨烯薄膜").as_deref(), Some("一种<em>石墨烯</em>薄膜"));
        assert_eq!(highlighter.whole("铝合金铝").as_deref(), Some("<em>铝</em>合金<em>铝</em>"));
        assert_eq!(highlighter.whole("catalyst battery").as_deref(), Some("<em>catalyst</em> <em>battery</em>"));
        assert_eq!(highlighter.whole("ＢＡＴＴＥＲＹ").as_deref(), Some("<em>ＢＡＴＴＥＲＹ</em>"));
        assert_eq!(highlighter.whole("nothing"), None);
    }

    #[test]
    fn fragments_surround_the_matches() {
        let matcher = matcher(&["graphen"], &[], &[], &[]);
        let text = format!("{} graphene here {}", "lorem ipsum ".repeat(100), "dolor sit ".repeat(100));
        let fragment = Highlighter::new(&matcher).fragment(&text).unwrap_or_default();
        assert!(
            fragment.starts_with('…') && fragment.ends_with('…') && fragment.contains("<em>graphene</em>"),
            "{fragment}"
        );
        assert!(fragment.len() < FRAGMENT + 40, "{}", fragment.len());
    }

    proptest! {
        #[test]
        fn never_panics_and_always_escapes(text in "(\\PC|石墨烯|a|<|&){0,400}") {
            let matcher = matcher(&["a"], &["石墨"], &["烯"], &["b"]);
            let mut highlighter = Highlighter::new(&matcher);
            for out in [highlighter.whole(&text), highlighter.fragment(&text)].into_iter().flatten() {
                prop_assert!(!out.replace("<em>", "").replace("</em>", "").contains(['<', '>', '"', '\'']));
                prop_assert_eq!(out.matches("<em>").count(), out.matches("</em>").count());
            }
        }
    }
}
