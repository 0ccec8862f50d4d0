//! Collections of patents as the JSONL that `jiaxiu import listings` takes.
//!
//! What the collections don't say (sector, price, rights, TRL) is drawn from a hash of the record, the same on every run:
//! facets and filters then have something to count.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
};

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What went wrong with a file.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
struct American {
    number: String,
    title: String,
    r#abstract: String,
    owner: Option<String>,
}

#[derive(Deserialize)]
struct Chinese {
    id: String,
    title: String,
    assignee: String,
    r#abstract: String,
}

const SECTORS: [&str; 5] =
    ["energy_saving", "new_energy", "new_materials", "advanced_manufacturing", "modern_medicine"];
const RIGHTS: [&[&str]; 4] =
    [&["assignment"], &["exclusive", "ordinary"], &["ordinary"], &["assignment", "pledge_finance"]];
const REGIONS: [&str; 6] = ["CN-GZ", "CN-BJ", "CN-SH", "CN-GD", "CN-JS", "CN-ZJ"];

/// A listing for `id`, with what its collection doesn't say made up from its hash.
fn listing(id: &str, fields: Value) -> Value {
    let hash = Sha256::digest(id.as_bytes());
    let pick = |byte: usize, of: usize| usize::from(hash[byte]) % of;
    let mut listing = json!({
        "external_id": id,
        "kind": "supply",
        "sector": SECTORS[pick(0, 5)],
        "trl": 1 + pick(1, 9),
        "rights": RIGHTS[pick(2, 4)],
        "procedure": "negotiated",
        "price_minor": (1 + i64::from(u16::from_be_bytes([hash[3], hash[4]]))) * 10_000,
        "currency": "CNY",
        "region": REGIONS[pick(5, 6)],
    });
    if let (Value::Object(listing), Value::Object(fields)) = (&mut listing, fields) {
        listing.extend(fields);
    }
    listing
}

fn american(line: &str) -> Outcome<Value> {
    let record: American = serde_json::from_str(line)?;
    let number = format!("US{}", record.number.trim_start_matches('0'));
    Ok(listing(
        &number,
        json!({ "title_en": cut(&record.title, 500), "summary_en": cut(&record.r#abstract, 5_000), "patents": [number], "owner": record.owner }),
    ))
}

fn chinese(line: &str) -> Outcome<Value> {
    let record: Chinese = serde_json::from_str(line)?;
    Ok(listing(
        &record.id,
        json!({ "title_zh": cut(&record.title, 500), "summary_zh": cut(&record.r#abstract, 5_000), "owner": record.assignee }),
    ))
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

/// Writes the listings of a collection; returns how many.
pub fn convert(path: &Path, out: &mut impl Write) -> Outcome<usize> {
    let file = File::open(path)?;
    let gz = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> = if gz { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let mut count = 0;
    for line in BufReader::new(reader).lines() {
        let line = line?;
        let listing = if line.contains("\"number\"") { american(&line)? } else { chinese(&line)? };
        writeln!(out, "{listing}")?;
        count += 1;
    }
    Ok(count)
}
