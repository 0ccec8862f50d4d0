//! Cutting text into the terms that are indexed, and finding again where in the text each came from.
//!
//! Words of alphabetic scripts are folded, English ones stemmed, the emptiest English ones left out. Runs of Han, Kana
//! and Hangul are cut into overlapping pairs of characters, which needs no dictionary and measured better than three
//! segmenters. The last character of a run is a term of its own, so that every character begins some term and a
//! query of one character is a prefix of all terms that hold it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use tantivy::tokenizer::{Language, Stemmer, Token, TokenFilter, TokenStream, Tokenizer};

use super::fold::{Class, fold};

/// Longer words are cut: nobody types them, and a file pasted as text shouldn't bloat the dictionary.
const MAX_WORD_BYTES: usize = 64;

/// What a term is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// A word of an alphabetic script, as folded (not stemmed).
    Word,
    /// Two neighbouring characters of a run.
    Pair,
    /// The last character of a longer run.
    Tail,
    /// A run of a single character.
    Single,
}

/// A piece of text, before stemming.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) shape: Shape,
    /// Bytes of the original text.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Words and CJK characters before it.
    pub(super) position: usize,
    /// Number of the run of neighbouring pieces without a separator (CJK), or of the word.
    pub(super) run: usize,
    start: usize,
    end: usize,
}

/// Text cut into pieces. Kept and filled again, to spare allocations.
#[derive(Clone, Default)]
pub(super) struct Pieces {
    folded: String,
    list: Vec<Piece>,
}

impl Pieces {
    pub(super) fn of(text: &str) -> Self {
        let mut pieces = Self::default();
        pieces.fill(text);
        pieces
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Piece, &str)> {
        self.list.iter().map(|piece| (*piece, self.text(piece)))
    }

    fn text(&self, piece: &Piece) -> &str {
        &self.folded[piece.start..piece.end]
    }

    /// Cuts `text`, forgetting what was cut before.
    pub(super) fn fill(&mut self, text: &str) {
        self.folded.clear();
        self.list.clear();
        let mut cutter = Cutter { pieces: self, word: None, previous: None, position: 0, run: 0, possessive: false };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            // Plain English, word by word: several times faster than letter by letter.
            let letters = text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            if letters > 0 {
                cutter.take_letters(&text[at..at + letters], at);
                at += letters;
                continue;
            }
            let end = at + c.len_utf8();
            fold(c, |c, class| cutter.take(c, class, at, end));
            at = end;
        }
        cutter.end_word();
        cutter.end_run();
    }
}

/// A CJK character waiting for its neighbour.
#[derive(Clone, Copy)]
struct Waiting {
    c: char,
    from: usize,
    to: usize,
    first: bool,
}

struct Cutter<'p> {
    pieces: &'p mut Pieces,
    /// Original start and end, start in the folded text.
    word: Option<(usize, usize, usize)>,
    previous: Option<Waiting>,
    position: usize,
    run: usize,
    /// The word began right after an apostrophe.
    possessive: bool,
}

impl Cutter<'_> {
    /// Letters and digits of ASCII, all one word.
    #[inline]
    fn take_letters(&mut self, letters: &str, from: usize) {
        self.end_run();
        let (start, folded) = self.word.map_or((from, self.pieces.folded.len()), |(start, _, folded)| (start, folded));
        let room = (MAX_WORD_BYTES + folded).saturating_sub(self.pieces.folded.len());
        let begin = self.pieces.folded.len();
        self.pieces.folded.push_str(&letters[..letters.len().min(room)]);
        self.pieces.folded[begin..].make_ascii_lowercase();
        self.word = Some((start, from + letters.len(), folded));
    }

    #[inline]
    fn take(&mut self, c: char, class: Class, from: usize, to: usize) {
        match class {
            Class::Letter => {
                self.end_run();
                let (start, folded) =
                    self.word.map_or((from, self.pieces.folded.len()), |(start, _, folded)| (start, folded));
                if self.pieces.folded.len() - folded < MAX_WORD_BYTES {
                    self.pieces.folded.push(c);
                }
                self.word = Some((start, to, folded));
            }
            Class::Cjk => {
                self.end_word();
                self.possessive = false;
                self.next_in_run(c, from, to);
            }
            Class::Separator => {
                let after_word = self.word.is_some();
                self.end_word();
                self.end_run();
                self.possessive = after_word && matches!(c, '\'' | '’');
            }
        }
    }

    fn end_word(&mut self) {
        let Some((from, to, start)) = self.word.take() else { return };
        let end = self.pieces.folded.len();
        // The s of “Reynolds's” is no word.
        if std::mem::take(&mut self.possessive) && &self.pieces.folded[start..] == "s" {
            self.pieces.folded.truncate(start);
            return;
        }
        self.push(Shape::Word, from, to, start, end);
        self.position += 1;
        self.run += 1;
    }

    fn next_in_run(&mut self, c: char, from: usize, to: usize) {
        if let Some(previous) = self.previous {
            let start = self.pieces.folded.len();
            self.pieces.folded.push(previous.c);
            self.pieces.folded.push(c);
            self.push(Shape::Pair, previous.from, to, start, self.pieces.folded.len());
            self.position += 1;
        }
        self.previous = Some(Waiting { c, from, to, first: self.previous.is_none() });
    }

    fn end_run(&mut self) {
        let Some(last) = self.previous.take() else { return };
        let start = self.pieces.folded.len();
        self.pieces.folded.push(last.c);
        let shape = if last.first { Shape::Single } else { Shape::Tail };
        self.push(shape, last.from, last.to, start, self.pieces.folded.len());
        self.position += 1;
        self.run += 1;
    }

    fn push(&mut self, shape: Shape, from: usize, to: usize, start: usize, end: usize) {
        self.pieces.list.push(Piece { shape, from, to, position: self.position, run: self.run, start, end });
    }
}

/// English words that say nothing about what a text is about.
pub(super) fn is_stop_word(word: &str) -> bool {
    // The longest of them; spares hashing most words.
    word.len() <= 7 && STOP_WORDS.contains(word)
}

static STOP_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORD_LIST.split_whitespace().collect());

const STOP_WORD_LIST: &str = "a an the and or but nor if then than so as at by for from in into of off on onto out over to up upon with without \
    about after before between during through under until within \
    i me my we us our you your he him his she her it its they them their this that these those there here \
    who whom whose which what when where why how \
    am is are was were be been being do does did done has have had having can could may might must shall should will would \
    not no any all both each either neither every few more most much other some such only own same too very just also \
    again further once because while against";

/// Stems English words; keeps its allocations.
#[derive(Clone)]
pub(super) struct EnglishStemmer(<Stemmer as TokenFilter>::Tokenizer<OneWord>);

impl EnglishStemmer {
    pub(super) fn new() -> Self {
        Self(Stemmer::new(Language::English).transform(OneWord::default()))
    }

    /// The term for a folded word. Only what is plain English spelling is stemmed: `c60` and `α` stay.
    pub(super) fn stem(&mut self, word: &str, out: &mut String) {
        out.clear();
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            out.push_str(word);
            return;
        }
        let mut stream = self.0.token_stream(word);
        stream.advance();
        out.push_str(&stream.token().text);
    }
}

/// A tokenizer that takes its whole text for one token: the way to the stemmer, which the engine offers as a filter only.
#[derive(Clone, Default)]
struct OneWord {
    token: Token,
}

struct OneWordStream<'a> {
    token: &'a mut Token,
    done: bool,
}

impl Tokenizer for OneWord {
    type TokenStream<'a> = OneWordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> OneWordStream<'a> {
        self.token.text.clear();
        self.token.text.push_str(text);
        OneWordStream { token: &mut self.token, done: false }
    }
}

impl TokenStream for OneWordStream<'_> {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Words whose stems are remembered while a segment is written; stemming is the dearest step of indexing English.
const REMEMBERED_STEMS: usize = 8_192;

/// The tokenizer of all text fields.
#[derive(Clone)]
pub(super) struct WordTokenizer {
    pieces: Pieces,
    stemmer: EnglishStemmer,
    stems: HashMap<String, String>,
    token: Token,
}

/// The stem of a word, remembered.
fn remembered_stem(stems: &mut HashMap<String, String>, stemmer: &mut EnglishStemmer, word: &str, out: &mut String) {
    if let Some(stem) = stems.get(word) {
        out.clear();
        out.push_str(stem);
        return;
    }
    stemmer.stem(word, out);
    if stems.len() < REMEMBERED_STEMS {
        stems.insert(word.to_owned(), out.clone());
    }
}

impl WordTokenizer {
    pub(super) fn new() -> Self {
        Self {
            pieces: Pieces::default(),
            stemmer: EnglishStemmer::new(),
            stems: HashMap::new(),
            token: Token::default(),
        }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.pieces.fill(text);
        self.token.reset();
        WordStream { tokenizer: self, next: 0 }
    }
}

/// The terms of one text.
pub(super) struct WordStream<'a> {
    tokenizer: &'a mut WordTokenizer,
    next: usize,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let WordTokenizer { pieces, stemmer, stems, token } = &mut *self.tokenizer;
        while let Some(piece) = pieces.list.get(self.next) {
            self.next += 1;
            let text = &pieces.folded[piece.start..piece.end];
            match piece.shape {
                Shape::Word if is_stop_word(text) => continue,
                Shape::Word => remembered_stem(stems, stemmer, text, &mut token.text),
                Shape::Pair | Shape::Tail | Shape::Single => {
                    token.text.clear();
                    token.text.push_str(text);
                }
            }
            token.offset_from = piece.from;
            token.offset_to = piece.to;
            token.position = piece.position;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut tokenizer = WordTokenizer::new();
        let mut stream = tokenizer.token_stream(text);
        let mut out = Vec::new();
        stream.process(&mut |token| out.push(format!("{}@{}", token.text, token.position)));
        out
    }

    #[test]
    fn english_is_stemmed_and_empty_words_leave_a_gap() {
        assert_eq!(terms("The manufacturing of Batteries"), ["manufactur@1", "batteri@3"]);
        assert_eq!(terms("C60, LiFePO4 and 5G"), ["c60@0", "lifepo4@1", "5g@3"]);
        assert_eq!(terms("Reynolds's don’t"), ["reynold@0", "don@1", "t@2"]);
    }

    #[test]
    fn chinese_is_cut_into_pairs_and_the_last_character() {
        assert_eq!(terms("石墨烯"), ["石墨@0", "墨烯@1", "烯@2"]);
        assert_eq!(terms("铝"), ["铝@0"]);
        assert_eq!(terms("基於5G通訊"), ["基于@0", "于@1", "5g@2", "通讯@3", "讯@4"]);
        assert_eq!(terms("电池、铝。"), ["电池@0", "池@1", "铝@2"]);
    }

    #[test]
    fn width_and_script_make_no_difference() {
        assert_eq!(terms("ＧＲＡＰＨＥＮＥ　薄膜製備"), terms("graphene 薄膜制备"));
    }

    #[test]
    fn pieces_point_into_the_original() {
        let text = "Ｇraphene 石墨烯ﬁlm";
        let found: Vec<&str> = Pieces::of(text).iter().map(|(piece, _)| &text[piece.from..piece.to]).collect();
        assert_eq!(found, ["Ｇraphene", "石墨", "墨烯", "烯", "ﬁlm"]);
    }

    #[test]
    fn endless_words_are_cut() {
        assert_eq!(terms(&"x".repeat(10_000)), [format!("{}@0", "x".repeat(MAX_WORD_BYTES))]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn never_panics_and_points_at_character_boundaries(text in "\\PC{0,200}") {
            let pieces = Pieces::of(&text);
            let mut last = 0;
            for (piece, _) in pieces.iter() {
                prop_assert!(text.is_char_boundary(piece.from) && text.is_char_boundary(piece.to));
                prop_assert!(piece.from < piece.to && piece.position >= last);
                last = piece.position;
            }
            terms(&text);
        }
    }
}
