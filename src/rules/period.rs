//! Lengths of time as laws and contracts state them.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Units that legal periods are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// Every day counts.
    CalendarDays,
    /// Days of the official calendar on which people work, make-up days included.
    WorkingDays,
    /// Months, by the corresponding day (Civil Code art. 202).
    Months,
}

impl PeriodUnit {
    /// The greatest count taken: ten years of days, or fifty of months.
    pub fn max(self) -> u32 {
        match self {
            Self::CalendarDays | Self::WorkingDays => 3_650,
            Self::Months => 600,
        }
    }
}

/// A length of time: 5 working days, 3 months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: PeriodUnit,
}

impl Period {
    /// `count` days.
    pub const fn calendar_days(count: u32) -> Self {
        Self { count, unit: PeriodUnit::CalendarDays }
    }

    /// `count` working days of the official calendar.
    pub const fn working_days(count: u32) -> Self {
        Self { count, unit: PeriodUnit::WorkingDays }
    }

    /// `count` months.
    pub const fn months(count: u32) -> Self {
        Self { count, unit: PeriodUnit::Months }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            PeriodUnit::CalendarDays => "calendar day",
            PeriodUnit::WorkingDays => "working day",
            PeriodUnit::Months => "month",
        };
        write!(f, "{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}
