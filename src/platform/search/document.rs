//! What is findable.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text in Chinese and English, side by side; either may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BilingualText {
    pub zh: Option<String>,
    pub en: Option<String>,
}

impl BilingualText {
    /// Both languages that exist, Chinese first.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        [(Lang::Zh, &self.zh), (Lang::En, &self.en)]
            .into_iter()
            .filter_map(|(lang, text)| text.as_deref().map(|text| (lang, text)))
    }
}

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// As in field names and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }
}

/// What a listing is: a technology on supply, or a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Supply,
    Need,
}

impl Kind {
    /// As on the wire and in facets.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Supply => "supply",
            Kind::Need => "need",
        }
    }
}

/// A listing as the index knows it: only what everybody may see.
///
/// Codes (`sector`, `rights`, `procedure`, `state`, `region`) are compared without regard to case and width.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchDocument {
    pub id: Uuid,
    /// The organisation that lists it.
    pub organisation: Uuid,
    pub kind: Kind,
    /// The importing system's own id. Handed back with hits but not searchable: only its owner may see it.
    pub external_id: Option<String>,
    pub title: BilingualText,
    pub summary: BilingualText,
    pub description: BilingualText,
    /// Patent numbers, best in canonical form (`CN201810392222.0`, `CN108000000B`, `US7788160B2`).
    /// Every usual spelling finds them: see [`codes`](super::codes).
    pub patents: Vec<String>,
    /// IPC symbols, spelled with or without the space (`C01B 32/182`). Findable at each level.
    pub ipc: Vec<String>,
    /// The holder's name.
    pub owner: BilingualText,
    pub region: Option<String>,
    pub sector: Option<String>,
    /// Technology readiness level, 1 to 9.
    pub trl: Option<u8>,
    /// Rights on offer.
    pub rights: Vec<String>,
    pub procedure: Option<String>,
    /// Minor units and ISO 4217 currency.
    pub price: Option<(i64, String)>,
    pub price_negotiable: bool,
    /// The stage it is in (`published`, `under_deal`, …).
    pub state: String,
    pub published_at: DateTime<Utc>,
    /// When bidding or the disclosure period ends, where there is an end.
    pub ends_at: Option<DateTime<Utc>>,
    /// What a hit shows. Stored, and handed back byte for byte as compact JSON.
    pub card: serde_json::Value,
}

impl Default for SearchDocument {
    /// An empty document to fill in with struct-update syntax; the id is nil and must be set.
    fn default() -> Self {
        Self {
            id: Uuid::nil(),
            organisation: Uuid::nil(),
            kind: Kind::Supply,
            external_id: None,
            title: BilingualText::default(),
            summary: BilingualText::default(),
            description: BilingualText::default(),
            patents: Vec::new(),
            ipc: Vec::new(),
            owner: BilingualText::default(),
            region: None,
            sector: None,
            trl: None,
            rights: Vec::new(),
            procedure: None,
            price: None,
            price_negotiable: false,
            state: "published".to_owned(),
            published_at: DateTime::UNIX_EPOCH,
            ends_at: None,
            card: serde_json::Value::Null,
        }
    }
}

/// One step of a batch. Steps apply in order, so the last one on an id wins.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Adds the document or replaces the one with its id.
    Upsert(Box<SearchDocument>),
    /// Removes it; no error when it isn't there.
    Delete(Uuid),
}

impl From<SearchDocument> for Change {
    fn from(document: SearchDocument) -> Self {
        Change::Upsert(Box::new(document))
    }
}
