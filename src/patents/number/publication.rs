//! Publication numbers in the form of DOCDB: country, number and kind, each for itself (WIPO ST.1, ST.3, ST.16).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Compact, NumberError, add_spelling};
use crate::kernel::country::OfficeCode;

/// A kind code of the shape of WIPO ST.16: a letter, and at most one digit. What it means depends on the office and the
/// date, so no code of that shape is refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KindCode(String);

impl KindCode {
    /// The code, upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KindCode {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let code = text.trim().to_ascii_uppercase();
        if is_kind_code(&code) {
            Ok(Self(code))
        } else {
            Err(NumberError::KindCode { value: text.chars().take(16).collect() })
        }
    }
}

impl TryFrom<String> for KindCode {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<KindCode> for String {
    fn from(kind: KindCode) -> Self {
        kind.0
    }
}

impl fmt::Display for KindCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn is_kind_code(text: &str) -> bool {
    match text.as_bytes() {
        [letter] => letter.is_ascii_uppercase(),
        [letter, digit] => letter.is_ascii_uppercase() && digit.is_ascii_digit(),
        _ => false,
    }
}

/// Kind codes that the large offices have used, for `has_usual_kind`.
const USUAL_KINDS: &[(&str, &str)] = &[
    ("CN", "A A8 A9 B B8 B9 C C1 C2 C3 C8 C9 D S S1 S2 S3 S8 S9 U U8 U9 Y Y1 Y2 Y3 Y8 Y9"),
    ("EP", "A1 A2 A3 A4 A8 A9 B1 B2 B3 B8 B9"),
    ("WO", "A1 A2 A3 A4 A8 A9 B1 C1 C2"),
    ("US", "A A1 A2 A9 B1 B2 B3 C1 C2 C3 E E1 F1 F2 H H1 I1 I2 I3 I4 I5 J1 J2 J3 K1 K2 O1 P P1 P2 P3 P4 P9 S S1"),
];

/// A publication number. Without a kind it names every publication under that number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicationNumber {
    office: OfficeCode,
    number: String,
    kind: Option<KindCode>,
}

impl PublicationNumber {
    /// From separate fields, as databases and XML have them.
    ///
    /// # Errors
    /// `MissingDigits`, `UnexpectedCharacter`, `TooLong`.
    pub fn new(office: OfficeCode, number: &str, kind: Option<KindCode>) -> Result<Self, NumberError> {
        let compact = Compact::new(number)?;
        // WIPO's own files repeat the office in the field of the number.
        let bare = compact.text.strip_prefix(office.as_str()).unwrap_or(&compact.text);
        if !bare.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::MissingDigits { value: compact.value });
        }
        Ok(Self { office, number: settled(office, bare, kind.as_ref()), kind })
    }

    /// Office that published.
    pub fn office(&self) -> OfficeCode {
        self.office
    }

    /// The number without office and kind: `1998277`, `2000000003`, `D690012`.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Kind of document.
    pub fn kind(&self) -> Option<&KindCode> {
        self.kind.as_ref()
    }

    /// Whether the office is known to use this kind; `None` where the kind is missing or the office is not in our list.
    /// A `Some(false)` deserves a look, never a refusal.
    pub fn has_usual_kind(&self) -> Option<bool> {
        let kind = self.kind.as_ref()?;
        let (_, kinds) = USUAL_KINDS.iter().find(|(office, _)| *office == self.office.as_str())?;
        Some(kinds.split(' ').any(|known| known == kind.as_str()))
    }

    /// The text to store and to keep unique: `CN1998277A`, `US8000000B2`, `WO2000000003A1`.
    pub fn canonical(&self) -> String {
        format!("{}{}{}", self.office, self.number, self.kind.as_ref().map_or("", KindCode::as_str))
    }

    /// The usual spellings, the canonical one first, each once; those without the kind last.
    pub fn spellings(&self) -> Vec<String> {
        let office = self.office;
        let mut numbers = vec![self.number.clone()];
        numbers.extend(self.written_numbers());
        let mut all = vec![self.canonical()];
        if let Some(kind) = &self.kind {
            for number in &numbers {
                add_spelling(&mut all, format!("{office}{number}{kind}"));
                add_spelling(&mut all, format!("{office} {number} {kind}"));
            }
        }
        for number in &numbers {
            add_spelling(&mut all, format!("{office}{number}"));
            add_spelling(&mut all, format!("{office} {number}"));
        }
        all
    }

    /// The number as the office prints it and as other databases have it.
    fn written_numbers(&self) -> Vec<String> {
        let (head, tail) = (self.number.get(..4), self.number.get(4..));
        match (self.office, head, tail) {
            (OfficeCode::WO, Some(year), Some(serial)) if self.number.len() == 10 => {
                let mut written = vec![format!("{year}/{serial}")];
                // The year was printed with two digits until 2004, the serial with five until 2002.
                if let (true, Some(short_year)) = (year < "2005", year.get(2..)) {
                    if let Some(short) = serial.strip_prefix('0') {
                        written.extend([format!("{short_year}/{short}"), format!("{short_year}{short}")]);
                    }
                    written.extend([format!("{short_year}/{serial}"), format!("{short_year}{serial}")]);
                }
                written
            }
            (OfficeCode::US, Some(year), Some(serial)) if self.number.len() == 11 => {
                let mut written = vec![format!("{year}/{serial}")];
                // DOCDB drops the first zero of the serial.
                written.extend(serial.strip_prefix('0').map(|short| format!("{year}{short}")));
                written
            }
            (OfficeCode::US, ..) => {
                let letters = self.number.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (prefix, digits) = self.number.split_at_checked(letters).unwrap_or(("", &self.number));
                // The office's own files pad the whole to eight characters.
                vec![
                    format!("{prefix}{}", in_threes(digits)),
                    format!("{prefix}{digits:0>width$}", width = 8 - letters.min(8)),
                ]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn from_compact(compact: &Compact) -> Result<Self, NumberError> {
        let (office, rest) = compact.split_office()?;
        let (number, kind) = split_kind(rest);
        if !number.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::MissingDigits { value: compact.value.clone() });
        }
        if office == OfficeCode::CN
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !(7..=9).contains(&number.len())
        {
            return Err(NumberError::WrongLength {
                value: compact.value.clone(),
                found: number.len(),
                expected: "a Chinese publication number has 7, 8 or 9 and a kind, such as CN1998277A",
            });
        }
        Ok(Self { office, number: settled(office, number, kind.as_ref()), kind })
    }
}

/// The kind at the end, if what is left still has a digit: `USH1234` has no kind, `USH1234H1` has one.
fn split_kind(rest: &str) -> (&str, Option<KindCode>) {
    let bytes = rest.as_bytes();
    let length = match bytes {
        [.., letter] if letter.is_ascii_uppercase() => 1,
        [.., letter, digit] if letter.is_ascii_uppercase() && digit.is_ascii_digit() => 2,
        _ => return (rest, None),
    };
    match rest.split_at_checked(rest.len() - length) {
        Some((number, kind)) if number.bytes().any(|byte| byte.is_ascii_digit()) => {
            (number, Some(KindCode(kind.to_owned())))
        }
        _ => (rest, None),
    }
}

/// One form for numbers that databases write in several.
fn settled(office: OfficeCode, number: &str, kind: Option<&KindCode>) -> String {
    let numeric = number.bytes().all(|byte| byte.is_ascii_digit());
    match office {
        // 00/00003 and 02/012345 are 2000/000003 and 2002/012345; the PCT's first publications are of 1978.
        OfficeCode::WO if numeric && matches!(number.len(), 7 | 8) => match (number.get(..2), number.get(2..)) {
            (Some(year), Some(serial)) => {
                let century = if year < "78" { "20" } else { "19" };
                format!("{century}{year}{serial:0>6}")
            }
            _ => number.to_owned(),
        },
        // Seven digits since the first document, also where a list dropped the zeros.
        OfficeCode::EP if numeric => format!("{:0>7}", number.trim_start_matches('0')),
        OfficeCode::US => settled_american(number, numeric, kind),
        _ => number.to_owned(),
    }
}

fn settled_american(number: &str, numeric: bool, kind: Option<&KindCode>) -> String {
    let published_application = kind.is_none_or(|kind| kind.as_str().starts_with(['A', 'P']));
    match (number.get(..4), number.get(4..)) {
        // Applications have been published since 2001, with serials of seven digits.
        (Some(year), Some(serial)) if numeric && number.len() == 10 && year > "2000" && published_application => {
            format!("{year}0{serial}")
        }
        _ if numeric && number.len() > 8 => number.to_owned(),
        _ => {
            let letters = number.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (prefix, digits) = number.split_at_checked(letters).unwrap_or(("", number));
            let digits = digits.trim_start_matches('0');
            if digits.is_empty() { number.to_owned() } else { format!("{prefix}{digits}") }
        }
    }
}

/// `8000000` as `8,000,000`.
fn in_threes(digits: &str) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl FromStr for PublicationNumber {
    type Err = NumberError;

    /// Takes spaces, separators, full-width and lower-case characters, and the kind in the middle (`EP-A1-1122334`).
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::from_compact(&Compact::new(text)?)
    }
}

impl TryFrom<String> for PublicationNumber {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<PublicationNumber> for String {
    fn from(number: PublicationNumber) -> Self {
        number.canonical()
    }
}

/// As people write it: `CN 1998277 A`.
impl fmt::Display for PublicationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.office, self.number)?;
        self.kind.as_ref().map_or(Ok(()), |kind| write!(f, " {kind}"))
    }
}
