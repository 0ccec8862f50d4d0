//! Codes that people spell in many ways: patent numbers, classification symbols, and the exchange's own values.
//!
//! Documents are indexed under *keys*; what is searched for is turned into keys by the same rules, so two spellings
//! meet when their keys do.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Offices whose prefix makes a run of digits a patent number. `ZL` marks a granted Chinese patent.
const OFFICES: &[&str] = &[
    "ZL", "CN", "US", "EP", "WO", "JP", "KR", "DE", "GB", "FR", "TW", "HK", "RU", "CA", "AU", "CH", "IT", "ES", "NL",
    "SE",
];
/// Words that a patent number is spelled over at most: `ZL 2018 1 0392222 . 0`.
const MAX_NUMBER_WORDS: usize = 6;
/// A shorter run of digits says nothing about being a patent number.
const MIN_NUMBER_DIGITS: usize = 7;

/// A value (sector, right, region, …) as it is compared: NFKC, lower case, no space around it.
pub fn fold_code(value: &str) -> String {
    value.nfkc().flat_map(char::to_lowercase).collect::<String>().trim().to_owned()
}

/// What a patent number says once its spelling is taken off.
struct PatentNumber {
    /// Two letters; `ZL` has become `CN`.
    office: Option<String>,
    /// Without check character and kind code, and without leading zeros.
    body: String,
    /// The same with its check character, for the old eight-digit Chinese applications, where nine digits
    /// in a row could also be a publication number.
    with_check: Option<String>,
}

fn parse_patent(number: &str) -> Option<PatentNumber> {
    let spelled: String = number.nfkc().flat_map(char::to_uppercase).collect();
    let spelled = spelled.trim();
    let dotted = spelled.len() > 2 && spelled.is_ascii() && spelled.as_bytes()[spelled.len() - 2] == b'.';
    let compact: String = spelled.chars().filter(char::is_ascii_alphanumeric).collect();
    let compact =
        compact.strip_prefix("CNZL").or(compact.strip_prefix("ZLCN")).map_or(compact.clone(), |n| format!("CN{n}"));
    let letters = compact.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (office, rest) = match letters {
        2 => (Some(&compact[..2]), &compact[2..]),
        // US designs, reissues and plants: USD…, USRE…, USPP…
        3 | 4 if OFFICES.contains(&&compact[..2]) => (Some(&compact[..2]), &compact[2..]),
        _ => (None, compact.as_str()),
    };
    let office = office.map(|office| if office == "ZL" { "CN" } else { office });
    if rest.is_empty() {
        return None;
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, tail) = rest.split_at(digits);
    let chinese = office.is_none_or(|office| office == "CN");
    let body = match tail.as_bytes() {
        [] if chinese && digits == 13 && is_year(number) => &number[..12],
        [] if chinese && dotted && digits == 9 => &number[..8],
        [] => number,
        [b'X'] if chinese && (digits == 12 || digits == 8) => number,
        [b'A'..=b'Z'] | [b'A'..=b'Z', b'0'..=b'9'] if digits >= 4 => number,
        _ => rest,
    };
    let with_check = (chinese && body.len() == 8).then(|| check_character(body)).flatten();
    let trim = |body: &str| match body.trim_start_matches('0') {
        "" => body.to_owned(),
        trimmed => trimmed.to_owned(),
    };
    Some(PatentNumber {
        office: office.map(str::to_owned),
        body: trim(body),
        with_check: with_check.map(|check| trim(&format!("{body}{check}"))),
    })
}

fn is_year(number: &str) -> bool {
    number.starts_with("19") || number.starts_with("20")
}

/// The check character of a Chinese application number of 8 or 12 digits: weights 2 to 9 over and over, modulo 11,
/// `X` for ten (ZC 0006-2003, the office's standard for application numbers).
fn check_character(digits: &str) -> Option<char> {
    let sum: u32 = digits
        .chars()
        .zip((2..=9).cycle())
        .map(|(digit, weight)| Some(digit.to_digit(10)? * weight))
        .sum::<Option<u32>>()?;
    match sum % 11 {
        10 => Some('X'),
        remainder => char::from_digit(remainder, 10),
    }
}

/// The keys a document with this patent number is indexed under.
pub fn patent_keys(number: &str) -> Vec<String> {
    let Some(parsed) = parse_patent(number) else { return Vec::new() };
    let mut keys = vec![parsed.body.clone()];
    match &parsed.office {
        Some(office) => keys.push(format!("{office}{}", parsed.body)),
        // Of no known office: whoever asks with an office should find it all the same.
        None => keys.push(format!("*{}", parsed.body)),
    }
    if let Some(with_check) = &parsed.with_check {
        keys.push(with_check.clone());
        keys.extend(parsed.office.as_ref().map(|office| format!("{office}{with_check}")));
    }
    keys
}

/// The keys under which the patent meant by this spelling would be.
pub fn patent_lookup(number: &str) -> Vec<String> {
    let Some(parsed) = parse_patent(number) else { return Vec::new() };
    match parsed.office {
        Some(office) => vec![format!("{office}{}", parsed.body), format!("*{}", parsed.body)],
        None => vec![parsed.body],
    }
}

/// An IPC (or CPC) symbol of any depth, level by level: `C`, `C01`, `C01B`, `C01B32`, `C01B32/182`.
///
/// Takes the printed form with or without spaces and a version (`C01B 32/182 (2017.01)`), and the padded form of
/// WIPO ST.8 (`C01B0032182000`). None for anything else.
pub fn ipc_levels(symbol: &str) -> Option<Vec<String>> {
    let upper: String = symbol.nfkc().flat_map(char::to_uppercase).collect();
    let upper: String = upper.split('(').next()?.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = upper.as_bytes();
    let section = *bytes.first()?;
    if !upper.is_ascii() || !matches!(section, b'A'..=b'H' | b'Y') {
        return None;
    }
    let mut levels = vec![upper[..1].to_owned()];
    if bytes.len() == 1 {
        return Some(levels);
    }
    if bytes.len() < 3 || !bytes[1..3].iter().all(u8::is_ascii_digit) {
        return None;
    }
    levels.push(upper[..3].to_owned());
    if bytes.len() == 3 {
        return Some(levels);
    }
    if !bytes[3].is_ascii_uppercase() {
        return None;
    }
    levels.push(upper[..4].to_owned());
    if bytes.len() == 4 {
        return Some(levels);
    }
    let (group, subgroup) = ipc_group(&upper[4..])?;
    levels.push(format!("{}{group}", &upper[..4]));
    if let Some(subgroup) = subgroup {
        levels.push(format!("{}{group}/{subgroup}", &upper[..4]));
    }
    Some(levels)
}

fn ipc_group(rest: &str) -> Option<(&str, Option<&str>)> {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if rest.len() == 10 && all_digits(rest) {
        let subgroup = rest[4..].trim_end_matches('0');
        let subgroup = if subgroup.len() < 2 { &rest[4..6] } else { subgroup };
        return Some((rest[..4].trim_start_matches('0'), Some(subgroup)));
    }
    let (group, subgroup) = match rest.split_once('/') {
        Some((group, subgroup)) => (group, Some(subgroup)),
        None => (rest, None),
    };
    let group_fits = all_digits(group) && group.len() <= 4;
    let subgroup_fits = subgroup.is_none_or(|s| all_digits(s) && (2..=6).contains(&s.len()));
    (group_fits && subgroup_fits).then_some((group, subgroup))
}

/// The level an IPC filter asks for. The symbol of a main group (`C01B 32/00`) stands for everything in the group.
pub fn ipc_lookup(symbol: &str) -> Option<String> {
    let mut levels = ipc_levels(symbol)?;
    let deepest = levels.pop()?;
    if deepest.ends_with("/00") { levels.pop() } else { Some(deepest) }
}

/// A code among plain words.
#[derive(Debug, PartialEq, Eq)]
pub enum Code {
    /// Keys to look the patent up by; `sure` when it can hardly mean anything else.
    Patent { keys: Vec<String>, sure: bool },
    /// An IPC level.
    Ipc(String),
}

/// Finds the patent numbers and IPC symbols in `words`, with the words each covers.
pub fn find_codes(words: &[String]) -> Vec<(Range<usize>, Code)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match code_at(&words[at..]) {
            Some((length, code)) => {
                found.push((at..at + length, code));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn code_at(words: &[String]) -> Option<(usize, Code)> {
    let first = words.first()?;
    let group_follows = words.get(1).is_some_and(|next| next.contains('/'));
    if group_follows && let Some(symbol) = ipc_word(&format!("{first}{}", words[1])) {
        return Some((2, Code::Ipc(symbol)));
    }
    if let Some(symbol) = ipc_word(first) {
        return Some((1, Code::Ipc(symbol)));
    }
    (1..=words.len().min(MAX_NUMBER_WORDS)).rev().find_map(|length| Some((length, patent_in(&words[..length])?)))
}

/// Only from the subclass down: `C01` alone is as likely a model number.
fn ipc_word(word: &str) -> Option<String> {
    let levels = ipc_levels(word).filter(|levels| levels.len() >= 3)?;
    // `E12F34` without a slash looks like a part number.
    if levels.len() == 4 && !word.contains('/') { None } else { ipc_lookup(word) }
}

fn patent_in(words: &[String]) -> Option<Code> {
    let spelled = words.join(" ").nfkc().collect::<String>();
    if !spelled.chars().all(|c| c.is_ascii_alphanumeric() || " ./,-".contains(c)) {
        return None;
    }
    let separate_office = words.len() > 1 && OFFICES.contains(&words[0].as_str());
    let numbers = if separate_office { &words[1..] } else { words };
    let starts_with_digit = |word: &String| word.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if !numbers.iter().skip(usize::from(!separate_office)).enumerate().all(|(index, word)| {
        let last = index + 1 + usize::from(!separate_office) == numbers.len();
        starts_with_digit(word) || (last && is_kind_code(word))
    }) {
        return None;
    }
    let compact: String = spelled.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let letters = compact.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = compact.bytes().filter(u8::is_ascii_digit).count();
    let has_office = letters == 2 && OFFICES.contains(&&compact[..2]);
    if (letters > 0 && !has_office) || !(MIN_NUMBER_DIGITS..=14).contains(&digits) {
        return None;
    }
    let plain = &compact[letters..];
    let checked = plain.len() == 13 && is_year(plain) && check_character(&plain[..12]) == plain.chars().last();
    let sure = has_office || checked;
    // Several bare numbers in a row are only one number when the check character says so.
    if words.len() > 1 && !sure {
        return None;
    }
    if !sure && !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Code::Patent { keys: patent_lookup(&spelled), sure })
}

fn is_kind_code(word: &str) -> bool {
    matches!(word.as_bytes(), [b'A'..=b'Z'] | [b'A'..=b'Z', b'0'..=b'9'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(indexed: &str, asked: &str) -> bool {
        let keys = patent_keys(indexed);
        patent_lookup(asked).iter().any(|key| keys.contains(key))
    }

    #[test]
    fn every_usual_spelling_of_a_patent_number_meets_it() {
        for asked in [
            "CN201810392222.0",
            "cn 201810392222.0",
            "ZL201810392222.0",
            "ZL 2018 1 0392222.0",
            "ＺＬ２０１８１０３９２２２２．０",
            "201810392222",
            "2018103922220",
            "201810392222.0",
            "CN2018103922220",
        ] {
            assert!(meets("CN201810392222.0", asked), "{asked}");
            assert!(meets("ZL201810392222", asked), "{asked}");
        }
        for asked in ["US7788160", "US 7,788,160 B2", "07788160", "7788160", "us07788160b2"] {
            assert!(meets("US7788160B2", asked), "{asked}");
            assert!(meets("07788160", asked), "{asked}");
        }
        for asked in ["CN108000000B", "CN 108000000 A", "108000000", "CN108000000"] {
            assert!(meets("CN108000000B", asked), "{asked}");
        }
        for asked in ["85100001", "85100001.0", "CN85100001", "851000010"] {
            assert!(meets("CN85100001", asked), "{asked}: {:?}", patent_keys("CN85100001"));
        }
        assert!(meets("WO2005/012345", "WO 2005 012345 A1"));
        assert!(meets("USD123456", "US D123,456 S1") || meets("USD123456", "USD123456"));
        assert!(!meets("CN201810392222.0", "US201810392222"));
        assert!(!meets("CN201810392222.0", "201810392223"));
    }

    #[test]
    fn the_check_character_is_the_offices() {
        // 2×2 + 0×3 + 1×4 + 8×5 + 1×6 + 0×7 + 3×8 + 9×9 + 2×2 + 2×3 + 2×4 + 2×5 = 187 = 17 × 11
        assert_eq!(check_character("201810392222"), Some('0'));
        assert_eq!(check_character("85100001"), Some('0'));
        // 2×2 + 4×5 + 1×6 + 7×5 = 65 = 5 × 11 + 10
        assert_eq!(check_character("200410000007"), Some('X'));
        assert_eq!(check_character("8510000a"), None);
    }

    #[test]
    fn ipc_symbols_are_read_level_by_level() {
        let full = ["C", "C01", "C01B", "C01B32", "C01B32/182"].map(String::from).to_vec();
        for symbol in ["C01B 32/182", "C01B32/182", "c01b 32/182 (2017.01)", "C01B0032182000", "Ｃ０１Ｂ 32/182"] {
            assert_eq!(ipc_levels(symbol).as_ref(), Some(&full), "{symbol}");
        }
        assert_eq!(ipc_levels("C01B0032000000").and_then(|mut l| l.pop()).as_deref(), Some("C01B32/00"));
        assert_eq!(ipc_lookup("C01B 32/00").as_deref(), Some("C01B32"));
        assert_eq!(ipc_lookup("c01b").as_deref(), Some("C01B"));
        for wrong in ["", "Z01B", "C0", "C0X", "C01B3x", "C01B32/1", "C01B/182", "石墨烯", "C01石"] {
            assert_eq!(ipc_levels(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn codes_are_found_among_words() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let found = find_codes(&words("graphene C01B 32/182 by ZL 2018 1 0392222.0 thanks"));
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0], (1..3, Code::Ipc("C01B32/182".into())));
        assert_eq!(found[1].0, 4..8);
        assert!(matches!(&found[1].1, Code::Patent { sure: true, .. }));
        assert!(matches!(&find_codes(&words("7788160"))[..], [(_, Code::Patent { sure: false, .. })]));
        assert!(matches!(&find_codes(&words("2018 1 0392222.0"))[..], [(_, Code::Patent { sure: true, .. })]));
        assert_eq!(find_codes(&words("US 7,788,160 B2")).len(), 1);
        for plain in ["in 2018 and 2019", "version 12", "C01", "E12F34", "us market 2020", "石墨烯 2018"] {
            assert_eq!(find_codes(&words(plain)), Vec::new(), "{plain}");
        }
    }
}
