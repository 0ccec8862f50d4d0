//! The official calendar of working days of China, and the ends of periods counted by it.
//!
//! Each year's holidays and make-up days come from a notice of the State Council's General Office, usually in November of
//! the year before; they are data (`calendars/cn-YEAR.toml`). A year without a file is counted Monday to Friday, and what
//! rests on it says so. Days are those of China Standard Time, UTC+8 all year.

use std::{collections::BTreeMap, fmt, ops::RangeInclusive, path::Path};

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use super::{Period, PeriodUnit, registry::toml_files};
use crate::kernel::Text;

/// China Standard Time is this far ahead of UTC; there has been no daylight saving since 1991.
const AHEAD_OF_UTC: TimeDelta = TimeDelta::hours(8);

/// Hour of the day, in China, at which reminders are due.
const REMINDER_HOUR: i64 = 9;

/// Longest run of days a notice has ever freed, with room to spare.
const LONGEST_HOLIDAY: i64 = 15;

const YEARS: RangeInclusive<i32> = 2000..=2100;

const EMBEDDED: &[(&str, &str)] = &[
    ("cn-2024.toml", include_str!("calendars/cn-2024.toml")),
    ("cn-2025.toml", include_str!("calendars/cn-2025.toml")),
    ("cn-2026.toml", include_str!("calendars/cn-2026.toml")),
];

/// How sure a date is. The later variant is the less sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Counted by published notices that were seen.
    Official,
    /// Counted by a calendar file marked `verified = false`.
    Unverified,
    /// Some year had no file: Monday to Friday was assumed, and the date may move when the notice comes.
    Assumed,
}

/// The end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// The instant at which the last day is over (24:00 in China). Something is in time while `now < at`.
    pub at: DateTime<Utc>,
    /// The last day, in China.
    pub last_day: NaiveDate,
    /// How sure the date is.
    pub certainty: Certainty,
}

impl Deadline {
    /// When to remind, `days` calendar days before the last day at nine in the morning in China.
    pub fn reminder(&self, days: u32) -> DateTime<Utc> {
        let midnight = self.at - TimeDelta::days(i64::from(days.min(PeriodUnit::CalendarDays.max())) + 1);
        midnight + TimeDelta::hours(REMINDER_HOUR)
    }
}

/// Why a calendar could not be read or a date not computed.
#[derive(Debug, Error)]
pub enum CalendarError {
    /// The file or directory could not be read.
    #[error("{origin}: {source}")]
    Unreadable { origin: String, source: std::io::Error },
    /// The file is not TOML of the expected form.
    #[error("{origin}: {message}")]
    Syntax { origin: String, message: String },
    /// The file contradicts itself or another.
    #[error("{origin}: {date}: {fault}")]
    Inconsistent { origin: String, date: String, fault: &'static str },
    /// More than a period can have.
    #[error("a period of {period} is longer than {} of that unit", period.unit.max())]
    PeriodTooLong { period: Period },
    /// Beyond the dates that can be computed with.
    #[error("{period} after {from} is beyond the calendar")]
    OutOfRange { period: Period, from: NaiveDate },
}

/// A year as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: i32,
    /// The notice.
    source: String,
    verified: bool,
    #[serde(default)]
    holiday: Vec<Holiday>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: Text,
    from: NaiveDate,
    to: NaiveDate,
    /// Saturdays and Sundays worked instead.
    #[serde(default)]
    make_up: Vec<NaiveDate>,
}

/// What a notice says of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DayOf {
    Holiday,
    MakeUp,
}

/// A year that has a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownYear {
    /// The notice it comes from.
    pub source: String,
    /// The notice was seen.
    pub verified: bool,
}

/// Working days of China.
#[derive(Clone, Debug, Default)]
pub struct WorkingCalendar {
    years: BTreeMap<i32, KnownYear>,
    days: BTreeMap<NaiveDate, DayOf>,
}

impl WorkingCalendar {
    /// The years that come with the program.
    ///
    /// # Errors
    /// None in a released program: the tests read every embedded file.
    pub fn embedded() -> Result<Self, CalendarError> {
        let mut calendar = Self::default();
        for (origin, text) in EMBEDDED {
            calendar.add(origin, text)?;
        }
        Ok(calendar)
    }

    /// The embedded years and those of `*.toml` in a directory, which replace embedded ones: notices do get amended.
    ///
    /// # Errors
    /// `Unreadable`, `Syntax`, `Inconsistent`, each naming the file.
    pub fn with_directory(directory: &Path) -> Result<Self, CalendarError> {
        let unreadable =
            |origin: &Path, source| CalendarError::Unreadable { origin: origin.display().to_string(), source };
        let mut texts = Vec::new();
        for path in toml_files(directory).map_err(|source| unreadable(directory, source))? {
            let text = std::fs::read_to_string(&path).map_err(|source| unreadable(&path, source))?;
            texts.push((path.display().to_string(), text));
        }
        let mut own = Self::default();
        for (origin, text) in &texts {
            own.add(origin, text)?;
        }
        let mut calendar = Self::embedded()?;
        calendar.days.retain(|day, _| !own.years.contains_key(&day.year()));
        calendar.days.extend(own.days);
        calendar.years.extend(own.years);
        Ok(calendar)
    }

    /// The years that have a file.
    pub fn years(&self) -> &BTreeMap<i32, KnownYear> {
        &self.years
    }

    /// Whether people work on that day, and how sure that is.
    pub fn is_working_day(&self, day: NaiveDate) -> (bool, Certainty) {
        let working = match self.days.get(&day) {
            Some(DayOf::MakeUp) => true,
            Some(DayOf::Holiday) => false,
            None => !is_weekend(day),
        };
        let certainty = match self.years.get(&day.year()) {
            Some(KnownYear { verified: true, .. }) => Certainty::Official,
            Some(KnownYear { verified: false, .. }) => Certainty::Unverified,
            None => Certainty::Assumed,
        };
        (working, certainty)
    }

    /// The `count`th working day after `from`; `from` itself does not count (Civil Code art. 201), and a count of 0 is
    /// `from`. The certainty is that of the least sure day passed.
    ///
    /// # Errors
    /// `PeriodTooLong`, `OutOfRange`.
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> Result<(NaiveDate, Certainty), CalendarError> {
        let period = checked(Period::working_days(count))?;
        let (mut day, mut certainty, mut left) = (from, Certainty::Official, count);
        while left > 0 {
            day = day.succ_opt().ok_or(CalendarError::OutOfRange { period, from })?;
            let (working, sure) = self.is_working_day(day);
            certainty = certainty.max(sure);
            left -= u32::from(working);
        }
        Ok((day, certainty))
    }

    /// Working days after `from` up to and including `to`; 0 when `to` is not later. At most ten years are counted.
    ///
    /// # Errors
    /// `PeriodTooLong`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<(u32, Certainty), CalendarError> {
        let days = u32::try_from((to - from).num_days().max(0)).unwrap_or(u32::MAX);
        checked(Period::calendar_days(days))?;
        let span = from.iter_days().skip(1).take(days as usize);
        Ok(span.fold((0, Certainty::Official), |(count, certainty), day| {
            let (working, sure) = self.is_working_day(day);
            (count + u32::from(working), certainty.max(sure))
        }))
    }

    /// The end of a period that begins at `from`: the day of `from` in China does not count, and the last day ends at
    /// 24:00. A period of days or months whose last day is free ends with the next working day (Civil Code art. 201–203).
    ///
    /// # Errors
    /// `PeriodTooLong`, `OutOfRange`.
    pub fn add_period(&self, from: DateTime<Utc>, period: Period) -> Result<Deadline, CalendarError> {
        checked(period)?;
        let first = from
            .checked_add_signed(AHEAD_OF_UTC)
            .ok_or(CalendarError::OutOfRange { period, from: from.date_naive() })?
            .date_naive();
        let beyond = || CalendarError::OutOfRange { period, from: first };
        let (last_day, certainty) = match period.unit {
            PeriodUnit::WorkingDays => self.add_working_days(first, period.count)?,
            PeriodUnit::CalendarDays => self
                .not_free(first.checked_add_days(Days::new(period.count.into())).ok_or_else(beyond)?)
                .ok_or_else(beyond)?,
            PeriodUnit::Months => self
                .not_free(first.checked_add_months(Months::new(period.count)).ok_or_else(beyond)?)
                .ok_or_else(beyond)?,
        };
        let midnight = last_day.succ_opt().ok_or_else(beyond)?.and_time(NaiveTime::MIN).and_utc();
        let at = midnight.checked_sub_signed(AHEAD_OF_UTC).ok_or_else(beyond)?;
        Ok(Deadline { at, last_day, certainty })
    }

    /// `day`, or the next working day when it is free.
    fn not_free(&self, mut day: NaiveDate) -> Option<(NaiveDate, Certainty)> {
        let mut certainty = Certainty::Official;
        loop {
            let (working, sure) = self.is_working_day(day);
            certainty = certainty.max(sure);
            if working {
                return Some((day, certainty));
            }
            day = day.succ_opt()?;
        }
    }

    fn add(&mut self, origin: &str, text: &str) -> Result<(), CalendarError> {
        let file: YearFile = toml::from_str(text)
            .map_err(|fault| CalendarError::Syntax { origin: origin.to_owned(), message: fault.to_string() })?;
        let inconsistent = |date: &dyn fmt::Display, fault| CalendarError::Inconsistent {
            origin: origin.to_owned(),
            date: date.to_string(),
            fault,
        };
        if !YEARS.contains(&file.year) {
            return Err(inconsistent(&file.year, "the year is not between 2000 and 2100"));
        }
        if file.source.trim().is_empty() {
            return Err(inconsistent(&file.year, "the source is empty; name the notice"));
        }
        let known = KnownYear { source: file.source, verified: file.verified };
        if self.years.insert(file.year, known).is_some() {
            return Err(inconsistent(&file.year, "the year is in another file too"));
        }
        for holiday in &file.holiday {
            let length = (holiday.to - holiday.from).num_days() + 1;
            if !(1..=LONGEST_HOLIDAY).contains(&length) {
                return Err(inconsistent(&holiday.from, "the holiday does not have 1 to 15 days"));
            }
            if holiday.name.clone().trimmed().is_empty() {
                return Err(inconsistent(&holiday.from, "the holiday has no name"));
            }
            let days = holiday.from.iter_days().take_while(|day| *day <= holiday.to).map(|day| (day, DayOf::Holiday));
            for (day, what) in days.chain(holiday.make_up.iter().map(|day| (*day, DayOf::MakeUp))) {
                if day.year() != file.year {
                    return Err(inconsistent(&day, "the day is not in the year of the file"));
                }
                if what == DayOf::MakeUp && !is_weekend(day) {
                    return Err(inconsistent(&day, "a make-up day is a Saturday or Sunday"));
                }
                if self.days.insert(day, what).is_some() {
                    return Err(inconsistent(&day, "the day is given twice"));
                }
            }
        }
        Ok(())
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn checked(period: Period) -> Result<Period, CalendarError> {
    if period.count > period.unit.max() { Err(CalendarError::PeriodTooLong { period }) } else { Ok(period) }
}

#[cfg(test)]
mod tests;
