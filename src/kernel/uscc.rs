//! The unified social credit code of a Chinese organisation (GB 32100-2015).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The 31 characters of the standard, in order of their values: I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Characters of a code.
const LENGTH: usize = 18;

/// Why a text is not a unified social credit code. Positions count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UsccError {
    /// Not 18 characters once spaces and hyphens are gone.
    #[error("{value:?} has {found} characters; a unified social credit code has {LENGTH}")]
    Length { value: String, found: usize },
    /// A character that the standard does not use.
    #[error(
        "{value:?}: character {position} is {found:?}; only digits and capital letters without I, O, S, V, Z are used"
    )]
    Character { value: String, position: usize, found: char },
    /// The administrative division, characters 3 to 8, has something other than a digit.
    #[error(
        "{value:?}: character {position} is {found:?}; characters 3 to 8 are the digits of the administrative division"
    )]
    Division { value: String, position: usize, found: char },
    /// The eighteenth character does not follow from the others.
    #[error("{value:?}: the check character, the 18th, is {found:?} but should be {expected:?}")]
    CheckCharacter { value: String, expected: char, found: char },
}

/// A unified social credit code whose check character is right.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uscc(String);

impl Uscc {
    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Administrative division of the registration (GB/T 2260), six digits.
    pub fn division(&self) -> &str {
        self.0.get(2..8).unwrap_or_default()
    }
}

impl FromStr for Uscc {
    type Err = UsccError;

    /// Takes full-width characters, lower case, spaces and hyphens.
    fn from_str(text: &str) -> Result<Self, UsccError> {
        let code: String = text
            .chars()
            .take(4 * LENGTH)
            .nfkc()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let value = || code.chars().take(2 * LENGTH).collect::<String>();
        let found = code.chars().count();
        if found != LENGTH {
            return Err(UsccError::Length { value: value(), found });
        }
        let mut sum = 0;
        let mut weight = 1;
        for (position, found) in (1..).zip(code.chars()) {
            let Some(worth) = worth(found) else {
                return Err(UsccError::Character { value: value(), position, found });
            };
            if (3..=8).contains(&position) && !found.is_ascii_digit() {
                return Err(UsccError::Division { value: value(), position, found });
            }
            if position == LENGTH {
                let expected = check_character(sum);
                if found != expected {
                    return Err(UsccError::CheckCharacter { value: value(), expected, found });
                }
            }
            sum += worth * weight;
            weight = weight * 3 % 31;
        }
        Ok(Self(code))
    }
}

/// Value of a character (GB 32100-2015, table A.1).
fn worth(c: char) -> Option<usize> {
    ALPHABET.iter().position(|&known| char::from(known) == c)
}

/// Check character for the weighted sum of the first 17 (GB 32100-2015, annex A: ISO/IEC 7064 MOD 31-3).
fn check_character(sum: usize) -> char {
    ALPHABET.get((31 - sum % 31) % 31).copied().map_or('0', char::from)
}

impl TryFrom<String> for Uscc {
    type Error = UsccError;

    fn try_from(text: String) -> Result<Self, UsccError> {
        text.parse()
    }
}

impl From<Uscc> for String {
    fn from(code: Uscc) -> Self {
        code.0
    }
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Codes in the public register of enterprises.
    const VALID: &[&str] = &["9144030071526726XG", "91330100799655058B", "914403001922038216", "91110000802100433B"];

    #[test]
    fn real_codes_are_taken_in_every_spelling() {
        for code in VALID {
            assert_eq!(code.parse::<Uscc>().unwrap().as_str(), *code);
        }
        let code: Uscc = "9144030071526726XG".parse().unwrap();
        for spelling in [
            "9144030071526726xg",
            " 914403 00715267 26XG ",
            "91440300-71526726X-G",
            "９１４４０３００７１５２６７２６ＸＧ",
        ] {
            assert_eq!(spelling.parse::<Uscc>().unwrap(), code, "{spelling}");
        }
        assert_eq!(code.division(), "440300");
    }

    #[test]
    fn errors_say_where_and_what() {
        let fault = |text: &str| text.parse::<Uscc>().unwrap_err();
        assert!(matches!(fault("9144"), UsccError::Length { found: 4, .. }));
        assert!(matches!(fault(""), UsccError::Length { found: 0, .. }));
        assert!(matches!(fault("9144030071526726OG"), UsccError::Character { position: 17, found: 'O', .. }));
        assert!(matches!(fault("91A4030071526726XG"), UsccError::Division { position: 3, found: 'A', .. }));
        let wrong = fault("9144030071526726XH");
        assert!(matches!(wrong, UsccError::CheckCharacter { expected: 'G', found: 'H', .. }));
        assert!(wrong.to_string().contains("should be 'G'"), "{wrong}");
    }

    #[test]
    fn every_change_of_one_character_and_every_swap_of_neighbours_is_caught() {
        for code in VALID {
            for place in 0..LENGTH {
                for &other in ALPHABET {
                    let mut changed = code.as_bytes().to_vec();
                    if changed[place] != other {
                        changed[place] = other;
                        assert!(String::from_utf8(changed).unwrap().parse::<Uscc>().is_err());
                    }
                }
                let mut swapped = code.as_bytes().to_vec();
                if place + 1 < LENGTH && swapped[place] != swapped[place + 1] {
                    swapped.swap(place, place + 1);
                    assert!(String::from_utf8(swapped).unwrap().parse::<Uscc>().is_err());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = text.parse::<Uscc>();
        }

        #[test]
        fn seventeen_characters_have_one_check_character(head in "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}") {
            let right: Vec<Uscc> = ALPHABET.iter().filter_map(|&c| format!("{head}{}", char::from(c)).parse().ok()).collect();
            prop_assert_eq!(right.len(), 1);
            prop_assert_eq!(&right[0].to_string().parse::<Uscc>().unwrap(), &right[0]);
        }
    }
}
