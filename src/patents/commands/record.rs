//! A record whose every field was checked.

use chrono::NaiveDate;

use crate::{
    kernel::{Error, FieldError, Result, Text, fields::Fields},
    patents::{
        classification::{CpcSymbol, IpcClass},
        number::PatentNumber,
        view::{Owner, OwnerIn, PatentIn},
    },
};

/// Longest title, in characters a language.
pub const MAX_TITLE: usize = 500;
const MAX_ABSTRACT: usize = 20_000;
const MAX_CLAIMS: usize = 200;
const MAX_CLAIM: usize = 10_000;
const MAX_NAMES: usize = 100;
const MAX_NAME: usize = 300;
const MAX_IPC: usize = 50;
const MAX_CPC: usize = 100;

/// A record whose every field was checked.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // as in `PatentIn`
pub struct Record {
    pub number: PatentNumber,
    pub title: Text,
    pub r#abstract: Text,
    pub claims: Vec<String>,
    pub ipc: Vec<String>,
    pub cpc: Vec<String>,
    pub applicants: Vec<String>,
    pub inventors: Vec<String>,
    pub owners: Vec<Owner>,
    pub filed_on: Option<NaiveDate>,
    pub published_on: Option<NaiveDate>,
    pub granted_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub legal_status: Option<String>,
}

impl Record {
    /// A record that says no more than its number.
    pub fn bare(number: PatentNumber) -> Self {
        Self {
            number,
            title: Text::default(),
            r#abstract: Text::default(),
            claims: Vec::new(),
            ipc: Vec::new(),
            cpc: Vec::new(),
            applicants: Vec::new(),
            inventors: Vec::new(),
            owners: Vec::new(),
            filed_on: None,
            published_on: None,
            granted_on: None,
            expires_on: None,
            legal_status: None,
        }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// `validation`, naming each faulty field.
    pub fn check(input: PatentIn) -> Result<Self> {
        let mut fields = Fields::new();
        let number = fields.parse::<PatentNumber>("number", &input.number);
        Self::with_number(input, number, fields)
    }

    /// Checks the other fields of a record whose number was read before; `fields` holds what was wrong with that.
    ///
    /// # Errors
    /// `validation`, naming each faulty field.
    pub fn with_number(input: PatentIn, number: Option<PatentNumber>, mut fields: Fields) -> Result<Self> {
        dates(&mut fields, &input);
        let title = fields.bilingual("title", input.title, true, MAX_TITLE);
        let r#abstract = fields.bilingual("abstract", input.r#abstract, false, MAX_ABSTRACT);
        let claims = texts(&mut fields, "claims", &input.claims, MAX_CLAIMS, MAX_CLAIM);
        let applicants = texts(&mut fields, "applicants", &input.applicants, MAX_NAMES, MAX_NAME);
        let inventors = texts(&mut fields, "inventors", &input.inventors, MAX_NAMES, MAX_NAME);
        let ipc = symbols::<IpcClass>(&mut fields, "ipc", &input.ipc, MAX_IPC);
        let cpc = symbols::<CpcSymbol>(&mut fields, "cpc", &input.cpc, MAX_CPC);
        let owners = owners(&mut fields, input.owners);
        let legal_status = input.legal_status.map(|status| fields.text("legal_status", &status, 0, 100));
        fields.finish()?;
        Ok(Self {
            number: number.ok_or_else(|| Error::internal("a number that passed its check is gone"))?,
            title,
            r#abstract,
            claims,
            ipc,
            cpc,
            applicants,
            inventors,
            owners,
            filed_on: input.filed_on,
            published_on: input.published_on,
            granted_on: input.granted_on,
            expires_on: input.expires_on,
            legal_status: legal_status.filter(|status| !status.is_empty()),
        })
    }
}

fn texts(fields: &mut Fields, field: &'static str, values: &[String], most: usize, longest: usize) -> Vec<String> {
    fields.at_most(field, values, most);
    let check = |(n, value): (usize, &String)| fields.text(format!("{field}[{n}]"), value, 1, longest);
    values.iter().take(most).enumerate().map(check).collect()
}

fn symbols<T>(fields: &mut Fields, field: &'static str, values: &[String], most: usize) -> Vec<String>
where
    T: std::str::FromStr + std::fmt::Display,
    T::Err: std::fmt::Display,
{
    fields.at_most(field, values, most);
    let parse = |(n, value): (usize, &String)| {
        fields.parse::<T>(format!("{field}[{n}]"), value).map(|symbol| symbol.to_string())
    };
    values.iter().take(most).enumerate().filter_map(parse).collect()
}

fn owners(fields: &mut Fields, values: Vec<OwnerIn>) -> Vec<Owner> {
    fields.at_most("owners", &values, MAX_NAMES);
    let check = |(n, owner): (usize, OwnerIn)| {
        let owner = match owner {
            OwnerIn::Name(name) => Owner { name, organisation: None },
            OwnerIn::Full(owner) => owner,
        };
        Owner { name: fields.text(format!("owners[{n}].name"), &owner.name, 1, MAX_NAME), ..owner }
    };
    values.into_iter().take(MAX_NAMES).enumerate().map(check).collect()
}

fn dates(fields: &mut Fields, input: &PatentIn) {
    let Some(filed) = input.filed_on else { return };
    let later =
        [("published_on", input.published_on), ("granted_on", input.granted_on), ("expires_on", input.expires_on)];
    for (field, date) in later {
        if let Some(date) = date {
            fields.check(date >= filed, || {
                FieldError::invalid(field, date, format!("not before the filing date, {filed}"))
            });
        }
    }
}
