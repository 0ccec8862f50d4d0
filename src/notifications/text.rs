//! What a notification says, in the reader's language, from the catalogue that the pages share.

use std::{collections::BTreeMap, sync::OnceLock};

use serde::Deserialize;
use serde_json::Value;

use crate::kernel::{Error, Locale, Result};

/// The texts of one language.
#[derive(Deserialize)]
pub(super) struct Catalogue {
    /// Sentence by kind of event.
    pub(super) events: BTreeMap<String, String>,
    stages: BTreeMap<String, String>,
    untitled: String,
    somebody: String,
}

/// The catalogue of `locale`.
pub(super) fn catalogue(locale: Locale) -> Result<&'static Catalogue> {
    static ZH: OnceLock<Result<Catalogue, String>> = OnceLock::new();
    static EN: OnceLock<Result<Catalogue, String>> = OnceLock::new();
    let (cell, source) = match locale {
        Locale::Zh => (&ZH, include_str!("../../frontend/locales/zh-CN/notifications.json")),
        Locale::En => (&EN, include_str!("../../frontend/locales/en/notifications.json")),
    };
    let loaded = cell.get_or_init(|| serde_json::from_str(source).map_err(|fault| fault.to_string()));
    loaded.as_ref().map_err(|fault| Error::internal(fault.clone()))
}

/// What a sentence can mention.
pub(super) struct Mentions<'a> {
    /// Title of the listing.
    pub(super) listing: Option<&'a str>,
    /// Name of the organisation that acted.
    pub(super) actor: Option<&'a str>,
    /// The event's facts.
    pub(super) facts: &'a Value,
}

/// The sentence for an event.
///
/// # Errors
/// `internal` for a kind without a text.
pub(super) fn sentence(locale: Locale, kind: &str, mentions: &Mentions<'_>) -> Result<String> {
    let catalogue = catalogue(locale)?;
    let text = catalogue.events.get(kind).ok_or_else(|| Error::internal(format!("no text for {kind}")))?;
    let stage = mentions.facts.get("stage").and_then(Value::as_str).unwrap_or_default();
    let stage = catalogue.stages.get(stage).map_or(stage, String::as_str);
    Ok(text
        .replace("{{listing}}", mentions.listing.unwrap_or(&catalogue.untitled))
        .replace("{{actor}}", mentions.actor.unwrap_or(&catalogue.somebody))
        .replace("{{stage}}", stage))
}
