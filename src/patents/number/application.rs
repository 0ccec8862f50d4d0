//! Application numbers: Chinese ones with their check character (ZC 0006-2003), PCT ones, and others as they come.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Compact, NumberError, PatentKind, add_spelling};
use crate::kernel::country::OfficeCode;

/// Weights of the check character, first digit first; the eight-digit form uses the first eight.
const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/// Check characters by the weighted sum modulo 11.
const CHECK: [char; 11] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'];

/// An application number. Two are equal when they name the same application, whether `CN` or `ZL` stood in front.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApplicationNumber {
    form: Form,
    granted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Form {
    /// 8 digits (filed before October 2003) or 12, without the check character.
    Chinese { digits: String, kind: PatentKind },
    /// `PCT/CN2018/123456`.
    Pct { receiving: OfficeCode, year: String, serial: String },
    /// Any other office: its letters and digits.
    Other { office: OfficeCode, number: String },
}

impl ApplicationNumber {
    /// The office; WO for a PCT application.
    pub fn office(&self) -> OfficeCode {
        match &self.form {
            Form::Chinese { .. } => OfficeCode::CN,
            Form::Pct { .. } => OfficeCode::WO,
            Form::Other { office, .. } => *office,
        }
    }

    /// What the kind digit says; only Chinese numbers have one.
    pub fn kind(&self) -> Option<PatentKind> {
        match &self.form {
            Form::Chinese { kind, .. } => Some(*kind),
            Form::Pct { .. } | Form::Other { .. } => None,
        }
    }

    /// The Chinese number came through the PCT (kind digits 8 and 9).
    pub fn is_national_phase(&self) -> bool {
        matches!(&self.form, Form::Chinese { digits, .. } if matches!(kind_digit(digits), Some('8' | '9')))
    }

    /// It was written with `ZL`, by which its writer says that the patent was granted. The canonical text drops it.
    pub fn granted(&self) -> bool {
        self.granted
    }

    /// The filing year, where the number tells it.
    pub fn year(&self) -> Option<u16> {
        match &self.form {
            Form::Chinese { digits, .. } => filing_year(digits).parse().ok(),
            Form::Pct { year, .. } => year.parse().ok(),
            Form::Other { .. } => None,
        }
    }

    /// The text to store and to keep unique: `CN201810862228.X`, `PCT/CN2018/123456`, `US16123456`.
    pub fn canonical(&self) -> String {
        match &self.form {
            Form::Chinese { digits, .. } => format!("CN{digits}.{}", check_character(digits)),
            Form::Pct { receiving, year, serial } => format!("PCT/{receiving}{year}/{serial}"),
            Form::Other { office, number } => format!("{office}{number}"),
        }
    }

    /// The usual spellings, the canonical one first, each once.
    pub fn spellings(&self) -> Vec<String> {
        let mut all = vec![self.canonical()];
        match &self.form {
            Form::Chinese { digits, .. } => {
                let check = check_character(digits);
                for prefix in ["", "CN", "ZL", "CN ", "ZL "] {
                    add_spelling(&mut all, format!("{prefix}{digits}.{check}"));
                    add_spelling(&mut all, format!("{prefix}{digits}{check}"));
                }
                // Databases of the offices leave the check character out.
                add_spelling(&mut all, format!("CN{digits}"));
            }
            Form::Pct { receiving, year, serial } => {
                add_spelling(&mut all, format!("PCT{receiving}{year}{serial}"));
                add_spelling(&mut all, format!("WO{year}{receiving}{serial}"));
                if let (Some(short_year), Some(short)) = (year.get(2..), serial.strip_prefix('0')) {
                    add_spelling(&mut all, format!("PCT/{receiving}{short_year}/{short}"));
                }
            }
            Form::Other { office, number } => add_spelling(&mut all, format!("{office} {number}")),
        }
        all
    }

    /// A Chinese number from a data source whose fields leave the check character out (DOCDB, EPODOC).
    /// Nothing guards against a wrong digit here, so never use it for what a person typed.
    ///
    /// # Errors
    /// `WrongLength`, `ImpossibleYear`, `UnknownKindDigit`, `UnexpectedCharacter`.
    pub fn from_unchecked_chinese(digits: &str) -> Result<Self, NumberError> {
        let value = || digits.chars().take(super::MAX_LENGTH).collect::<String>();
        if let Some((at, found)) = digits.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            return Err(NumberError::UnexpectedCharacter { value: value(), position: at + 1, found });
        }
        let kind = examine(digits, &value())?;
        Ok(Self { form: Form::Chinese { digits: digits.to_owned(), kind }, granted: false })
    }

    pub(super) fn from_compact(compact: &Compact) -> Result<Self, NumberError> {
        let text = compact.text.as_str();
        if let Some(rest) = text.strip_prefix("PCT") {
            return pct(rest, &compact.value).map(|form| Self { form, granted: false });
        }
        let granted = text.starts_with("ZL");
        let body = if granted { text.get(2..) } else { text.strip_prefix("CN") }.unwrap_or(text);
        if granted || body.len() < text.len() || body.starts_with(|c: char| c.is_ascii_digit()) {
            return chinese(body, &compact.value).map(|form| Self { form, granted });
        }
        let (office, number) = compact.split_office()?;
        if !number.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::MissingDigits { value: compact.value.clone() });
        }
        if office == OfficeCode::WO
            && let Some(form) = epodoc_pct(number)
        {
            return Ok(Self { form, granted: false });
        }
        Ok(Self { form: Form::Other { office, number: number.to_owned() }, granted: false })
    }
}

/// True where only an application number has this form.
pub(super) fn looks_like_one(text: &str) -> bool {
    if text.starts_with("PCT") || text.starts_with("ZL") || text.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let Some(body) = text.strip_prefix("CN") else { return false };
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    match (digits, body.get(digits..)) {
        // Documents have 7 digits, or 9 that begin with 1, 2 or 3; the first of them had 8, and always a kind.
        (8, Some("" | "X")) | (10.., _) => true,
        (9, Some(_)) => !body.starts_with(['1', '2', '3']),
        _ => false,
    }
}

const CHINESE_LENGTH: &str = "a Chinese application number has 8 or 12 and a check character";

fn chinese(body: &str, value: &str) -> Result<Form, NumberError> {
    let count = body.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, tail) = body.split_at_checked(count).unwrap_or((body, ""));
    let (digits, found) = match (count, tail.chars().next()) {
        (8 | 12, check) => (digits, check),
        (9 | 13, None) => (digits.get(..count - 1).unwrap_or(digits), digits.chars().last()),
        (_, Some(found)) => {
            let position = value.chars().position(|c| c == found).map_or(0, |at| at + 1);
            return Err(NumberError::UnexpectedCharacter { value: value.to_owned(), position, found });
        }
        (found, None) => {
            return Err(NumberError::WrongLength { value: value.to_owned(), found, expected: CHINESE_LENGTH });
        }
    };
    if tail.len() > 1 {
        let found = tail.chars().nth(1).unwrap_or_default();
        let position = value.chars().count();
        return Err(NumberError::UnexpectedCharacter { value: value.to_owned(), position, found });
    }
    let kind = examine(digits, value)?;
    let expected = check_character(digits);
    match found {
        Some(found) if found == expected => Ok(Form::Chinese { digits: digits.to_owned(), kind }),
        Some(found) => Err(NumberError::WrongCheckCharacter { value: value.to_owned(), expected, found }),
        None => Err(NumberError::MissingCheckCharacter { value: value.to_owned(), expected }),
    }
}

/// Year and kind digit of 8 or 12 digits.
fn examine(digits: &str, value: &str) -> Result<PatentKind, NumberError> {
    let expected = match digits.len() {
        8 => "85 to 99 and 00 to 03 in the form of eight digits",
        12 => "2003 to 2099 in the form of twelve digits",
        found => return Err(NumberError::WrongLength { value: value.to_owned(), found, expected: CHINESE_LENGTH }),
    };
    let year = filing_year(digits);
    let possible = if digits.len() == 8 { "1985"..="2003" } else { "2003"..="2099" };
    if !possible.contains(&year.as_str()) {
        return Err(NumberError::ImpossibleYear { value: value.to_owned(), year, expected });
    }
    match kind_digit(digits) {
        Some('1' | '8') => Ok(PatentKind::Invention),
        Some('2' | '9') => Ok(PatentKind::UtilityModel),
        Some('3') => Ok(PatentKind::Design),
        found => Err(NumberError::UnknownKindDigit { value: value.to_owned(), found: found.unwrap_or_default() }),
    }
}

/// Four digits of the year; two-digit years up to 84 are of this century, as the office opened in 1985.
fn filing_year(digits: &str) -> String {
    match (digits.len(), digits.get(..2), digits.get(..4)) {
        (8, Some(short), _) if short < "85" => format!("20{short}"),
        (8, Some(short), _) => format!("19{short}"),
        (_, _, long) => long.unwrap_or_default().to_owned(),
    }
}

fn kind_digit(digits: &str) -> Option<char> {
    digits.chars().nth(if digits.len() == 8 { 2 } else { 4 })
}

fn check_character(digits: &str) -> char {
    let sum: u32 = digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    CHECK.into_iter().nth((sum % 11) as usize).unwrap_or('0')
}

/// `CN2018123456`, or `US9912345` before 2004, of a number that began with PCT.
fn pct(rest: &str, value: &str) -> Result<Form, NumberError> {
    const EXPECTED: &str = "a PCT application has a year of 4 and a serial of 6, or 2 and 5, such as PCT/CN2018/123456";
    let office = rest.get(..2).unwrap_or(rest);
    let receiving = office
        .parse()
        .map_err(|_| NumberError::UnknownOffice { value: value.to_owned(), office: office.to_owned() })?;
    let digits = rest.get(2..).unwrap_or_default();
    if let Some(found) = digits.chars().find(|c| !c.is_ascii_digit()) {
        let position = value.chars().rev().position(|c| c == found).map_or(0, |back| value.chars().count() - back);
        return Err(NumberError::UnexpectedCharacter { value: value.to_owned(), position, found });
    }
    pct_form(receiving, digits).ok_or_else(|| NumberError::WrongLength {
        value: value.to_owned(),
        found: digits.len(),
        expected: EXPECTED,
    })
}

fn pct_form(receiving: OfficeCode, digits: &str) -> Option<Form> {
    let (year, serial) = match digits.len() {
        10 => (digits.get(..4)?.to_owned(), digits.get(4..)?.to_owned()),
        // The PCT began in 1978; serials had five digits until 2003.
        7 => {
            let short = digits.get(..2)?;
            let century = if short < "78" { "20" } else { "19" };
            (format!("{century}{short}"), format!("0{}", digits.get(2..)?))
        }
        _ => return None,
    };
    Some(Form::Pct { receiving, year, serial })
}

/// `2018CN123456`, the form of PCT applications in EPODOC.
fn epodoc_pct(number: &str) -> Option<Form> {
    let receiving = number.get(4..6)?.parse().ok()?;
    let (year, serial) = (number.get(..4)?, number.get(6..)?);
    let numeric = year.bytes().chain(serial.bytes()).all(|byte| byte.is_ascii_digit());
    let serial = if serial.len() == 5 { format!("0{serial}") } else { serial.to_owned() };
    (numeric && serial.len() == 6).then(|| Form::Pct { receiving, year: year.to_owned(), serial })
}

impl PartialEq for ApplicationNumber {
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form
    }
}

impl Eq for ApplicationNumber {}

impl std::hash::Hash for ApplicationNumber {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.form.hash(state);
    }
}

impl FromStr for ApplicationNumber {
    type Err = NumberError;

    /// Takes `CN` or `ZL` or neither before a Chinese number, spaces, separators, full-width and lower-case characters.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::from_compact(&Compact::new(text)?)
    }
}

impl TryFrom<String> for ApplicationNumber {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<ApplicationNumber> for String {
    fn from(number: ApplicationNumber) -> Self {
        number.canonical()
    }
}

/// As people write it: Chinese numbers without the country, `201810862228.X`.
impl fmt::Display for ApplicationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Chinese { digits, .. } => write!(f, "{digits}.{}", check_character(digits)),
            Form::Other { office, number } => write!(f, "{office} {number}"),
            Form::Pct { .. } => f.write_str(&self.canonical()),
        }
    }
}
