//! Bulk import of listings (批量导入): JSONL and CSV, plain or gzipped, in chunks that each are one command.
//!
//! A bad row is reported and stops nothing. A row whose `external_id` the owner has already is left alone, so an import
//! that broke off is simply run again. Memory stays flat however long the file is.

mod read;
mod row;
mod write;

use std::{path::Path, sync::Arc};

use serde::Serialize;

use crate::{
    kernel::{FieldError, Result, id::OrganisationId},
    platform::{Db, db::Origin},
};

use row::Checked;

/// Rows in one transaction.
pub const CHUNK: usize = 500;

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct Import {
    /// Whose listings they become.
    pub owner: OrganisationId,
    /// Publish them at once.
    pub publish: bool,
    /// Check only.
    pub dry_run: bool,
}

/// A row that was not imported.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// Its line in the file, from 1.
    pub line: u64,
    /// Its id, where it could be read.
    pub external_id: Option<String>,
    /// Why.
    pub errors: Vec<FieldError>,
}

/// How it went.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Outcome {
    /// Rows read.
    pub read: u64,
    /// Listings made (or, in a dry run, that would be).
    pub imported: u64,
    /// Rows whose `external_id` was there already.
    pub skipped: u64,
    /// Rows refused.
    pub refused: u64,
}

/// Imports a file. `progress` is told after each chunk, `refusals` for each bad row.
///
/// # Errors
/// `malformed` for a file that can't be read; faults of the database. What was committed before stays.
pub async fn run(
    db: &Db,
    file: &Path,
    import: Import,
    mut progress: impl FnMut(Outcome),
    mut refusals: impl FnMut(Refused),
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut chunk: Vec<Checked> = Vec::with_capacity(CHUNK);
    for read in read::open(file)? {
        outcome.read += 1;
        match read.and_then(|(line, row)| row::check(line, row, import.publish)) {
            Ok(checked) => chunk.push(checked),
            Err(refused) => {
                outcome.refused += 1;
                refusals(refused);
            }
        }
        if chunk.len() == CHUNK {
            flush(db, &import, &mut chunk, &mut outcome).await?;
            progress(outcome);
        }
    }
    flush(db, &import, &mut chunk, &mut outcome).await?;
    progress(outcome);
    Ok(outcome)
}

async fn flush(db: &Db, import: &Import, chunk: &mut Vec<Checked>, outcome: &mut Outcome) -> Result<()> {
    if chunk.is_empty() {
        return Ok(());
    }
    let rows = Arc::new(std::mem::take(chunk));
    let count = rows.len() as u64;
    if import.dry_run {
        outcome.imported += count;
        return Ok(());
    }
    let input = (import.clone(), rows);
    let mut origin = Origin::system("import");
    origin.operation = Some("import_listings");
    let made = db.run(origin, input, |ctx, input| Box::pin(write::write(ctx, input))).await?;
    outcome.imported += made;
    outcome.skipped += count - made;
    Ok(())
}
