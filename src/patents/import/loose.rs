//! A record as a file has it, before any check.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;

use crate::{
    kernel::{FieldError, Text, country::OfficeCode, fields::Fields},
    patents::{
        number::{KindCode, NumberError, PatentNumber, PublicationNumber},
        view::{Owner, OwnerIn, PatentIn},
    },
};

use super::columns::Column;

/// What separates the values of one cell.
const SEPARATORS: [char; 3] = ['|', ';', '；'];

/// Texts by column.
#[derive(Debug, Default)]
pub(super) struct Loose {
    texts: HashMap<Column, Vec<String>>,
    owners: Vec<OwnerIn>,
}

impl Loose {
    /// Adds a cell of a table.
    pub(super) fn cell(&mut self, column: Column, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let list =
            matches!(column, Column::Ipc | Column::Cpc | Column::Applicants | Column::Inventors | Column::Owners);
        let parts: Vec<&str> = if list { text.split(SEPARATORS).collect() } else { vec![text] };
        let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        self.texts.entry(column).or_default().extend(parts);
    }

    /// Adds a value of an object.
    pub(super) fn value(&mut self, column: Column, value: &Value) -> Result<(), FieldError> {
        match value {
            Value::Null => {}
            Value::String(text) if matches!(column, Column::Ipc | Column::Cpc) => self.cell(column, text),
            Value::String(text) => self.text(column, text),
            Value::Number(number) => self.text(column, &number.to_string()),
            Value::Array(values) => {
                for value in values {
                    self.value(column, value)?;
                }
            }
            Value::Object(sides) => {
                for (key, side) in sides {
                    self.side(column, key, side)?;
                }
            }
            Value::Bool(_) => return Err(shape(column, value)),
        }
        Ok(())
    }

    fn text(&mut self, column: Column, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.texts.entry(column).or_default().push(text.to_owned());
        }
    }

    /// `{"zh": …, "en": …}` of texts, `{"name": …}` of people and owners.
    fn side(&mut self, column: Column, key: &str, side: &Value) -> Result<(), FieldError> {
        let text = match side {
            Value::Null => return Ok(()),
            Value::String(text) => text,
            _ => return Err(shape(column, side)),
        };
        let column = match (column, key) {
            (Column::Title, "zh") => Column::TitleZh,
            (Column::Title, "en") => Column::TitleEn,
            (Column::Abstract, "zh") => Column::AbstractZh,
            (Column::Abstract, "en") => Column::AbstractEn,
            (Column::Owners, "organisation") => {
                let id = text.parse().map_err(|fault| FieldError::invalid("owners", text, fault))?;
                // The name comes before: objects keep their keys in order of the alphabet.
                return match self.texts.get_mut(&Column::Owners).and_then(Vec::pop) {
                    Some(name) => {
                        self.owners.push(OwnerIn::Full(Owner { name, organisation: Some(id) }));
                        Ok(())
                    }
                    None => Err(FieldError::required("owners.name")),
                };
            }
            (Column::Owners | Column::Applicants | Column::Inventors, "name") => column,
            _ => return Err(shape(column, side)),
        };
        self.text(column, text);
        Ok(())
    }

    fn first(&self, column: Column) -> Option<&str> {
        self.texts.get(&column).and_then(|texts| texts.first()).map(String::as_str)
    }

    /// The number, with the office and kind of their own columns where the number is bare.
    pub(super) fn number(&self, fields: &mut Fields) -> Option<PatentNumber> {
        let Some(text) = self.first(Column::Number) else {
            fields.push(FieldError::required("number"));
            return None;
        };
        match number(text, self.first(Column::Office), self.first(Column::KindCode)) {
            Ok(number) => Some(number),
            Err(fault) => {
                fields.push(FieldError::invalid("number", text, fault));
                None
            }
        }
    }

    /// What would be sent to make this record.
    pub(super) fn into_input(mut self, fields: &mut Fields) -> PatentIn {
        let dates = [
            ("filed_on", Column::FiledOn),
            ("published_on", Column::PublishedOn),
            ("granted_on", Column::GrantedOn),
            ("expires_on", Column::ExpiresOn),
        ]
        .map(|(field, column)| self.first(column).and_then(|text| date(fields, field, text)));
        let [filed_on, published_on, granted_on, expires_on] = dates;
        let title = self.bilingual(Column::Title, Column::TitleZh, Column::TitleEn);
        let r#abstract = self.bilingual(Column::Abstract, Column::AbstractZh, Column::AbstractEn);
        let mut take = |column| self.texts.remove(&column).unwrap_or_default();
        let mut owners = std::mem::take(&mut self.owners);
        owners.extend(take(Column::Owners).into_iter().map(OwnerIn::Name));
        PatentIn {
            number: take(Column::Number).into_iter().next().unwrap_or_default(),
            title,
            r#abstract,
            claims: take(Column::Claims),
            ipc: take(Column::Ipc),
            cpc: take(Column::Cpc),
            applicants: take(Column::Applicants),
            inventors: take(Column::Inventors),
            owners,
            filed_on,
            published_on,
            granted_on,
            expires_on,
            legal_status: take(Column::LegalStatus).into_iter().next(),
        }
    }

    /// A text whose language its own characters tell, unless the column does.
    fn bilingual(&mut self, any: Column, zh: Column, en: Column) -> Text {
        let mut take = |column| self.texts.remove(&column).map(|texts| texts.join("\n"));
        let mut text = Text { zh: take(zh), en: take(en) };
        if let Some(any) = take(any) {
            let side = if has_han(&any) { &mut text.zh } else { &mut text.en };
            side.get_or_insert(any);
        }
        text
    }
}

fn shape(column: Column, value: &Value) -> FieldError {
    FieldError::new(format!("{column:?}").to_lowercase(), "invalid")
        .value(value)
        .limit("a text, a list of texts, or an object with zh and en")
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}'))
}

fn number(text: &str, office: Option<&str>, kind: Option<&str>) -> Result<PatentNumber, NumberError> {
    let parsed = text.parse::<PatentNumber>();
    let of = |office: OfficeCode| {
        let kind = kind.map(str::parse::<KindCode>).transpose()?;
        PublicationNumber::new(office, text, kind).map(PatentNumber::Publication)
    };
    match (parsed, office.and_then(|office| office.trim().parse::<OfficeCode>().ok())) {
        (Ok(number), _) => Ok(number),
        // A check character that is missing or wrong is a slip of the pen, not another office's number.
        (
            Err(fault @ (NumberError::WrongCheckCharacter { .. } | NumberError::MissingCheckCharacter { .. })),
            None | Some(OfficeCode::CN),
        ) if kind.is_none() => Err(fault),
        (Err(_), Some(office)) if office != OfficeCode::CN || kind.is_some() => of(office),
        (Err(_), None) if is_padded_american(text) => of(OfficeCode::US),
        (Err(fault), _) => Err(fault),
    }
}

/// The American office's own files pad numbers to eight characters and leave the country out: `07788160`, `RE041234`.
fn is_padded_american(text: &str) -> bool {
    let text = text.trim();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (series, digits) = text.split_at_checked(letters).unwrap_or(("", text));
    text.len() == 8
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.is_empty()
        && matches!(series, "" | "D" | "H" | "T" | "X" | "RE" | "PP" | "AI" | "RX")
}

fn date(fields: &mut Fields, field: &'static str, text: &str) -> Option<NaiveDate> {
    let plain: String = text.chars().filter(|c| !matches!(c, '-' | '.' | '/')).collect();
    let parsed = NaiveDate::parse_from_str(&plain, "%Y%m%d").ok().filter(|_| plain.len() == 8);
    if parsed.is_none() {
        fields.push(FieldError::invalid(field, text, "a date such as 2018-08-01 or 20180801"));
    }
    parsed
}
