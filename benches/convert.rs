//! Turns collections of patents into the JSONL that `jiaxiu import listings` takes.
//!
//! `cargo bench --bench convert -- us_patents.jsonl.gz zh_abstracts.jsonl OUT.jsonl`

#[path = "support/convert.rs"]
mod convert;

use std::{fs::File, io::BufWriter, io::Write, path::Path};

fn main() -> convert::Outcome {
    let mut arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    // `cargo bench` runs every bench; without files there is nothing to convert.
    let Some(out) = arguments.pop() else { return Ok(()) };
    let mut writer = BufWriter::new(File::create(&out)?);
    for path in &arguments {
        let count = convert::convert(Path::new(path), &mut writer)?;
        println!("{count} listings from {path}");
    }
    writer.flush()?;
    Ok(())
}
