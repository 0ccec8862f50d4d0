//! The packs and the calendar that come with the program, read once.

use std::sync::OnceLock;

use super::{RulePacks, WorkingCalendar};
use crate::kernel::{Error, Result};

/// Every embedded pack.
///
/// # Errors
/// `internal`; never in a released program, whose embedded packs the tests read.
pub fn packs() -> Result<&'static RulePacks> {
    static PACKS: OnceLock<Result<RulePacks, String>> = OnceLock::new();
    let packs = PACKS.get_or_init(|| RulePacks::embedded().map_err(|fault| fault.to_string()));
    packs.as_ref().map_err(|fault| Error::internal(fault.clone()))
}

/// The embedded calendar of working days.
///
/// # Errors
/// As [`packs`].
pub fn working_days() -> Result<&'static WorkingCalendar> {
    static CALENDAR: OnceLock<Result<WorkingCalendar, String>> = OnceLock::new();
    let calendar = CALENDAR.get_or_init(|| WorkingCalendar::embedded().map_err(|fault| fault.to_string()));
    calendar.as_ref().map_err(|fault| Error::internal(fault.clone()))
}
