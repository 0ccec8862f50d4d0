//! `jiaxiu import patents`.

use std::path::PathBuf;

use crate::{patents::import, platform::Services};

use super::{Console, Outcome, Setting, import::owner};

/// Patents: JSONL or CSV, also with .gz. Bad rows are reported and stop nothing, but the exit code is then not 0; numbers
/// that have a record already are left alone.
#[derive(clap::Args)]
pub(super) struct Patents {
    /// The file.
    file: PathBuf,
    /// Who keeps the records: an organisation's id, uniform social credit code or name; the operator unless told.
    #[arg(long, value_name = "ORGANISATION")]
    owner: Option<String>,
    /// Check only, change nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Patents {
    pub(super) async fn run(self, services: &Services, setting: &Setting) -> Outcome {
        let console = setting.console;
        let keeper = match &self.owner {
            Some(named) => Some(owner(&services.db, Some(named)).await?),
            None => None,
        };
        let done = import::run(&services.db, &self.file, keeper, self.dry_run, |report, so_far| {
            say(console, report);
            if so_far.read.is_multiple_of(500) {
                console.progress(format!("{} rows, {} imported", so_far.read, so_far.imported));
            }
        })
        .await?;
        console.progress_done();
        let summary = format!(
            "{} rows: {} imported{}, {} there already, {} refused",
            done.read,
            done.imported,
            if self.dry_run { " (dry run: nothing was changed)" } else { "" },
            done.existing,
            done.refused
        );
        if !console.is_json() {
            console.answer(&done, &summary)?;
        }
        if done.refused > 0 { Err(summary.into()) } else { Ok(()) }
    }
}

/// A line a record for machines; for people, only what is wrong.
fn say(console: Console, report: &import::Report) {
    if console.is_json() {
        let _ = console.answer(report, "");
        return;
    }
    for fault in &report.errors {
        let limit = fault.limit.as_deref().unwrap_or_default();
        let value = fault.value.as_deref().map(|value| format!(", got {value}")).unwrap_or_default();
        eprintln!("{}: {} {}{value}; accepted: {limit}", report.source, fault.field, fault.code);
    }
}
