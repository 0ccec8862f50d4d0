//! `jiaxiu verify`: recomputes what must be true, and fails where it is not.

use clap::Subcommand;

use crate::{
    app,
    kernel::{Clock, random::Random},
    ledger::verify::{Fault, Report},
    platform::{Db, db::Options},
};

use super::{Outcome, Setting};

/// Check the books.
#[derive(clap::Args)]
pub struct Verify {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Recompute every balance from the transfers; the server may be running.
    Ledger,
}

impl Verify {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        match self.what {
            What::Ledger => ledger(setting).await,
        }
    }
}

async fn ledger(setting: Setting) -> Outcome {
    let options = Options::new(setting.config.database_url());
    let db = Db::open(&options, Clock::system(), Random::system()).await?;
    let report = crate::ledger::verify::verify(&db, &app::ledger_checks()).await;
    db.close().await;
    let report = report?;
    setting.console.answer(&report, sentences(&report))?;
    if report.faults.is_empty() { Ok(()) } else { Err(format!("the ledger has {} faults", report.faults.len()).into()) }
}

fn sentences(report: &Report) -> String {
    let mut lines = vec![format!("{} accounts, {} transfers", report.accounts, report.transfers)];
    lines.extend(
        report.totals.iter().map(|total| {
            format!("{}: debits {}, credits {} (minor units)", total.currency, total.debits, total.credits)
        }),
    );
    lines.extend(report.faults.iter().map(|fault| {
        let Fault { check, subject, figure, stored, computed } = fault;
        format!("FAULT {check}: {subject}: {figure} is {stored}, should be {computed}")
    }));
    if report.faults.is_empty() {
        lines.push("The books are right.".to_owned());
    }
    lines.join("\n")
}
