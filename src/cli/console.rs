//! Answers on the terminal: sentences and progress for people, JSON for machines.

use std::io::{IsTerminal, Write};

use serde::Serialize;

use super::Outcome;

/// Where a subcommand answers.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    json: bool,
    terminal: bool,
}

impl Console {
    /// Answers in JSON if `json`.
    pub fn new(json: bool) -> Self {
        Self { json, terminal: std::io::stderr().is_terminal() }
    }

    /// True when a program reads the answer.
    pub fn is_json(self) -> bool {
        self.json
    }

    /// The answer, on standard output: `value` for machines, `text` for people.
    ///
    /// # Errors
    /// When standard output is gone or `value` does not serialise.
    pub fn answer(self, value: &impl Serialize, text: impl std::fmt::Display) -> Outcome {
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(value)?)?;
        } else {
            writeln!(out, "{text}")?;
        }
        Ok(())
    }

    /// How far the work is, on standard error; a line that replaces itself where a person looks on.
    pub fn progress(self, text: impl std::fmt::Display) {
        if self.json {
            return;
        }
        let mut err = std::io::stderr().lock();
        // Progress that can't be shown is no reason to stop the work.
        let _ = if self.terminal { write!(err, "\r\x1b[K{text}") } else { writeln!(err, "{text}") };
        let _ = err.flush();
    }

    /// Ends a line of progress that replaces itself.
    pub fn progress_done(self) {
        if !self.json && self.terminal {
            eprintln!();
        }
    }

    /// Why the command failed, on standard error.
    pub(super) fn fail(self, fault: &(dyn std::error::Error + 'static)) {
        if self.json {
            eprintln!("{}", serde_json::json!({ "error": fault.to_string() }));
        } else {
            eprintln!("jiaxiu: {fault}");
        }
    }
}
