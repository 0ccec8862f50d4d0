//! Two-letter codes of countries and patent offices (WIPO standard ST.3).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Countries and territories (ISO 3166-1 alpha-2, which ST.3 follows), with Kosovo's user-assigned XK.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP \
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ \
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ \
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Intergovernmental and regional offices of ST.3.
const ORGANISATIONS: &str = "AP BX EA EM EP GC IB OA QZ WO XN XU XV XX";

/// States that are gone but still head older documents (ST.3 annex B).
const FORMER: &str = "AN BU CS DD SU TP YU ZR";

/// Why a text is not an office code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{value:?} is not a two-letter code of a country or patent office (WIPO ST.3), such as CN, US, EP or WO")]
pub struct OfficeCodeError {
    /// What came, cut to 16 characters.
    pub value: String,
}

/// What stands behind an office code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfficeKind {
    /// A country or territory.
    Country,
    /// An intergovernmental or regional office, such as EP or WO.
    Organisation,
    /// A state that no longer exists, such as SU.
    Former,
}

/// A two-letter code of ST.3, upper case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeCode([u8; 2]);

impl OfficeCode {
    /// China.
    pub const CN: Self = Self(*b"CN");
    /// United States.
    pub const US: Self = Self(*b"US");
    /// European Patent Office.
    pub const EP: Self = Self(*b"EP");
    /// International Bureau of WIPO: PCT applications and their publications.
    pub const WO: Self = Self(*b"WO");

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Country, organisation or former state.
    pub fn kind(self) -> OfficeKind {
        if listed(ORGANISATIONS, self.0) {
            OfficeKind::Organisation
        } else if listed(FORMER, self.0) {
            OfficeKind::Former
        } else {
            OfficeKind::Country
        }
    }
}

fn listed(codes: &str, code: [u8; 2]) -> bool {
    codes.split(' ').any(|known| known.as_bytes() == code)
}

impl FromStr for OfficeCode {
    type Err = OfficeCodeError;

    /// Takes either case and surrounding spaces.
    fn from_str(text: &str) -> Result<Self, OfficeCodeError> {
        let code = match text.trim().as_bytes() {
            [first, second] => Some([first.to_ascii_uppercase(), second.to_ascii_uppercase()]),
            _ => None,
        };
        code.filter(|&code| [COUNTRIES, ORGANISATIONS, FORMER].iter().any(|codes| listed(codes, code)))
            .map(Self)
            .ok_or_else(|| OfficeCodeError { value: text.chars().take(16).collect() })
    }
}

impl TryFrom<String> for OfficeCode {
    type Error = OfficeCodeError;

    fn try_from(text: String) -> Result<Self, OfficeCodeError> {
        text.parse()
    }
}

impl From<OfficeCode> for String {
    fn from(code: OfficeCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_whole_and_disjoint() {
        let mut all: Vec<&str> = [COUNTRIES, ORGANISATIONS, FORMER].iter().flat_map(|codes| codes.split(' ')).collect();
        // ISO 3166-1 has 249 entries; XK makes 250.
        assert_eq!(COUNTRIES.split(' ').count(), 250);
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        for code in all {
            assert_eq!(code.parse::<OfficeCode>().unwrap().as_str(), code);
        }
    }

    #[test]
    fn offices_regions_and_former_states_are_told_apart() {
        for (code, kind) in [
            ("cn", OfficeKind::Country),
            (" TW ", OfficeKind::Country),
            ("HK", OfficeKind::Country),
            ("MO", OfficeKind::Country),
            ("WO", OfficeKind::Organisation),
            ("EP", OfficeKind::Organisation),
            ("XN", OfficeKind::Organisation),
            ("SU", OfficeKind::Former),
        ] {
            assert_eq!(code.parse::<OfficeCode>().unwrap().kind(), kind, "{code}");
        }
        for bad in ["", "C", "CHN", "ZZ", "中国", "é", "C1", "  "] {
            let fault = bad.parse::<OfficeCode>().unwrap_err();
            assert!(fault.to_string().contains("ST.3"), "{bad}");
        }
        assert_eq!(serde_json::to_string(&OfficeCode::CN).unwrap(), r#""CN""#);
        assert!(serde_json::from_str::<OfficeCode>(r#""QQ""#).is_err());
    }
}
