//! The figures of the home page: counted, never guessed.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::{
    deals, identity,
    kernel::{Money, Result},
    platform::Services,
};

/// How long a count is good enough.
const GOOD_FOR: Duration = Duration::from_secs(30);

/// What has come of the exchange so far.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Figures {
    /// Deals that were carried to their end.
    pub closed: u64,
    /// What was paid out in them, in renminbi.
    pub released: Money,
    /// Verified organisations.
    pub organisations: u64,
}

/// The newest counts, at most half a minute old. One installation a process, except in tests: those see their own.
///
/// # Errors
/// Faults of the database.
pub async fn of(services: &Services) -> Result<Figures> {
    static KEPT: Mutex<Option<(Instant, std::path::PathBuf, Figures)>> = Mutex::new(None);
    let kept = KEPT.lock().ok().and_then(|kept| kept.clone());
    if let Some((at, whose, figures)) = kept
        && at.elapsed() < GOOD_FOR
        && whose == services.settings.data
    {
        return Ok(figures);
    }
    let db = services.db.read();
    let (closed, released) = deals::queries::carried_out(db).await?;
    let figures = Figures { closed, released, organisations: identity::queries::verified(db).await? };
    if let Ok(mut kept) = KEPT.lock() {
        *kept = Some((Instant::now(), services.settings.data.clone(), figures));
    }
    Ok(figures)
}
