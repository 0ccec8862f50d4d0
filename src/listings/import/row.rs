//! One row, checked by the same rules as a listing that somebody writes.

use serde::Deserialize;

use crate::{
    kernel::{Currency, FieldError, Money, Sector, Text, fields::Fields},
    listings::{
        content::{Content, MAX_PATENTS},
        improvements::Improvement,
        model::{Procedure, Right},
    },
    patents::number::PatentNumber,
};

use super::Refused;

/// A row as files have it. Columns that are not named here are passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row {
    external_id: Option<String>,
    kind: Option<String>,
    title_en: Option<String>,
    title_zh: Option<String>,
    summary_en: Option<String>,
    summary_zh: Option<String>,
    description_en: Option<String>,
    description_zh: Option<String>,
    patents: Vec<String>,
    ipc: Vec<String>,
    sector: Option<String>,
    trl: Option<i64>,
    rights: Vec<String>,
    procedure: Option<String>,
    price_minor: Option<i64>,
    currency: Option<String>,
    region: Option<String>,
    owner: Option<String>,
    /// What it improves: objects as in the API.
    improvements: Vec<Improvement>,
}

/// The same as flat text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CsvRow {
    external_id: Option<String>,
    kind: Option<String>,
    title_en: Option<String>,
    title_zh: Option<String>,
    summary_en: Option<String>,
    summary_zh: Option<String>,
    description_en: Option<String>,
    description_zh: Option<String>,
    patents: Option<String>,
    ipc: Option<String>,
    sector: Option<String>,
    trl: Option<i64>,
    rights: Option<String>,
    procedure: Option<String>,
    price_minor: Option<i64>,
    currency: Option<String>,
    region: Option<String>,
    owner: Option<String>,
    /// JSON, as in the other kind of file.
    improvements: Option<String>,
}

fn list(value: Option<String>) -> Vec<String> {
    let value = value.unwrap_or_default();
    value.split([';', '；', '|']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl TryFrom<CsvRow> for Row {
    type Error = serde_json::Error;
    fn try_from(row: CsvRow) -> Result<Self, Self::Error> {
        let improvements = row.improvements.filter(|text| !text.is_empty());
        Ok(Self {
            external_id: row.external_id,
            kind: row.kind,
            title_en: row.title_en,
            title_zh: row.title_zh,
            summary_en: row.summary_en,
            summary_zh: row.summary_zh,
            description_en: row.description_en,
            description_zh: row.description_zh,
            patents: list(row.patents),
            ipc: list(row.ipc),
            sector: row.sector,
            trl: row.trl,
            rights: list(row.rights),
            procedure: row.procedure,
            price_minor: row.price_minor,
            currency: row.currency,
            region: row.region,
            owner: row.owner,
            improvements: improvements.map_or_else(|| Ok(Vec::new()), |text| serde_json::from_str(&text))?,
        })
    }
}

/// A row that may be written.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) external_id: String,
    pub(super) content: Content,
    pub(super) patents: Vec<PatentNumber>,
    pub(super) owner_name: Option<String>,
}

/// Checks a row; with `publish`, also what publication takes, but for price and rights that the file doesn't say: those
/// become negotiable and an assignment.
pub(super) fn check(line: u64, row: Row, publish: bool) -> Result<Checked, Refused> {
    let external_id = row.external_id.clone();
    let mut fields = Fields::new();
    let id = fields.text("external_id", row.external_id.as_deref().unwrap_or_default(), 1, 200);
    if let Some(kind) = row.kind.as_deref().filter(|kind| !kind.is_empty() && *kind != "supply") {
        fields.push(FieldError::invalid("kind", kind, "supply"));
    }
    let owner_name =
        row.owner.as_deref().map(|name| fields.text("owner", name, 0, 300)).filter(|name| !name.is_empty());
    fields.at_most("patents", &row.patents, MAX_PATENTS);
    let patents = numbers(&mut fields, &row.patents);
    let content = content(&mut fields, row, publish).checked(&mut fields);
    let refused = |fault: crate::kernel::Error| Refused { line, external_id, errors: fault.field_errors().to_vec() };
    if let Err(fault) = fields.finish().and_then(|()| if publish { content.ready() } else { Ok(()) }) {
        return Err(refused(fault));
    }
    Ok(Checked { external_id: id, content, patents, owner_name })
}

fn numbers(fields: &mut Fields, texts: &[String]) -> Vec<PatentNumber> {
    let parse = |(n, text): (usize, &String)| fields.parse::<PatentNumber>(format!("patents[{n}]"), text);
    texts.iter().enumerate().filter_map(parse).collect()
}

fn named<T: for<'de> Deserialize<'de>>(fields: &mut Fields, field: String, value: &str, accepted: &str) -> Option<T> {
    let parsed = serde_json::from_value(serde_json::Value::String(value.to_owned()));
    if parsed.is_err() {
        fields.push(FieldError::invalid(field, value, accepted));
    }
    parsed.ok()
}

fn content(fields: &mut Fields, row: Row, publish: bool) -> Content {
    let present = |text: Option<String>| text.filter(|text| !text.is_empty());
    let currency = present(row.currency).unwrap_or_else(|| "CNY".to_owned());
    let price = row.price_minor.and_then(|minor| {
        let currency: Option<Currency> = fields.parse("currency", &currency);
        currency.map(|currency| Money { minor, currency })
    });
    let trl = row.trl.and_then(|trl| {
        let parsed = u8::try_from(trl).ok();
        fields.check(parsed.is_some(), || FieldError::out_of_range("trl", trl, 1, 9));
        parsed
    });
    let sector = present(row.sector)
        .and_then(|sector| named::<Sector>(fields, "sector".to_owned(), &sector, "a sector of the plan"));
    let mut rights: Vec<Right> = Vec::new();
    for (n, right) in row.rights.iter().enumerate() {
        rights.extend(named::<Right>(fields, format!("rights[{n}]"), right, "a right such as assignment or ordinary"));
    }
    if publish && row.rights.is_empty() {
        rights.push(Right::Assignment);
    }
    let procedure = present(row.procedure)
        .and_then(|name| named::<Procedure>(fields, "procedure".to_owned(), &name, "a procedure such as negotiated"));
    let mut content = Content {
        title: Text { zh: row.title_zh, en: row.title_en },
        summary: Text { zh: row.summary_zh, en: row.summary_en },
        description: Text { zh: row.description_zh, en: row.description_en },
        sector,
        ipc: row.ipc,
        trl,
        trl_evidence: Text::default(),
        rights,
        procedure: procedure.unwrap_or_default(),
        price_negotiable: price.is_none(),
        price,
        region: present(row.region),
        improvements: row.improvements,
        price_rationale: Text::default(),
        anonymous: false,
    };
    if publish && content.summary.clone().trimmed().is_empty() {
        // A record without an abstract is told by its title.
        content.summary = content.title.clone();
    }
    content
}
