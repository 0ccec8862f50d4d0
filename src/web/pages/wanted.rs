//! What a search page is asked for: its address, read and written. `islands/search/wanted.ts` does the same.

use serde::Serialize;
use url::form_urlencoded;

use crate::{discovery::SearchIn, kernel::Locale};

/// A search, as its address says it. What an address says beyond, or in another shape, is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// What was typed.
    pub q: String,
    /// Industries.
    pub sector: Vec<String>,
    /// Rights.
    pub right: Vec<String>,
    /// Procedures.
    pub procedure: Vec<String>,
    /// The lowest technology readiness level.
    pub trl_min: Option<u8>,
    /// Regions.
    pub region: Vec<String>,
    /// IPC symbols.
    pub ipc: Vec<String>,
    /// Minor units.
    pub price_min: Option<i64>,
    /// Minor units.
    pub price_max: Option<i64>,
    /// The order; by relevance unless told.
    pub sort: Option<String>,
    /// The page, as the one before named it.
    pub cursor: Option<String>,
}

/// The orders there are.
pub const SORTS: [&str; 4] = ["relevance", "newest", "price_asc", "price_desc"];

impl Wanted {
    /// Reads a query string.
    pub fn of(query: &str) -> Self {
        let mut wanted = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let text = || Some(value.trim()).filter(|value| !value.is_empty()).map(str::to_owned);
            match name.as_ref() {
                "q" => wanted.q = value.chars().take(1_000).collect(),
                "sector" => add(&mut wanted.sector, &value),
                "right" => add(&mut wanted.right, &value),
                "procedure" => add(&mut wanted.procedure, &value),
                "region" => add(&mut wanted.region, &value),
                "ipc" => add(&mut wanted.ipc, &value),
                "trl_min" => wanted.trl_min = value.parse().ok().filter(|trl| (1..=9).contains(trl)),
                "price_min" => wanted.price_min = value.parse().ok(),
                "price_max" => wanted.price_max = value.parse().ok(),
                "sort" => wanted.sort = text().filter(|sort| SORTS[1..].contains(&sort.as_str())),
                "cursor" => wanted.cursor = text(),
                _ => {}
            }
        }
        wanted
    }

    /// Its query string, always in the same order; empty for everything.
    pub fn query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        let pairs = [
            ("q", self.q.trim().to_owned()),
            ("sector", self.sector.join(",")),
            ("right", self.right.join(",")),
            ("procedure", self.procedure.join(",")),
            ("trl_min", number(self.trl_min.map(i64::from))),
            ("region", self.region.join(",")),
            ("ipc", self.ipc.join(",")),
            ("price_min", number(self.price_min)),
            ("price_max", number(self.price_max)),
            ("sort", self.sort.clone().unwrap_or_default()),
            ("cursor", self.cursor.clone().unwrap_or_default()),
        ];
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            out.append_pair(name, value);
        }
        out.finish()
    }

    /// As the API takes it.
    pub fn asked(&self, locale: Locale) -> SearchIn {
        let list = |values: &[String]| Some(values.join(",")).filter(|joined| !joined.is_empty());
        SearchIn {
            q: Some(self.q.clone()),
            sector: list(&self.sector),
            right: list(&self.right),
            procedure: list(&self.procedure),
            region: list(&self.region),
            ipc: list(&self.ipc),
            trl_min: self.trl_min,
            price_min: self.price_min,
            price_max: self.price_max,
            sort: self.sort.clone(),
            cursor: self.cursor.clone(),
            lang: Some(locale.tag().to_owned()),
            ..SearchIn::default()
        }
    }

    /// With `value` of the filter `name` the other way, from the first page.
    pub fn toggled(&self, name: &str, value: &str) -> Self {
        let mut other = Self { cursor: None, ..self.clone() };
        match name {
            "sector" => flip(&mut other.sector, value),
            "right" => flip(&mut other.right, value),
            "procedure" => flip(&mut other.procedure, value),
            "region" => flip(&mut other.region, value),
            "ipc" => {
                let on = other.ipc.iter().any(|one| one == value);
                // One symbol holds those below it: of a branch only one is chosen.
                other.ipc.retain(|one| !one.starts_with(value) && !value.starts_with(one.as_str()));
                if !on {
                    other.ipc.push(value.to_owned());
                }
            }
            "trl" => other.trl_min = value.parse().ok().filter(|level| other.trl_min != Some(*level)),
            "price" => {
                let (from, to) = value.split_once('-').unwrap_or_default();
                let band = (from.parse().ok(), to.parse().ok());
                let on = (other.price_min, other.price_max) == band;
                (other.price_min, other.price_max) = if on { (None, None) } else { band };
            }
            _ => {}
        }
        other
    }

    /// In another order, from the first page.
    pub fn sorted(&self, sort: &str) -> Self {
        Self { sort: Some(sort.to_owned()).filter(|sort| sort != "relevance"), cursor: None, ..self.clone() }
    }

    /// True when something narrows it besides the words.
    pub fn is_narrowed(&self) -> bool {
        let words = Self { q: self.q.clone(), sort: self.sort.clone(), cursor: self.cursor.clone(), ..Self::default() };
        *self != words
    }
}

fn add(list: &mut Vec<String>, value: &str) {
    for part in value.split(',').map(str::trim).filter(|part| !part.is_empty() && part.len() <= 200) {
        if list.len() < 50 && !list.iter().any(|one| one == part) {
            list.push(part.to_owned());
        }
    }
}

fn flip(list: &mut Vec<String>, value: &str) {
    if list.iter().any(|one| one == value) {
        list.retain(|one| one != value);
    } else {
        list.push(value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_as_it_was_written() {
        let query =
            "q=%E9%9D%99%E7%94%B5+a%26b&sector=new_energy%2Cnew_materials&trl_min=6&ipc=C01&price_min=0&sort=newest";
        assert_eq!(Wanted::of(query).query(), query);
        assert_eq!(Wanted::of("trl_min=12&sort=random&x=1&sector=,").query(), "");
    }

    #[test]
    fn of_a_branch_of_the_classification_one_symbol_is_chosen() {
        let wanted = Wanted::of("ipc=C&cursor=abc");
        assert_eq!(wanted.toggled("ipc", "C01").query(), "ipc=C01");
        assert_eq!(wanted.toggled("ipc", "C01").toggled("ipc", "C").query(), "ipc=C");
        assert_eq!(wanted.toggled("ipc", "C").query(), "");
        assert_eq!(wanted.toggled("ipc", "H").query(), "ipc=C%2CH");
        assert_eq!(wanted.toggled("price", "100-200").toggled("price", "100-200").query(), "ipc=C");
        assert_eq!(wanted.toggled("trl", "6").query(), "trl_min=6&ipc=C");
    }
}
