//! Until when an enquiry is to be answered.

use std::sync::LazyLock;

use chrono::{FixedOffset, Offset};

use crate::{
    kernel::{DateTime, Error, Result},
    rules::{RulePacks, WorkingCalendar},
};

static RULES: LazyLock<Result<(RulePacks, WorkingCalendar), String>> = LazyLock::new(|| {
    let packs = RulePacks::embedded().map_err(|fault| fault.to_string())?;
    let calendar = WorkingCalendar::embedded().map_err(|fault| fault.to_string())?;
    Ok((packs, calendar))
});

/// The end of the day by which an enquiry of `asked` is to be answered, by the newest private rule pack.
///
/// # Errors
/// `internal` when the rules that come with the program don't read or don't say.
pub(super) fn due(asked: DateTime) -> Result<DateTime> {
    let (packs, calendar) = RULES.as_ref().map_err(|fault| Error::internal(fault.clone()))?;
    let pack = packs.latest("private").ok_or_else(|| Error::internal("there is no rule pack private"))?;
    let china = FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| chrono::Utc.fix());
    let period = pack.at(asked.with_timezone(&china).date_naive()).enquiry_answer_period().map_err(Error::internal)?;
    Ok(calendar.add_period(asked, period).map_err(Error::internal)?.at)
}
