//! What can be seen without the database: configuration, key, disk.

use std::os::unix::fs::PermissionsExt;

use crate::config::Config;

use super::{Findings, State};

/// Free bytes below which somebody should look, and below which writes are about to fail.
const LOW: u64 = 5 << 30;
const CRITICAL: u64 = 512 << 20;

pub(super) fn look(config: &Config, findings: &mut Findings) {
    findings.take("bind", config.check_bind().map(|()| (State::Ok, config.public_url())));
    findings.take("disk", disk(config));
    findings.take("key", key(config));
    if config.mail.smtp_url.is_some() {
        findings.add("mail", State::Ok, "sent by SMTP");
    } else {
        findings.add("mail", State::Warning, "captured: nobody gets any; set mail.smtp_url");
    }
    if config.bank.sandbox {
        findings.add("bank", State::Warning, "the sandbox bank is on: anyone who owes may pay with invented money");
    } else {
        findings.add("bank", State::Ok, "no sandbox");
    }
}

fn disk(config: &Config) -> Result<(State, String), String> {
    let space = rustix::fs::statvfs(&config.data).map_err(|fault| format!("{}: {fault}", config.data.display()))?;
    let free = space.f_bavail.saturating_mul(space.f_frsize);
    let detail = format!("{} MB free at {}", free >> 20, config.data.display());
    Ok(match free {
        free if free < CRITICAL => (State::Failed, detail),
        free if free < LOW => (State::Warning, detail),
        _ => (State::Ok, detail),
    })
}

fn key(config: &Config) -> Result<(State, String), String> {
    let path = config.data.join("token.key");
    let found = std::fs::metadata(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let mode = found.permissions().mode() & 0o777;
    Ok(match (found.len(), mode & 0o077) {
        (0..32, _) => (State::Failed, format!("{} is shorter than 32 bytes", path.display())),
        (_, 0) => (State::Ok, "readable by its owner only".to_owned()),
        _ => (State::Failed, format!("{} has mode {mode:o}: others may read it", path.display())),
    })
}
