//! The rows of a file, one at a time.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use serde_json::{Map, Value};

use crate::kernel::{Error, FieldError, Result, error};

use super::{
    columns::{self, Column},
    loose::Loose,
};

/// Longest line of JSONL, in bytes.
const MAX_LINE: u64 = 8 << 20;

/// A row, readable or not.
pub(super) struct Row {
    /// Counted from 1.
    pub(super) line: u64,
    pub(super) content: Result<Loose, FieldError>,
}

/// Opens a file, unpacking `.gz`.
pub(super) fn open(path: &Path) -> Result<Box<dyn BufRead + Send>> {
    let file = File::open(path)
        .map_err(|fault| Error::fields(error::VALIDATION, vec![FieldError::invalid("FILE", path.display(), fault)]))?;
    let packed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    let reader: Box<dyn Read + Send> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    Ok(Box::new(BufReader::with_capacity(1 << 16, reader)))
}

fn broken(fault: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::caused(error::UNAVAILABLE, fault)
}

/// The rows of a table with a header.
pub(super) fn csv(file: Box<dyn BufRead + Send>) -> Result<impl Iterator<Item = Result<Row>> + Send> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let header = reader.byte_headers().map_err(broken)?.clone();
    let names: Vec<&str> = header.iter().map(|name| std::str::from_utf8(name).unwrap_or_default()).collect();
    let columns = columns::assign(names.iter().copied());
    for (needed, field) in [(Column::Number, "number"), (Column::Title, "title")] {
        let there = columns.iter().flatten().any(|column| {
            *column == needed || needed == Column::Title && matches!(column, Column::TitleZh | Column::TitleEn)
        });
        if !there {
            let fault = FieldError::new("header", "missing").value(names.join(", ")).limit(format!("a column {field}"));
            return Err(fault.into());
        }
    }
    let width = names.len();
    let mut record = csv::ByteRecord::new();
    Ok(std::iter::from_fn(move || match reader.read_byte_record(&mut record) {
        Ok(false) => None,
        Ok(true) => {
            let line = record.position().map_or(0, csv::Position::line);
            Some(Ok(Row { line, content: cells(&record, &columns, width) }))
        }
        Err(fault) => Some(Err(broken(fault))),
    })
    .fuse())
}

fn cells(record: &csv::ByteRecord, columns: &[Option<Column>], width: usize) -> Result<Loose, FieldError> {
    if record.len() != width {
        return Err(FieldError::new("row", "invalid")
            .value(format!("{} cells", record.len()))
            .limit(format!("{width} cells")));
    }
    let mut loose = Loose::default();
    for (cell, column) in record.iter().zip(columns) {
        if let Some(column) = column {
            let text = std::str::from_utf8(cell)
                .map_err(|fault| FieldError::new(format!("{column:?}").to_lowercase(), "not_utf8").limit(fault))?;
            loose.cell(*column, text);
        }
    }
    Ok(loose)
}

/// The objects of a file with one a line; empty lines are skipped.
pub(super) fn jsonl(mut file: Box<dyn BufRead + Send>) -> impl Iterator<Item = Result<Row>> + Send {
    let mut line = 0;
    let mut buffer = Vec::new();
    let mut over = false;
    std::iter::from_fn(move || {
        loop {
            if over {
                return None;
            }
            buffer.clear();
            line += 1;
            match file.by_ref().take(MAX_LINE).read_until(b'\n', &mut buffer) {
                Ok(0) => return None,
                Ok(_) if buffer.len() as u64 == MAX_LINE && !buffer.ends_with(b"\n") => {
                    let fault = FieldError::new("line", "too_long").limit(format!("{MAX_LINE} bytes"));
                    if let Err(fault) = skip_line(&mut file) {
                        over = true;
                        return Some(Err(broken(fault)));
                    }
                    return Some(Ok(Row { line, content: Err(fault) }));
                }
                Ok(_) if buffer.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok(Row { line, content: object(&buffer) })),
                Err(fault) => {
                    over = true;
                    return Some(Err(broken(fault)));
                }
            }
        }
    })
}

fn skip_line(file: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let chunk = file.fill_buf()?;
        if chunk.is_empty() {
            return Ok(());
        }
        let (read, done) = match chunk.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (chunk.len(), false),
        };
        file.consume(read);
        if done {
            return Ok(());
        }
    }
}

fn object(line: &[u8]) -> Result<Loose, FieldError> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let object: Map<String, Value> =
        serde_json::from_slice(line).map_err(|fault| FieldError::new("line", "not_json").limit(fault))?;
    let columns = columns::assign(object.keys().map(String::as_str));
    let mut loose = Loose::default();
    for (value, column) in object.values().zip(columns) {
        if let Some(column) = column {
            loose.value(column, value)?;
        }
    }
    Ok(loose)
}
