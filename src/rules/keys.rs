//! The rules that a pack may hold. A key that is not here is refused: nothing would read it.

use super::{PeriodUnit, Value};

/// What kind of value a rule has, and so which units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `calendar_days`, `working_days` or `months`.
    Period,
    /// `days_before_end`: a list of calendar days.
    DaysBeforeEnd,
    /// `bps` or `percent`, at most the whole.
    Share,
    /// `minor`: minor units of renminbi.
    Amount,
    /// `count`.
    Count,
    /// `seconds`.
    Seconds,
    /// `bool`.
    Flag,
    /// `choice`: one of these words.
    Choice(&'static [&'static str]),
}

impl Shape {
    /// The units a rule of this shape may have.
    pub fn units(self) -> &'static [&'static str] {
        match self {
            Self::Period => &["calendar_days", "working_days", "months"],
            Self::DaysBeforeEnd => &["days_before_end"],
            Self::Share => &["bps", "percent"],
            Self::Amount => &["minor"],
            Self::Count => &["count"],
            Self::Seconds => &["seconds"],
            Self::Flag => &["bool"],
            Self::Choice(_) => &["choice"],
        }
    }

    /// Reads a value of this shape; the error says what is accepted.
    pub(super) fn read(self, unit: &str, value: &toml::Value) -> Result<Value, String> {
        if !self.units().contains(&unit) {
            return Err(format!("unit {unit:?} is not one of {}", self.units().join(", ")));
        }
        let whole = |min: u32, max: u32| whole_number(value, unit, min, max);
        match self {
            Self::Period => {
                let unit = match unit {
                    "calendar_days" => PeriodUnit::CalendarDays,
                    "working_days" => PeriodUnit::WorkingDays,
                    _ => PeriodUnit::Months,
                };
                Ok(Value::Period(super::Period { count: whole(1, unit.max())?, unit }))
            }
            Self::DaysBeforeEnd => days_before_end(value),
            Self::Share if unit == "bps" => Ok(Value::Bps(whole(0, 10_000)?)),
            Self::Share => Ok(Value::Percent(whole(0, 100)?)),
            Self::Amount => match value.as_integer() {
                Some(minor) if minor >= 0 => Ok(Value::Amount(crate::kernel::Money::cny(minor))),
                _ => Err(format!("value {value} is not a number of minor units from 0 to {}", i64::MAX)),
            },
            Self::Count => Ok(Value::Count(whole(0, 1_000)?)),
            Self::Seconds => Ok(Value::Seconds(whole(1, 86_400)?)),
            Self::Flag => value.as_bool().map(Value::Flag).ok_or_else(|| format!("value {value} is not true or false")),
            Self::Choice(words) => value
                .as_str()
                .and_then(|word| words.iter().find(|known| **known == word))
                .map(|word| Value::Choice(word))
                .ok_or_else(|| format!("value {value} is not one of {}", words.join(", "))),
        }
    }
}

fn whole_number(value: &toml::Value, unit: &str, min: u32, max: u32) -> Result<u32, String> {
    value
        .as_integer()
        .and_then(|number| u32::try_from(number).ok())
        .filter(|number| (min..=max).contains(number))
        .ok_or_else(|| format!("value {value} is not a whole number of {unit} from {min} to {max}"))
}

fn days_before_end(value: &toml::Value) -> Result<Value, String> {
    const MOST: usize = 10;
    const ACCEPTED: &str = "a list of 1 to 10 whole numbers from 0 to 365, each smaller than the one before";
    let refused = || format!("value {value} is not {ACCEPTED}");
    let list = value.as_array().filter(|list| (1..=MOST).contains(&list.len())).ok_or_else(refused)?;
    let days: Vec<u32> =
        list.iter().map(|day| whole_number(day, "days", 0, 365)).collect::<Result<_, _>>().map_err(|_| refused())?;
    if days.is_sorted_by(|earlier, later| earlier > later) { Ok(Value::DaysBeforeEnd(days)) } else { Err(refused()) }
}

/// A rule that can be in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// Its shape.
    pub shape: Shape,
    /// Every pack must have it, without a gap from the day the pack is effective.
    pub required: bool,
    /// It may differ by price (`price_above`).
    pub by_price: bool,
}

const fn required(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: true, by_price: false }
}

const fn optional(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: false, by_price: false }
}

/// Every rule there is.
pub const KEYS: &[Key] = &[
    // Disclosure of a listing
    Key { name: "disclosure_period", shape: Shape::Period, required: true, by_price: true },
    optional("disclosure_period_equity", Shape::Period),
    required("disclosure_extension", Shape::Period),
    optional("disclosure_extension_needs_announcement", Shape::Flag),
    optional("approval_on_change", Shape::Flag),
    optional("approval_below_valuation", Shape::Share),
    optional("price_publication_period", Shape::Period),
    optional("contributor_reward_min", Shape::Share),
    required("enquiry_answer_period", Shape::Period),
    // Offers, qualification, deposits, auctions
    required("offer_answer_period", Shape::Period),
    required("qualification_opinion_period", Shape::Period),
    required("qualification_answer_period", Shape::Period),
    required("qualification_silence", Shape::Choice(&["consent", "refusal"])),
    required("deposit_max", Shape::Share),
    required("deposit_payment_period", Shape::Period),
    required("deposit_refund_period", Shape::Period),
    required("deposit_on_buyer_default", Shape::Choice(&["forfeited", "refunded"])),
    required("auction_bidders_min", Shape::Count),
    required("auction_cycle_min", Shape::Seconds),
    required("auction_cycle_max", Shape::Seconds),
    optional("result_announcement_period", Shape::Period),
    // Open licences
    optional("open_licence_fee_max", Shape::Amount),
    optional("open_licence_sales_royalty_max", Shape::Share),
    optional("open_licence_profit_royalty_max", Shape::Share),
    // Deals
    required("signing_period", Shape::Period),
    required("payment_period", Shape::Period),
    optional("instalment_first_min", Shape::Share),
    optional("instalment_term_max", Shape::Period),
    required("recordal_request_period.assignment", Shape::Period),
    required("recordal_request_period.licence", Shape::Period),
    required("recordal_request_period.pledge", Shape::Period),
    required("recordal_required.assignment", Shape::Flag),
    required("recordal_required.exclusive", Shape::Flag),
    required("recordal_required.sole", Shape::Flag),
    required("recordal_required.ordinary", Shape::Flag),
    required("recordal_required.cross", Shape::Flag),
    required("recordal_required.open", Shape::Flag),
    required("recordal_required.equity_contribution", Shape::Flag),
    required("recordal_required.joint_development", Shape::Flag),
    required("recordal_required.pledge_finance", Shape::Flag),
    required("recordal_required.know_how", Shape::Flag),
    optional("recordal_fee.assignment", Shape::Amount),
    optional("pledge_registration_period", Shape::Period),
    required("delivery_period", Shape::Period),
    required("inspection_period", Shape::Period),
    required("inspection_reminders", Shape::DaysBeforeEnd),
    required("inspection_extension", Shape::Period),
    required("inspection_extensions_max", Shape::Count),
    required("release_period", Shape::Period),
    required("dispute_evidence_period", Shape::Period),
    required("dispute_ruling_period", Shape::Period),
    required("dispute_appeal_period", Shape::Period),
    // Fees of the exchange
    required("fee", Shape::Share),
    required("fee_min", Shape::Amount),
    required("fee_max", Shape::Amount),
];

/// The key of that name.
pub(super) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
