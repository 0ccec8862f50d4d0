//! Quarters of the year in China.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use crate::kernel::{DateTime, FieldError, Result};

/// China's clock.
const AHEAD_OF_UTC: TimeDelta = TimeDelta::hours(8);
/// Most quarters at once: five years.
pub const MOST: usize = 20;
/// How many are shown unless told.
const USUAL: i32 = 4;

/// A quarter, counted from the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(i32);

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.year() * 4 + i32::try_from(day.month0() / 3).unwrap_or(0))
    }

    /// The quarter of a moment, in China.
    pub fn at(moment: DateTime) -> Self {
        Self::of((moment + AHEAD_OF_UTC).date_naive())
    }

    /// So many quarters later.
    pub fn plus(self, quarters: i32) -> Self {
        Self(self.0 + quarters)
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        let month = u32::try_from(self.0.rem_euclid(4)).unwrap_or(0) * 3 + 1;
        NaiveDate::from_ymd_opt(self.0.div_euclid(4), month, 1).unwrap_or_default()
    }

    /// When it begins.
    pub fn begins(self) -> DateTime {
        self.first_day().and_time(NaiveTime::MIN).and_utc() - AHEAD_OF_UTC
    }
}

impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-Q{}", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }
}

/// Consecutive quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub first: Quarter,
    /// The last.
    pub last: Quarter,
}

impl Range {
    /// The quarters that the days from `from` to `to` touch; the last four unless told.
    ///
    /// # Errors
    /// `validation` on days in the wrong order and on more than twenty quarters.
    pub fn of(from: Option<NaiveDate>, to: Option<NaiveDate>, now: DateTime) -> Result<Self> {
        let last = to.map_or_else(|| Quarter::at(now), Quarter::of);
        let first = from.map_or_else(|| last.plus(1 - USUAL), Quarter::of);
        let range = Self { first, last };
        if first > last {
            let (from, to) = (first.first_day(), last.plus(1).first_day());
            return Err(FieldError::invalid("to", to, format!("not before from, {from}")).into());
        }
        if range.len() > MOST {
            return Err(FieldError::out_of_range("from", format!("{} quarters", range.len()), 1, MOST).into());
        }
        Ok(range)
    }

    /// How many.
    #[allow(clippy::len_without_is_empty)] // there is no empty one
    pub fn len(self) -> usize {
        usize::try_from(self.last.0 - self.first.0 + 1).unwrap_or(0)
    }

    /// All of them, the first first.
    pub fn all(self) -> impl Iterator<Item = Quarter> {
        (self.first.0..=self.last.0).map(Quarter)
    }

    /// Which of them a moment lies in.
    pub fn index(self, moment: DateTime) -> Option<usize> {
        let quarter = Quarter::at(moment);
        (self.first..=self.last).contains(&quarter).then(|| usize::try_from(quarter.0 - self.first.0).ok()).flatten()
    }

    /// From when.
    pub fn begins(self) -> DateTime {
        self.first.begins()
    }

    /// Until when, exclusive.
    pub fn ends(self) -> DateTime {
        self.last.plus(1).begins()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn quarters_are_those_of_the_calendar_in_china() {
        assert_eq!(Quarter::of(day(2026, 3, 31)).to_string(), "2026-Q1");
        assert_eq!(Quarter::of(day(2026, 4, 1)).to_string(), "2026-Q2");
        assert_eq!(Quarter::of(day(2026, 12, 31)).plus(1).to_string(), "2027-Q1");
        // 17:00 UTC on 31 March is the first of April in China.
        let moment = day(2026, 3, 31).and_hms_opt(17, 0, 0).unwrap().and_utc();
        assert_eq!(Quarter::at(moment).to_string(), "2026-Q2");
        assert_eq!(Quarter::of(day(2026, 4, 1)).begins(), day(2026, 3, 31).and_hms_opt(16, 0, 0).unwrap().and_utc());
    }

    #[test]
    fn a_range_is_whole_quarters_and_not_endless() {
        let now = day(2026, 11, 25).and_hms_opt(0, 0, 0).unwrap().and_utc();
        let usual = Range::of(None, None, now).unwrap();
        assert_eq!(
            usual.all().map(|quarter| quarter.to_string()).collect::<Vec<_>>(),
            ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
        );
        let given = Range::of(Some(day(2026, 2, 14)), Some(day(2026, 5, 1)), now).unwrap();
        assert_eq!((given.len(), given.index(now)), (2, None));
        assert_eq!(given.index(given.begins()), Some(0));
        assert_eq!(given.index(given.ends()), None);
        assert!(Range::of(Some(day(2026, 5, 1)), Some(day(2026, 2, 1)), now).is_err());
        assert!(Range::of(Some(day(2020, 1, 1)), Some(day(2026, 2, 1)), now).is_err());
    }
}
