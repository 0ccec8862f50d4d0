//! Rules of the trade as dated data: rule packs, and the official calendar of working days.
//!
//! A period or limit that a law, a regulation or the exchange itself sets is a line of a pack (`packs/*.toml`) with its
//! source, the dates it is in force, and whether that source was seen. Listings, auctions and deals pin a [`RulePackId`],
//! so a new version never changes what is under way. Operators add packs and calendar years in directories of their own;
//! a pack that is already known cannot be replaced, only followed by another version.

pub mod calendar;
mod in_force;
mod keys;
mod pack;
mod period;
mod registry;
mod standard;

pub use calendar::{CalendarError, Certainty, Deadline, WorkingCalendar};
pub use in_force::{DepositOnDefault, Filing, InForce, MissingRule, QualificationSilence};
pub use keys::{KEYS, Key, Shape};
pub use pack::{Basis, PackError, PackFault, Rule, RulePack, RulePackId, Value};
pub use period::{Period, PeriodUnit};
pub use registry::RulePacks;
pub use standard::{packs, working_days};

#[cfg(test)]
mod tests;
