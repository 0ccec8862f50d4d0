//! Where log lines go: standard error, as text or JSON.

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

use super::Outcome;

/// Starts logging. A server says what it does; other commands only what goes wrong. `RUST_LOG` overrules both.
pub(super) fn start(log: &Log, server: bool) -> Outcome {
    let wanted = if server { log.filter.as_str() } else { "warn" };
    let filter = match EnvFilter::try_from_default_env() {
        Ok(filter) => filter,
        Err(_) => EnvFilter::try_new(wanted).map_err(|fault| format!("configuration: log.filter: {fault}"))?,
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).init(),
    }
    Ok(())
}
