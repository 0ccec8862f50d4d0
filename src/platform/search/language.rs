//! The query language, the same for every engine.
//!
//! * `graphene film` – words; any may match, more and rarer ones rank higher
//! * `"thin film"` `“薄膜”` `「薄膜」` – a phrase that must occur
//! * `-polymer` `-"thin film"` `-right:assignment` – must not occur
//! * `field:value` – must hold. Fields have Chinese names too (`分类号:C01B`); several values are separated by commas:
//!   `ipc:C01B,H01M` `owner:"University of Guizhou"` `trl:>=6` `trl:4..6` `price:<5000000` `price:100万..500万`
//!   `right:exclusive` `sector:` `region:` `procedure:` `state:` `patent:` `kind:need`.
//!   Prices are in **major** units (yuan, not fen), as people write them.
//!
//! Nothing is an error: what doesn't parse becomes plain words and a [`Warning`].

use unicode_normalization::UnicodeNormalization;

use super::answer::{Warning, WarningCode};
use super::codes::{fold_code, ipc_lookup, patent_lookup};
use super::document::Kind;

/// A part between commas with fewer digits is not a patent number of its own.
const MIN_PATENT_DIGITS: usize = 5;

/// A query taken apart.
#[derive(Debug, Default, PartialEq)]
pub struct Parsed {
    /// Plain words, as typed.
    pub words: Vec<String>,
    /// Whether the query ends in a plain word that may still be growing.
    pub open_ended: bool,
    pub phrases: Vec<String>,
    /// Words and phrases that must not occur.
    pub without: Vec<String>,
    pub conditions: Vec<Condition>,
    pub warnings: Vec<Warning>,
}

/// `field:value`, or its opposite.
#[derive(Debug, PartialEq, Eq)]
pub struct Condition {
    pub negated: bool,
    pub test: Test,
}

/// What a field is tested for.
#[derive(Debug, PartialEq, Eq)]
pub enum Test {
    /// Any of these values of a facet.
    OneOf(Facet, Vec<String>),
    /// Any of these IPC levels (as by [`ipc_lookup`]).
    Ipc(Vec<String>),
    /// All words of this name.
    Owner(String),
    /// Any of these keys (as by [`patent_lookup`]).
    Patent(Vec<String>),
    /// Inclusive.
    Trl(u8, u8),
    /// Inclusive, in minor units.
    Price(Option<i64>, Option<i64>),
}

/// Facets whose values are codes of the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    Kind,
    Sector,
    Right,
    Procedure,
    Region,
    State,
}

impl Facet {
    /// As in answers and in the query language.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Kind => "kind",
            Facet::Sector => "sector",
            Facet::Right => "right",
            Facet::Procedure => "procedure",
            Facet::Region => "region",
            Facet::State => "state",
        }
    }
}

#[derive(Clone, Copy)]
enum Field {
    Code(Facet),
    Ipc,
    Owner,
    Patent,
    Trl,
    Price,
}

fn field(name: &str) -> Option<Field> {
    Some(match name.to_lowercase().as_str() {
        "kind" | "类型" => Field::Code(Facet::Kind),
        "sector" | "领域" | "产业领域" => Field::Code(Facet::Sector),
        "right" | "rights" | "权利" => Field::Code(Facet::Right),
        "procedure" | "方式" | "交易方式" => Field::Code(Facet::Procedure),
        "region" | "地区" => Field::Code(Facet::Region),
        "state" | "状态" => Field::Code(Facet::State),
        "ipc" | "分类" | "分类号" => Field::Ipc,
        "owner" | "holder" | "持有方" | "权利人" => Field::Owner,
        "patent" | "专利" | "专利号" | "申请号" => Field::Patent,
        "trl" | "成熟度" => Field::Trl,
        "price" | "价格" => Field::Price,
        _ => return None,
    })
}

/// Takes a query apart. Never fails.
pub fn parse(q: &str) -> Parsed {
    let mut lexer = Lexer { rest: q, parsed: Parsed::default() };
    while lexer.step() {}
    let mut parsed = lexer.parsed;
    parsed.open_ended &= q.chars().next_back().is_some_and(|c| !is_space(c));
    parsed
}

struct Lexer<'q> {
    rest: &'q str,
    parsed: Parsed,
}

impl<'q> Lexer<'q> {
    /// Takes the next piece off; false at the end.
    fn step(&mut self) -> bool {
        self.rest = self.rest.trim_start_matches(is_space);
        if self.rest.is_empty() {
            return false;
        }
        self.parsed.open_ended = false;
        let negated = self.take_minus();
        if let Some(close) = self.rest.chars().next().and_then(closing_quote) {
            self.quoted(close, negated);
            return true;
        }
        let word = self.take_word();
        match split_field(word) {
            Some((name, value)) if !value.is_empty() || self.at_quote() => self.field(word, name, value, negated),
            _ => self.word(word, negated),
        }
        true
    }

    fn take_minus(&mut self) -> bool {
        let mut chars = self.rest.chars();
        let minus = matches!(chars.next(), Some('-' | '－' | '−'));
        let followed = chars.next().is_some_and(|c| !is_space(c) && !matches!(c, '-' | '－' | '−'));
        if minus && followed {
            self.rest = chars_after_first(self.rest);
        }
        minus && followed
    }

    fn at_quote(&self) -> bool {
        self.rest.chars().next().and_then(closing_quote).is_some()
    }

    /// Up to a space, a directional quotation mark, or any quotation mark after a colon.
    fn take_word(&mut self) -> &'q str {
        let mut previous = ' ';
        let end = self.rest.char_indices().find(|&(at, c)| {
            let stop = is_space(c)
                || (at > 0 && closing_quote(c).is_some_and(|close| close != c || matches!(previous, ':' | '：')));
            previous = c;
            stop
        });
        let (word, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(at, _)| at));
        self.rest = rest;
        word
    }

    fn word(&mut self, word: &str, negated: bool) {
        if negated {
            self.parsed.without.push(word.to_owned());
        } else {
            self.parsed.words.push(word.to_owned());
            self.parsed.open_ended = true;
        }
    }

    /// At an opening quotation mark.
    fn quoted(&mut self, close: char, negated: bool) {
        match self.take_quoted(close) {
            Some(phrase) if negated => self.parsed.without.push(phrase.to_owned()),
            Some(phrase) => self.parsed.phrases.push(phrase.to_owned()),
            None => {
                self.warn(WarningCode::UnclosedQuote, self.rest);
                self.rest = chars_after_first(self.rest);
            }
        }
    }

    fn take_quoted(&mut self, close: char) -> Option<&'q str> {
        let inside = chars_after_first(self.rest);
        let end = inside.find(|c| c == close || (close == '"' && c == '＂'))?;
        self.rest = chars_after_first(&inside[end..]);
        Some(&inside[..end])
    }

    fn field(&mut self, word: &'q str, name: &str, value: &'q str, negated: bool) {
        let Some(field) = field(name) else {
            // Only what looks like a field on purpose; a colon in a pasted title is nobody's mistake.
            if name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_') && !value.starts_with("//") {
                self.warn(WarningCode::UnknownField, word);
            }
            return self.word(word, negated);
        };
        let mut typed = word.to_owned();
        let mut value = value.to_owned();
        if value.is_empty()
            && let Some(close) = self.rest.chars().next().and_then(closing_quote)
        {
            let Some(inside) = self.take_quoted(close) else {
                return self.word(word, negated);
            };
            value = inside.to_owned();
            typed = format!("{word}{inside}");
        } else if matches!(field, Field::Ipc)
            && let Some(group) = self.following_ipc_group(&value)
        {
            value = format!("{value}{group}");
            typed = value.clone();
        }
        match test(field, &value) {
            Some(test) => self.parsed.conditions.push(Condition { negated, test }),
            None => {
                self.warn(WarningCode::BadValue, &typed);
                self.word(&value, negated);
            }
        }
    }

    /// `ipc:C01B 32/182`: the group after a space belongs to the symbol.
    fn following_ipc_group(&mut self, value: &str) -> Option<&'q str> {
        let rest = self.rest.trim_start_matches(is_space);
        let end = rest.find(is_space).unwrap_or(rest.len());
        let group = &rest[..end];
        let is_group = group.contains('/') && group.bytes().all(|b| b.is_ascii_digit() || b == b'/');
        if !is_group || ipc_lookup(&format!("{value}{group}")).is_none() {
            return None;
        }
        self.rest = &rest[end..];
        Some(group)
    }

    fn warn(&mut self, code: WarningCode, part: &str) {
        self.parsed.warnings.push(Warning { code, part: part.to_owned() });
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn chars_after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

fn closing_quote(open: char) -> Option<char> {
    match open {
        '"' | '＂' => Some('"'),
        '“' | '”' => Some('”'),
        '「' => Some('」'),
        '『' => Some('』'),
        '«' => Some('»'),
        _ => None,
    }
}

fn split_field(word: &str) -> Option<(&str, &str)> {
    let at = word.find([':', '：'])?;
    (at > 0).then(|| (&word[..at], chars_after_first(&word[at..])))
}

fn test(field: Field, value: &str) -> Option<Test> {
    let values = || value.split([',', '，', '、']).map(str::trim).filter(|value| !value.is_empty());
    match field {
        Field::Code(facet) => {
            let values: Option<Vec<String>> = values().map(|value| facet_value(facet, value)).collect();
            values.filter(|values| !values.is_empty()).map(|values| Test::OneOf(facet, values))
        }
        Field::Ipc => {
            let levels: Option<Vec<String>> = values().map(ipc_lookup).collect();
            levels.filter(|levels| !levels.is_empty()).map(Test::Ipc)
        }
        Field::Owner => value.chars().any(char::is_alphanumeric).then(|| Test::Owner(value.to_owned())),
        Field::Patent => {
            // Commas stand between numbers or between thousands: US 7,788,160.
            let long = |part: &str| part.bytes().filter(u8::is_ascii_digit).count() >= MIN_PATENT_DIGITS;
            let keys: Vec<String> =
                if values().all(long) { values().flat_map(patent_lookup).collect() } else { patent_lookup(value) };
            (!keys.is_empty()).then_some(Test::Patent(keys))
        }
        Field::Trl => {
            let (low, high) = range(
                value,
                |number| number.parse::<u8>().ok().filter(|trl| (1..=9).contains(trl)),
                |trl| trl + 1,
                |trl| trl - 1,
            )?;
            let (low, high) = (low.unwrap_or(1), high.unwrap_or(9));
            (low <= high).then_some(Test::Trl(low, high))
        }
        Field::Price => {
            let (low, high) = range(value, price, |minor| minor.saturating_add(1), |minor| minor.saturating_sub(1))?;
            Some(Test::Price(low, high))
        }
    }
}

fn facet_value(facet: Facet, value: &str) -> Option<String> {
    let value = fold_code(value);
    match (facet, value.as_str()) {
        (Facet::Kind, "supply" | "供给" | "技术供给") => Some(Kind::Supply.code().to_owned()),
        (Facet::Kind, "need" | "需求" | "技术需求") => Some(Kind::Need.code().to_owned()),
        (Facet::Kind, _) => None,
        _ => Some(value),
    }
}

/// `>=6`, `<6`, `=6`, `6`, `4..6`, `4..`, `..6`: both bounds inclusive after `above` and `below` moved the strict ones.
fn range<T: PartialOrd + Copy>(
    value: &str,
    number: impl Fn(&str) -> Option<T>,
    above: impl Fn(T) -> T,
    below: impl Fn(T) -> T,
) -> Option<(Option<T>, Option<T>)> {
    let value: String = value.replace('≥', ">=").replace('≤', "<=").nfkc().collect();
    let value = value.trim();
    let bounds = if let Some(rest) = value.strip_prefix(">=") {
        (Some(number(rest)?), None)
    } else if let Some(rest) = value.strip_prefix("<=") {
        (None, Some(number(rest)?))
    } else if let Some(rest) = value.strip_prefix('>') {
        (Some(above(number(rest)?)), None)
    } else if let Some(rest) = value.strip_prefix('<') {
        (None, Some(below(number(rest)?)))
    } else if let Some((low, high)) = value.split_once("..").or_else(|| value.split_once(['-', '~', '～'])) {
        let bound = |text: &str| if text.trim().is_empty() { Some(None) } else { number(text).map(Some) };
        (bound(low)?, bound(high)?)
    } else {
        let exact = number(value.strip_prefix('=').unwrap_or(value))?;
        (Some(exact), Some(exact))
    };
    match bounds {
        (None, None) => None,
        (Some(low), Some(high)) if low > high => None,
        bounds => Some(bounds),
    }
}

/// A price in major units, with digit groups and the usual multipliers, in minor units (two decimals).
fn price(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元').replace([',', '_', ' '], "");
    let last = text.chars().next_back()?;
    let (digits, factor) = match last {
        '万' | '萬' | 'w' | 'W' => (&text[..text.len() - last.len_utf8()], 10_000.0),
        '亿' | '億' => (&text[..text.len() - last.len_utf8()], 100_000_000.0),
        'k' | 'K' => (&text[..text.len() - 1], 1_000.0),
        'm' | 'M' => (&text[..text.len() - 1], 1_000_000.0),
        _ => (text.as_str(), 1.0),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let minor = (digits.parse::<f64>().ok()? * factor * 100.0).round();
    // Beyond 2^53 a float no longer holds every integer.
    (minor < 9.0e15).then_some(minor as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(q: &str) -> Test {
        let mut parsed = parse(q);
        assert_eq!(parsed.warnings, Vec::new(), "{q}");
        assert_eq!(parsed.conditions.len(), 1, "{q}: {parsed:?}");
        parsed.conditions.remove(0).test
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        let parsed = parse("graphene \"thin film\" -polymer -\"glass fibre\" “薄膜” 石墨烯「电极」　全角");
        assert_eq!(parsed.words, ["graphene", "石墨烯", "全角"]);
        assert_eq!(parsed.phrases, ["thin film", "薄膜", "电极"]);
        assert_eq!(parsed.without, ["polymer", "glass fibre"]);
        assert_eq!(parsed.warnings, Vec::new());
    }

    #[test]
    fn a_hyphen_or_colon_inside_words_is_just_that() {
        let parsed = parse("Mn-doped -- - method: x 方法：石墨烯 10:30 http://example.org");
        assert_eq!(
            parsed.words,
            ["Mn-doped", "--", "-", "method:", "x", "方法：石墨烯", "10:30", "http://example.org"]
        );
        assert_eq!(parsed.warnings, Vec::new());
    }

    #[test]
    fn fields_are_read_in_both_languages() {
        assert_eq!(one("ipc:C01B"), Test::Ipc(vec!["C01B".into()]));
        assert_eq!(one("ipc:C01B 32/182"), Test::Ipc(vec!["C01B32/182".into()]));
        assert_eq!(one("分类号：c01b,H01M"), Test::Ipc(vec!["C01B".into(), "H01M".into()]));
        assert_eq!(one("owner:\"Guizhou University\""), Test::Owner("Guizhou University".into()));
        assert_eq!(one("right:Exclusive，sole"), Test::OneOf(Facet::Right, vec!["exclusive".into(), "sole".into()]));
        assert_eq!(one("类型:需求"), Test::OneOf(Facet::Kind, vec!["need".into()]));
        assert_eq!(
            one("patent:ZL201810392222.0"),
            Test::Patent(["CN201810392222", "*201810392222"].map(String::from).to_vec())
        );
        assert_eq!(one("patent:US7,788,160"), Test::Patent(["US7788160", "*7788160"].map(String::from).to_vec()));
        assert!(parse("-right:sole").conditions[0].negated);
    }

    #[test]
    fn ranges_take_every_usual_form() {
        assert_eq!(one("trl:>=6"), Test::Trl(6, 9));
        assert_eq!(one("trl:>6"), Test::Trl(7, 9));
        assert_eq!(one("trl:≤3"), Test::Trl(1, 3));
        assert_eq!(one("trl:4..6"), Test::Trl(4, 6));
        assert_eq!(one("trl:＝6"), Test::Trl(6, 6));
        assert_eq!(one("price:<5000000"), Test::Price(None, Some(499_999_999)));
        assert_eq!(one("price:100万..500万"), Test::Price(Some(100_000_000), Some(500_000_000)));
        assert_eq!(one("价格：>=1.5亿"), Test::Price(Some(15_000_000_000), None));
        assert_eq!(one("price:5,000,000"), Test::Price(Some(500_000_000), Some(500_000_000)));
    }

    #[test]
    fn what_does_not_parse_becomes_words_and_a_warning() {
        for (q, code, part) in [
            ("foo:bar", WarningCode::UnknownField, "foo:bar"),
            ("trl:high", WarningCode::BadValue, "trl:high"),
            ("trl:12", WarningCode::BadValue, "trl:12"),
            ("trl:>9", WarningCode::BadValue, "trl:>9"),
            ("trl:6..3", WarningCode::BadValue, "trl:6..3"),
            ("ipc:Z99", WarningCode::BadValue, "ipc:Z99"),
            ("price:cheap", WarningCode::BadValue, "price:cheap"),
            ("kind:thing", WarningCode::BadValue, "kind:thing"),
            ("\"open end", WarningCode::UnclosedQuote, "\"open end"),
        ] {
            let parsed = parse(q);
            assert_eq!(parsed.warnings, [Warning { code, part: part.into() }], "{q}");
            assert!(!parsed.words.is_empty(), "{q}");
            assert_eq!(parsed.conditions, Vec::new(), "{q}");
        }
    }

    #[test]
    fn only_a_growing_last_word_is_open_ended() {
        assert!(parse("graphene fil").open_ended);
        assert!(parse("石墨").open_ended);
        assert!(!parse("graphene film ").open_ended);
        assert!(!parse("\"thin film\"").open_ended);
        assert!(!parse("film -poly").open_ended);
        assert!(!parse("").open_ended);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn never_panics_and_loses_no_plain_word(q in "\\PC{0,200}") {
            let parsed = parse(&q);
            prop_assert!(parsed.words.iter().all(|word| q.contains(word.as_str())));
        }

        #[test]
        fn never_panics_on_query_like_text(q in "([a-z石：:\"“”「」\\-－<>=.0-9万,/ ]|ipc:|trl:|price:|owner:|-|\"){0,60}") {
            let _ = parse(&q);
        }
    }
}
