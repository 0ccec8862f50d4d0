//! From a file to rows: by its name JSONL or CSV, gzipped or not.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;

use crate::kernel::{Error, FieldError, Result, error};

use super::{
    Refused,
    row::{CsvRow, Row},
};

/// Longest line, in bytes.
const MAX_LINE: usize = 4 << 20;

type Read_ = Box<dyn Read + Send>;
type Item = std::result::Result<(u64, Row), Refused>;

/// The rows of `file`, with their lines.
///
/// # Errors
/// `malformed` when the file can't be opened or is of no known kind.
pub(super) fn open(file: &Path) -> Result<Box<dyn Iterator<Item = Item> + Send>> {
    let unreadable = |fault: std::io::Error| Error::because(error::MALFORMED, format!("{}: {fault}", file.display()));
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    let (plain, gz) = match name.strip_suffix(".gz") {
        Some(plain) => (plain.to_owned(), true),
        None => (name, false),
    };
    let opened = File::open(file).map_err(unreadable)?;
    let reader: Read_ = if gz { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) };
    match plain.rsplit('.').next() {
        Some("jsonl" | "ndjson" | "json") => Ok(Box::new(Lines::new(reader))),
        Some("csv") => Ok(Box::new(csv_rows(reader))),
        _ => {
            let fault = FieldError::invalid("file", file.display(), ".jsonl or .csv, each also with .gz");
            Err(Error::fields(error::MALFORMED, vec![fault]))
        }
    }
}

fn refused(line: u64, code: &'static str, limit: impl std::fmt::Display) -> Refused {
    let limit: String = limit.to_string().chars().take(200).collect();
    Refused { line, external_id: None, errors: vec![FieldError::new("row", code).limit(limit)] }
}

/// JSON, one object a line; empty lines are passed over.
struct Lines {
    reader: BufReader<Read_>,
    line: u64,
    buffer: Vec<u8>,
    done: bool,
}

impl Lines {
    fn new(reader: Read_) -> Self {
        Self { reader: BufReader::with_capacity(1 << 16, reader), line: 0, buffer: Vec::new(), done: false }
    }

    /// The next line into the buffer: its length, whatever of it was kept.
    fn next_line(&mut self) -> std::io::Result<usize> {
        self.buffer.clear();
        let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
        let mut length = self.reader.by_ref().take(limit).read_until(b'\n', &mut self.buffer)?;
        let mut rest = Vec::new();
        // What is longer than a line may be is read and thrown away.
        while self.buffer.len() == MAX_LINE && !rest.ends_with(b"\n") {
            rest.clear();
            let more = self.reader.by_ref().take(limit).read_until(b'\n', &mut rest)?;
            if more == 0 {
                break;
            }
            length += more;
        }
        Ok(length)
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if self.done {
                return None;
            }
            self.line += 1;
            let length = match self.next_line() {
                Ok(0) => return None,
                Ok(length) => length,
                Err(fault) => {
                    self.done = true;
                    return Some(Err(refused(self.line, "unreadable", fault)));
                }
            };
            if length > MAX_LINE {
                return Some(Err(refused(self.line, "too_long", format!("{MAX_LINE} bytes a line"))));
            }
            let text = self.buffer.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.buffer);
            if text.trim_ascii().is_empty() {
                continue;
            }
            let row = serde_json::from_slice(text).map_err(|fault| refused(self.line, "not_json", fault));
            return Some(row.map(|row| (self.line, row)));
        }
    }
}

/// CSV with a header of the same names; lists are separated by `;`, `；` or `|`.
fn csv_rows(reader: Read_) -> impl Iterator<Item = Item> + Send {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(SkipMark { reader, begun: false });
    // A header that can't be read is the first record's fault again.
    let header = reader.headers().cloned().unwrap_or_default();
    reader.into_records().map(move |record| {
        let line = |at: Option<&csv::Position>| at.map_or(1, csv::Position::line);
        let record = record.map_err(|fault| refused(line(fault.position()), "not_csv", fault))?;
        let at = line(record.position());
        let row: CsvRow = record.deserialize(Some(&header)).map_err(|fault| refused(at, "not_csv", fault))?;
        let row = row.try_into().map_err(|fault| refused(at, "not_json", format!("improvements: {fault}")))?;
        Ok((at, row))
    })
}

/// Passes over a byte-order mark.
struct SkipMark {
    reader: Read_,
    begun: bool,
}

impl Read for SkipMark {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.begun {
            return self.reader.read(buffer);
        }
        self.begun = true;
        let mut head = [0u8; 3];
        let mut have = 0;
        while have < head.len() {
            match self.reader.read(&mut head[have..])? {
                0 => break,
                n => have += n,
            }
        }
        let keep = if head[..have] == *"\u{feff}".as_bytes() { 0 } else { have };
        // The CSV reader's buffer is far longer than three bytes.
        buffer[..keep].copy_from_slice(&head[..keep]);
        if keep == 0 { self.reader.read(buffer) } else { Ok(keep) }
    }
}
