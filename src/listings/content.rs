//! What a listing says: checked once, for everyone who writes one.

use serde::Serialize;

use crate::{
    kernel::{Error, FieldError, Money, Result, Sector, Text, fields::Fields},
    patents::classification::IpcSymbol,
};

use super::{
    error,
    improvements::{self, Improvement},
    model::{Procedure, Right},
    view::{ListingIn, ListingPatch},
};

/// Longest title, in characters a language.
pub const MAX_TITLE: usize = 500;
/// Longest summary.
pub const MAX_SUMMARY: usize = 5_000;
/// Longest description.
pub const MAX_DESCRIPTION: usize = 50_000;
/// Most patents.
pub const MAX_PATENTS: usize = 50;
/// Highest price, in minor units: a hundred thousand million.
pub const MAX_PRICE: i64 = 10_000_000_000_000;
const MAX_EVIDENCE: usize = 2_000;
const MAX_IPC: usize = 20;

/// The content of a listing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // as in `ListingIn`
pub struct Content {
    pub title: Text,
    pub summary: Text,
    pub description: Text,
    pub sector: Option<Sector>,
    pub ipc: Vec<String>,
    pub trl: Option<u8>,
    pub trl_evidence: Text,
    pub rights: Vec<Right>,
    pub procedure: Procedure,
    pub price: Option<Money>,
    pub price_negotiable: bool,
    pub region: Option<String>,
    pub improvements: Vec<Improvement>,
    pub price_rationale: Text,
    pub anonymous: bool,
}

impl Content {
    /// The content of a new listing, unchecked.
    pub fn of(input: &ListingIn) -> Self {
        let input = input.clone();
        Self {
            title: input.title,
            summary: input.summary,
            description: input.description,
            sector: input.sector,
            ipc: input.ipc,
            trl: input.trl,
            trl_evidence: input.trl_evidence,
            rights: input.rights,
            procedure: input.procedure,
            price: input.price,
            price_negotiable: input.price_negotiable,
            region: input.region,
            improvements: input.improvements,
            price_rationale: input.price_rationale,
            anonymous: input.anonymous,
        }
    }

    /// The content with changes, unchecked.
    pub fn patched(self, patch: &ListingPatch) -> Self {
        let patch = patch.clone();
        Self {
            title: patch.title.unwrap_or(self.title),
            summary: patch.summary.unwrap_or(self.summary),
            description: patch.description.unwrap_or(self.description),
            sector: patch.sector.unwrap_or(self.sector),
            ipc: patch.ipc.unwrap_or(self.ipc),
            trl: patch.trl.unwrap_or(self.trl),
            trl_evidence: patch.trl_evidence.unwrap_or(self.trl_evidence),
            rights: patch.rights.unwrap_or(self.rights),
            procedure: patch.procedure.unwrap_or(self.procedure),
            price: patch.price.unwrap_or(self.price),
            price_negotiable: patch.price_negotiable.unwrap_or(self.price_negotiable),
            region: patch.region.unwrap_or(self.region),
            improvements: patch.improvements.unwrap_or(self.improvements),
            price_rationale: patch.price_rationale.unwrap_or(self.price_rationale),
            anonymous: patch.anonymous.unwrap_or(self.anonymous),
        }
    }

    /// Checks every field; what comes back is trimmed and in canonical form.
    pub fn checked(self, fields: &mut Fields) -> Self {
        let title = fields.bilingual("title", self.title, true, MAX_TITLE);
        let summary = fields.bilingual("summary", self.summary, false, MAX_SUMMARY);
        let description = fields.bilingual("description", self.description, false, MAX_DESCRIPTION);
        let trl_evidence = fields.bilingual("trl_evidence", self.trl_evidence, false, MAX_EVIDENCE);
        let price_rationale = fields.bilingual("price_rationale", self.price_rationale, false, MAX_EVIDENCE);
        let improvements = improvements::checked(fields, self.improvements);
        if let Some(trl) = self.trl {
            fields.check((1..=9).contains(&trl), || FieldError::out_of_range("trl", trl, 1, 9));
        }
        let mut rights = self.rights;
        let mut seen = Vec::new();
        rights.retain(|right| {
            !seen.contains(right) && {
                seen.push(*right);
                true
            }
        });
        check_price(fields, self.price);
        let region = self.region.map(|region| region.trim().to_uppercase()).filter(|region| !region.is_empty());
        if let Some(region) = &region {
            fields
                .check(is_region(region), || FieldError::invalid("region", region, "an ISO 3166-2 code such as CN-GZ"));
        }
        let ipc = ipc(fields, &self.ipc);
        Self { title, summary, description, ipc, trl_evidence, rights, region, improvements, price_rationale, ..self }
    }

    /// What is still missing for publication: a title, a summary, a right, and a price or a negotiable one.
    ///
    /// # Errors
    /// `not_ready`, naming each.
    pub fn ready(&self) -> Result<()> {
        let mut missing = Vec::new();
        if self.summary.is_empty() {
            missing.push(FieldError::required("summary"));
        }
        if self.rights.is_empty() {
            missing.push(FieldError::required("rights").limit("at least one"));
        }
        if self.price.is_none() && !self.price_negotiable {
            missing.push(FieldError::required("price").limit("a price, or price_negotiable"));
        }
        if missing.is_empty() { Ok(()) } else { Err(Error::fields(error::NOT_READY, missing)) }
    }
}

fn check_price(fields: &mut Fields, price: Option<Money>) {
    let Some(price) = price else { return };
    fields.check((1..=MAX_PRICE).contains(&price.minor), || {
        FieldError::out_of_range("price.minor", price.minor, 1, MAX_PRICE)
    });
}

fn ipc(fields: &mut Fields, symbols: &[String]) -> Vec<String> {
    fields.at_most("ipc", symbols, MAX_IPC);
    let parse = |(n, symbol): (usize, &String)| {
        let parsed = fields.parse::<IpcSymbol>(format!("ipc[{n}]"), symbol);
        parsed.map(|symbol| symbol.to_string())
    };
    symbols.iter().take(MAX_IPC).enumerate().filter_map(parse).collect()
}

/// ISO 3166-2: two letters, a hyphen, one to three letters or digits.
fn is_region(region: &str) -> bool {
    region.split_once('-').is_some_and(|(country, part)| {
        country.len() == 2
            && country.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=3).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
