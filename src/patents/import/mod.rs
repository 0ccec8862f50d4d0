//! Reading collections of patents: CSV and JSONL, `.gz` as it is, a record at a time.
//!
//! Columns and keys are known by many names, in both languages ([`columns`]). A row that does not read is reported with
//! what is wrong and stops nothing.

mod columns;
mod loose;
mod rows;

use std::{path::Path, sync::Arc};

use serde::Serialize;

use crate::{
    kernel::{Error, FieldError, Result, Text, fields::Fields, id::OrganisationId},
    platform::{Db, db::Origin},
};

use super::{
    commands::{
        add::{self, Add, CHUNK},
        record::Record,
    },
    queries::display,
    view::{OwnerIn, PatentIn},
};

/// The forms that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, with a header.
    Csv,
    /// A JSON object a line.
    Jsonl,
}

impl Format {
    /// The form that a file's name tells.
    ///
    /// # Errors
    /// `validation` for any other name.
    pub fn of(path: &Path) -> Result<Self> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl" | "ndjson") => Ok(Self::Jsonl),
            _ => Err(FieldError::invalid("FILE", path.display(), ".csv, .jsonl, .ndjson, each also as .gz").into()),
        }
    }
}

/// One record of a file.
#[derive(Debug)]
pub struct Read {
    /// File and line, such as `patents.csv:12`.
    pub source: String,
    /// As far as it could be read.
    pub input: PatentIn,
    /// Checked, or what is wrong with it.
    pub record: Result<Record>,
}

/// The records of a file, in order.
///
/// # Errors
/// `unavailable` when it can't be read; `validation` for a form that isn't, or a header without a number or a title.
pub fn read(path: &Path) -> Result<Box<dyn Iterator<Item = Result<Read>> + Send>> {
    let format = Format::of(path)?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let file = rows::open(path)?;
    let rows: Box<dyn Iterator<Item = Result<rows::Row>> + Send> = match format {
        Format::Csv => Box::new(rows::csv(file)?),
        Format::Jsonl => Box::new(rows::jsonl(file)),
    };
    Ok(Box::new(rows.map(move |row| {
        let row = row?;
        let source = format!("{name}:{}", row.line);
        Ok(match row.content {
            Ok(loose) => {
                let mut fields = Fields::new();
                let number = loose.number(&mut fields);
                let input = loose.into_input(&mut fields);
                let record = Record::with_number(input.clone(), number, fields);
                Read { source, input, record }
            }
            Err(fault) => Read { source, input: PatentIn::default(), record: Err(Error::from(fault)) },
        })
    })))
}

/// How an import went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Rows read.
    pub read: u64,
    /// Records made (or, in a dry run, that would be, as far as the file tells).
    pub imported: u64,
    /// Rows whose number had a record already.
    pub existing: u64,
    /// Rows refused.
    pub refused: u64,
}

/// Imports a file in chunks that each are one command; `keeper` keeps the records, or the operator when there is none.
/// `report` is told of every row once it is committed.
///
/// # Errors
/// As [`read`]; faults of the database. What was committed before stays.
pub async fn run(
    db: &Db,
    path: &Path,
    keeper: Option<OrganisationId>,
    dry_run: bool,
    mut report: impl FnMut(&Report, Outcome),
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut rows = read(path)?;
    loop {
        let chunk: Vec<Read> = rows.by_ref().take(CHUNK).collect::<Result<_>>()?;
        if chunk.is_empty() {
            return Ok(outcome);
        }
        let records: Vec<Record> = chunk.iter().filter_map(|read| read.record.as_ref().ok().cloned()).collect();
        let added = if dry_run || records.is_empty() {
            vec![true; records.len()]
        } else {
            let mut origin = Origin::system("import");
            origin.operation = Some("import_patents");
            let input = Add { records: Arc::new(records), keeper };
            db.run(origin, input, |ctx, input| Box::pin(add::add(ctx, input))).await?
        };
        let mut added = added.into_iter();
        for read in &chunk {
            outcome.read += 1;
            let existing = match (&read.record, read.record.is_ok().then(|| added.next()).flatten()) {
                (Err(_), _) => {
                    outcome.refused += 1;
                    false
                }
                (Ok(_), Some(false)) => {
                    outcome.existing += 1;
                    true
                }
                (Ok(_), _) => {
                    outcome.imported += 1;
                    false
                }
            };
            report(&read.report(existing), outcome);
        }
    }
}

/// What is reported of one record, a JSON line each.
#[derive(Debug, Serialize)]
pub struct Report {
    /// File and line.
    pub source: String,
    /// It could be read, and is on record now.
    pub ok: bool,
    /// Its number, as people write it; as it came when it does not read.
    pub number: String,
    /// Its title.
    pub title: Text,
    /// Who applied for it, or owns it where only that is known.
    pub applicants: Vec<String>,
    /// IPC.
    pub ipc: Vec<String>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Its number had a record already, which stays as it was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub existing: bool,
}

impl Read {
    /// The report; `existing` when its number had a record before.
    pub fn report(&self, existing: bool) -> Report {
        let owners = || {
            self.input.owners.iter().map(|owner| match owner {
                OwnerIn::Name(name) => name.clone(),
                OwnerIn::Full(owner) => owner.name.clone(),
            })
        };
        let applicants =
            if self.input.applicants.is_empty() { owners().collect() } else { self.input.applicants.clone() };
        let (number, ipc, errors) = match &self.record {
            Ok(record) => (display(&record.number.canonical()), record.ipc.clone(), Vec::new()),
            Err(fault) => (self.input.number.clone(), self.input.ipc.clone(), fault.field_errors().to_vec()),
        };
        Report {
            source: self.source.clone(),
            ok: self.record.is_ok(),
            number,
            title: self.input.title.clone(),
            applicants,
            ipc,
            errors,
            existing,
        }
    }
}

#[cfg(test)]
mod tests;
