//! Numbers of patent applications and publications: parsing, check characters, canonical texts, spellings.
//!
//! The canonical text is what is stored and made unique; `Display` is what people read.

mod application;
mod publication;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

pub use application::ApplicationNumber;
pub use publication::{KindCode, PublicationNumber};

use crate::kernel::country::OfficeCode;

/// Characters taken at most in a number, spaces and punctuation included.
pub const MAX_LENGTH: usize = 64;

/// Kinds of patent right in China, from the kind digit of the application number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatentKind {
    /// 发明: kind digits 1 and 8 (PCT).
    Invention,
    /// 实用新型: kind digits 2 and 9 (PCT).
    UtilityModel,
    /// 外观设计: kind digit 3.
    Design,
}

/// Why a text is not a patent number. Positions count from 1 in the text without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Nothing there.
    #[error("the number is empty")]
    Empty,
    /// Longer than any number.
    #[error("{value:?}… has {found} characters; a patent number has at most {MAX_LENGTH}")]
    TooLong { value: String, found: usize },
    /// The first two letters are no office.
    #[error("{value:?}: {office:?} is not a country or patent office (WIPO ST.3)")]
    UnknownOffice { value: String, office: String },
    /// No office in front, and not of the form of a Chinese application.
    #[error("{value:?} does not begin with the two letters of an office, such as CN, US, EP or WO")]
    MissingOffice { value: String },
    /// A character that no number has there.
    #[error("{value:?}: character {position} is {found:?}, which does not belong in a patent number")]
    UnexpectedCharacter { value: String, position: usize, found: char },
    /// There is no digit in it.
    #[error("{value:?} has no number in it")]
    MissingDigits { value: String },
    /// A Chinese or PCT number with a number of digits that none has.
    #[error("{value:?} has {found} digits; {expected}")]
    WrongLength { value: String, found: usize, expected: &'static str },
    /// A Chinese application number without its last character.
    #[error("{value:?}: the check character is missing; it should end in .{expected}")]
    MissingCheckCharacter { value: String, expected: char },
    /// A Chinese application number whose last character does not follow from the others.
    #[error("{value:?}: the check character is {found} but should be {expected}; one of the digits may be mistyped")]
    WrongCheckCharacter { value: String, expected: char, found: char },
    /// The year cannot be a filing year.
    #[error("{value:?}: {year} is not a filing year ({expected})")]
    ImpossibleYear { value: String, year: String, expected: &'static str },
    /// The kind digit is not one of those in use.
    #[error("{value:?}: kind digit {found}; it is 1 or 8 for inventions, 2 or 9 for utility models, 3 for designs")]
    UnknownKindDigit { value: String, found: char },
    /// Not of the shape of a kind code.
    #[error("{value:?} is not a kind code (WIPO ST.16): a letter, and at most one digit")]
    KindCode { value: String },
}

/// A number of either sort, told apart by its form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PatentNumber {
    /// The number of the application, which in China is also that of the patent (`ZL…`).
    Application(ApplicationNumber),
    /// The number of a published document.
    Publication(PublicationNumber),
}

impl PatentNumber {
    /// The office.
    pub fn office(&self) -> OfficeCode {
        match self {
            Self::Application(number) => number.office(),
            Self::Publication(number) => number.office(),
        }
    }

    /// The text to store and to keep unique: `CN201810862228.X`, `CN1998277A`.
    pub fn canonical(&self) -> String {
        match self {
            Self::Application(number) => number.canonical(),
            Self::Publication(number) => number.canonical(),
        }
    }

    /// The usual spellings, the canonical one first, each once: for searching by number.
    pub fn spellings(&self) -> Vec<String> {
        match self {
            Self::Application(number) => number.spellings(),
            Self::Publication(number) => number.spellings(),
        }
    }
}

impl FromStr for PatentNumber {
    type Err = NumberError;

    /// Chinese numbers are told apart by their length and first digit, PCT applications by their prefix; any other number
    /// counts as a publication. Where an office gives both forms the same shape, parse the type you mean.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let compact = Compact::new(text)?;
        if application::looks_like_one(&compact.text) {
            ApplicationNumber::from_compact(&compact).map(Self::Application)
        } else {
            PublicationNumber::from_compact(&compact).map(Self::Publication)
        }
    }
}

impl TryFrom<String> for PatentNumber {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<PatentNumber> for String {
    fn from(number: PatentNumber) -> Self {
        number.canonical()
    }
}

impl fmt::Display for PatentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application(number) => number.fmt(f),
            Self::Publication(number) => number.fmt(f),
        }
    }
}

/// A number in capital ASCII letters and digits, without spaces and punctuation, and how it came.
struct Compact {
    /// What came, in half-width and without spaces.
    value: String,
    /// Letters and digits of it.
    text: String,
}

impl Compact {
    fn new(text: &str) -> Result<Self, NumberError> {
        let found = text.chars().count();
        if found > MAX_LENGTH {
            return Err(NumberError::TooLong { value: text.chars().take(MAX_LENGTH).collect(), found });
        }
        let value: String = text.nfkc().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        if value.is_empty() {
            return Err(NumberError::Empty);
        }
        let value = kind_last(value);
        let mut text = String::with_capacity(value.len());
        for (position, found) in (1..).zip(value.chars()) {
            match found {
                'A'..='Z' | '0'..='9' => text.push(found),
                // The usual separators, with the dashes and dots that word processors make of them.
                '.' | ',' | '/' | '-' | '\u{2010}'..='\u{2015}' | '\u{b7}' | '\u{3002}' => {}
                _ => return Err(NumberError::UnexpectedCharacter { value, position, found }),
            }
        }
        Ok(Self { value, text })
    }

    /// The office in front and the rest.
    fn split_office(&self) -> Result<(OfficeCode, &str), NumberError> {
        let letters = self.text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (Some(office), Some(rest)) = (self.text.get(..2), self.text.get(2..)) else {
            return Err(NumberError::MissingOffice { value: self.value.clone() });
        };
        if letters < 2 {
            return Err(NumberError::MissingOffice { value: self.value.clone() });
        }
        let code = office
            .parse()
            .map_err(|_| NumberError::UnknownOffice { value: self.value.clone(), office: office.to_owned() })?;
        Ok((code, rest))
    }
}

/// Citations put the kind in the middle, `EP-A1-1122334`; everything else has it last.
fn kind_last(value: String) -> String {
    let mut parts = value.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(office), Some(kind), Some(number)) if office.len() == 2 && publication::is_kind_code(kind) => {
            format!("{office}{number}{kind}")
        }
        _ => value,
    }
}

/// Adds `spelling` unless it is there.
fn add_spelling(spellings: &mut Vec<String>, spelling: String) {
    if !spellings.contains(&spelling) {
        spellings.push(spelling);
    }
}

#[cfg(test)]
mod tests;
