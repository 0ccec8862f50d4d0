//! Symbols of the patent classifications: IPC, CPC and, for designs, Locarno.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Characters taken at most in a symbol, padding and version included.
pub const MAX_LENGTH: usize = 64;

/// Why a text is not a symbol of a classification.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SymbolError {
    /// Not an IPC symbol.
    #[error("{value:?} is not an IPC symbol: section A to H, such as C01B 32/182, or C01B for a whole subclass")]
    Ipc { value: String },
    /// Not a CPC symbol.
    #[error("{value:?} is not a CPC symbol: section A to H or Y, such as Y02P 20/10")]
    Cpc { value: String },
    /// Not a Locarno class.
    #[error("{value:?} is not a Locarno class: class 01 to 32 and subclass 01 to 99, such as 14-02")]
    Locarno { value: String },
}

fn excerpt(text: &str) -> String {
    text.chars().take(MAX_LENGTH).collect()
}

/// Section, class, subclass, main group and subgroup, which IPC and CPC write alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Symbol {
    /// `C01B`.
    subclass: String,
    /// `32`, without leading zeros.
    group: u16,
    /// `182` or `00`, two to six digits.
    subgroup: String,
}

impl Symbol {
    /// Reads `C01B 32/182`, also with padding (`C01B0032/182`, `C01B  32/182`), in the fixed fields of ST.8
    /// (`C01B0032182000`) and with the edition or the rest of an ST.8 record behind it.
    fn parse(text: &str, sections: &str) -> Option<Self> {
        let folded = fold(text)?;
        let symbol = without_edition(&folded);
        let compact: String = symbol.chars().filter(|c| !c.is_whitespace()).collect();
        let subclass = compact.get(..4).filter(|part| is_subclass(part, sections))?;
        // Some databases set a hyphen before the main group: C01B-032/182.
        let rest = compact.get(4..)?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let (group, subgroup) = match rest.split_once('/') {
            Some((group, subgroup)) => (group, subgroup),
            None if rest.len() == 10 => unpadded(rest)?,
            None => return None,
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let shaped = (1..=4).contains(&group.len()) && (2..=6).contains(&subgroup.len());
        if !shaped || !digits(group) || !digits(subgroup) {
            return None;
        }
        let group = group.parse().ok().filter(|&group| group > 0)?;
        Some(Self { subclass: subclass.to_owned(), group, subgroup: subgroup.to_owned() })
    }

    fn canonical(&self) -> String {
        format!("{}{}/{}", self.subclass, self.group, self.subgroup)
    }

    fn display(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}", self.subclass, self.group, self.subgroup)
    }

    fn levels(&self) -> Levels {
        Levels {
            section: self.subclass.chars().take(1).collect(),
            class: self.subclass.chars().take(3).collect(),
            subclass: self.subclass.clone(),
            group: format!("{}{}/00", self.subclass, self.group),
            full: self.canonical(),
        }
    }
}

/// A symbol and the levels above it, each in its canonical text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Levels {
    /// `C`.
    pub section: String,
    /// `C01`.
    pub class: String,
    /// `C01B`.
    pub subclass: String,
    /// `C01B32/00`: the symbol of the main group.
    pub group: String,
    /// `C01B32/182`.
    pub full: String,
}

/// Half-width capitals, or `None` where the text is longer than any symbol.
fn fold(text: &str) -> Option<String> {
    let short = text.chars().count() <= MAX_LENGTH;
    short.then(|| text.trim().nfkc().map(|c| c.to_ascii_uppercase()).collect())
}

/// Drops `(2017.01)`, `[2006.01]` and the dates and codes that follow a symbol in an ST.8 record.
fn without_edition(text: &str) -> &str {
    let text = text.split(['(', '[']).next().unwrap_or(text).trim_end();
    let Some(slash) = text.find('/') else { return text };
    let after = text.get(slash + 1..).unwrap_or_default();
    // The subgroup may itself be padded on the left: `9/ 02`.
    let padding = after.len() - after.trim_start().len();
    let digits = after.trim_start().find(char::is_whitespace);
    digits.and_then(|length| text.get(..slash + 1 + padding + length)).unwrap_or(text)
}

/// Main group and subgroup of the ten digits of ST.8: four, padded on the left, and six, padded on the right.
fn unpadded(digits: &str) -> Option<(&str, &str)> {
    let (group, subgroup) = digits.split_at_checked(4)?;
    let length = subgroup.trim_end_matches('0').len().max(2);
    Some((group, subgroup.get(..length)?))
}

fn is_subclass(text: &str, sections: &str) -> bool {
    is_class(text.get(..3).unwrap_or_default(), sections)
        && text.len() == 4
        && text.as_bytes().get(3).is_some_and(u8::is_ascii_uppercase)
}

fn is_class(text: &str, sections: &str) -> bool {
    match text.as_bytes() {
        [section, tens, ones] => {
            sections.as_bytes().contains(section)
                && tens.is_ascii_digit()
                && ones.is_ascii_digit()
                && (*tens, *ones) != (b'0', b'0')
        }
        _ => false,
    }
}

const IPC_SECTIONS: &str = "ABCDEFGH";
const CPC_SECTIONS: &str = "ABCDEFGHY";

/// `FromStr`, serde and conversions of a newtype that is its canonical text on the wire.
macro_rules! canonical_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = SymbolError;

            fn try_from(text: String) -> Result<Self, SymbolError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(symbol: $name) -> Self {
                symbol.canonical()
            }
        }
    };
}

/// A full symbol of the International Patent Classification, stored as `C01B32/182` and shown as `C01B 32/182`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IpcSymbol(Symbol);

impl IpcSymbol {
    /// The text to store.
    pub fn canonical(&self) -> String {
        self.0.canonical()
    }

    /// The symbol and the levels above it.
    pub fn levels(&self) -> Levels {
        self.0.levels()
    }
}

impl FromStr for IpcSymbol {
    type Err = SymbolError;

    fn from_str(text: &str) -> Result<Self, SymbolError> {
        Symbol::parse(text, IPC_SECTIONS).map(Self).ok_or_else(|| SymbolError::Ipc { value: excerpt(text) })
    }
}

impl fmt::Display for IpcSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display(f)
    }
}

canonical_text!(IpcSymbol);

/// An IPC place of any level: many records have only the subclass, and filters ask for a whole section.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum IpcClass {
    /// `C`.
    Section(char),
    /// `C01`.
    Class(String),
    /// `C01B`.
    Subclass(String),
    /// `C01B32/182`; with subgroup `00` the whole main group.
    Symbol(IpcSymbol),
}

impl IpcClass {
    /// The text to store.
    pub fn canonical(&self) -> String {
        match self {
            Self::Section(section) => section.to_string(),
            Self::Class(text) | Self::Subclass(text) => text.clone(),
            Self::Symbol(symbol) => symbol.canonical(),
        }
    }

    /// This place and every one above it, from the section down, each once: `C`, `C01`, `C01B`, `C01B32/00`, `C01B32/182`.
    pub fn path(&self) -> Vec<String> {
        match self {
            Self::Section(_) => vec![self.canonical()],
            Self::Class(text) => vec![text.chars().take(1).collect(), text.clone()],
            Self::Subclass(text) => vec![text.chars().take(1).collect(), text.chars().take(3).collect(), text.clone()],
            Self::Symbol(symbol) => {
                let Levels { section, class, subclass, group, full } = symbol.levels();
                let mut path = vec![section, class, subclass, group, full];
                path.dedup();
                path
            }
        }
    }

    /// The subclass, if it is that deep.
    pub fn subclass(&self) -> Option<&str> {
        match self {
            Self::Section(_) | Self::Class(_) => None,
            Self::Subclass(text) => Some(text),
            Self::Symbol(symbol) => Some(&symbol.0.subclass),
        }
    }

    /// True when `other` is this place or lies under it. Between subgroups it goes by the number alone: the IPC's dots,
    /// which nest them, are not known here.
    pub fn covers(&self, other: &Self) -> bool {
        other.path().contains(&self.canonical())
    }
}

impl FromStr for IpcClass {
    type Err = SymbolError;

    fn from_str(text: &str) -> Result<Self, SymbolError> {
        let fault = || SymbolError::Ipc { value: excerpt(text) };
        let compact: String = fold(text).ok_or_else(fault)?.chars().filter(|c| !c.is_whitespace()).collect();
        let mut characters = compact.chars();
        match (characters.next(), characters.next()) {
            (Some(section), None) if IPC_SECTIONS.contains(section) => Ok(Self::Section(section)),
            _ if is_class(&compact, IPC_SECTIONS) => Ok(Self::Class(compact)),
            _ if is_subclass(&compact, IPC_SECTIONS) => Ok(Self::Subclass(compact)),
            _ => text.parse().map(Self::Symbol),
        }
    }
}

impl fmt::Display for IpcClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Symbol(symbol) => symbol.fmt(f),
            Self::Section(_) | Self::Class(_) | Self::Subclass(_) => f.write_str(&self.canonical()),
        }
    }
}

canonical_text!(IpcClass);

/// A full symbol of the Cooperative Patent Classification: as the IPC's, with section Y.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CpcSymbol(Symbol);

impl CpcSymbol {
    /// The text to store.
    pub fn canonical(&self) -> String {
        self.0.canonical()
    }

    /// The symbol and the levels above it.
    pub fn levels(&self) -> Levels {
        self.0.levels()
    }
}

impl FromStr for CpcSymbol {
    type Err = SymbolError;

    fn from_str(text: &str) -> Result<Self, SymbolError> {
        Symbol::parse(text, CPC_SECTIONS).map(Self).ok_or_else(|| SymbolError::Cpc { value: excerpt(text) })
    }
}

impl fmt::Display for CpcSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display(f)
    }
}

canonical_text!(CpcSymbol);

/// A class and subclass of the Locarno Classification of designs, `14-02`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocarnoSymbol {
    class: u8,
    subclass: u8,
}

impl LocarnoSymbol {
    /// The classes of the present edition.
    const CLASSES: std::ops::RangeInclusive<u8> = 1..=32;

    /// The text to store and to show.
    pub fn canonical(&self) -> String {
        format!("{:02}-{:02}", self.class, self.subclass)
    }

    /// Class, 1 to 32.
    pub fn class(&self) -> u8 {
        self.class
    }

    fn parse(text: &str) -> Option<Self> {
        let folded = fold(text)?;
        // The edition may stand in front or behind: `LOC (13) Cl. 14-02`, `14-02(13)`.
        let bare = match folded.strip_prefix("LOC") {
            Some(rest) => rest.rsplit(['.', ')']).next().unwrap_or(rest).trim_start_matches("CL"),
            None => folded.split('(').next().unwrap_or(&folded),
        };
        let compact: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
        let (class, subclass) = match compact.split_once('-') {
            Some(parts) => parts,
            None if compact.len() == 4 => compact.split_at_checked(2)?,
            None => return None,
        };
        let number = |part: &str| -> Option<u8> {
            let digits = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten().filter(|&number| number > 0)
        };
        let class = number(class).filter(|class| Self::CLASSES.contains(class))?;
        Some(Self { class, subclass: number(subclass)? })
    }
}

impl FromStr for LocarnoSymbol {
    type Err = SymbolError;

    /// Takes `14-02`, `14-2`, `1402` and an edition beside it.
    fn from_str(text: &str) -> Result<Self, SymbolError> {
        Self::parse(text).ok_or_else(|| SymbolError::Locarno { value: excerpt(text) })
    }
}

impl fmt::Display for LocarnoSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical())
    }
}

canonical_text!(LocarnoSymbol);

#[cfg(test)]
mod tests;
