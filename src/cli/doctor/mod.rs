//! `jiaxiu doctor`: is this installation well? It looks and changes nothing; the server may be running.

mod database;
mod machine;

use std::fmt;

use serde::Serialize;

use super::{Outcome, Setting};

/// Look whether everything is well.
#[derive(clap::Args)]
pub struct Doctor;

/// How one check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Ok,
    /// Works, and may be meant; worth a look.
    Warning,
    /// Needs somebody.
    Failed,
}

#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    state: State,
    detail: String,
}

/// What was found, in the order of the looking.
#[derive(Debug, Default, Serialize)]
struct Findings {
    findings: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, check: &'static str, state: State, detail: impl Into<String>) {
        self.findings.push(Finding { check, state, detail: detail.into() });
    }

    /// The finding of a check that itself may break.
    fn take(&mut self, check: &'static str, outcome: Result<(State, String), impl fmt::Display>) {
        match outcome {
            Ok((state, detail)) => self.add(check, state, detail),
            Err(fault) => self.add(check, State::Failed, fault.to_string()),
        }
    }

    fn failed(&self) -> usize {
        self.findings.iter().filter(|finding| finding.state == State::Failed).count()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, Finding { check, state, detail }) in self.findings.iter().enumerate() {
            let mark = match state {
                State::Ok => "ok     ",
                State::Warning => "warning",
                State::Failed => "FAILED ",
            };
            write!(f, "{}{mark}  {check:<12} {detail}", if n == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl Doctor {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        let mut findings = Findings::default();
        machine::look(&setting.config, &mut findings);
        database::look(&setting.config, &mut findings).await;
        setting.console.answer(&findings, &findings)?;
        match findings.failed() {
            0 => Ok(()),
            failed => Err(format!("{failed} of {} checks failed", findings.findings.len()).into()),
        }
    }
}
