//! The settings as a document.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{DateTime, Locale, Money, Text};

/// Everything that is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteSettings {
    /// Counts the changes; 0 before the first.
    #[serde(default)]
    pub version: i64,
    /// The installation's name.
    pub name: Text,
    /// How to reach the exchange.
    #[serde(default)]
    pub contact: Contact,
    /// What everybody is told on top of every page.
    #[serde(default)]
    pub announcement: Option<Announcement>,
    /// What this installation adds to terms, privacy statement and help.
    #[serde(default)]
    pub texts: Texts,
    /// The exchange's fee; the rule pack's unless set.
    #[serde(default)]
    pub fees: Option<Fees>,
    /// Templates of reasons, with which things are given back.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// How long the exchange's people take.
    #[serde(default)]
    pub periods: Periods,
}

/// How to reach the exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Postal address.
    #[serde(default)]
    pub address: Text,
}

/// What everybody is told on top of every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// What.
    pub text: Text,
    /// How loud.
    pub tone: Tone,
    /// Until when; for good unless said.
    #[serde(default)]
    pub until: Option<DateTime>,
}

/// How loud an announcement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnnouncementTone)]
pub enum Tone {
    /// News.
    Info,
    /// Something presses.
    Warning,
}

/// Texts that this installation adds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SiteTexts)]
pub struct Texts {
    /// To the terms.
    #[serde(default)]
    pub terms: Text,
    /// To the privacy statement.
    #[serde(default)]
    pub privacy: Text,
    /// To the help.
    #[serde(default)]
    pub help: Text,
}

/// The exchange's fee: a share of what is released. Its bounds hold for prices in renminbi.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fees {
    /// Basis points, 0 to 1,000.
    pub bps: u32,
    /// At least this much, in renminbi.
    pub min: Money,
    /// At most this much, in renminbi.
    pub cap: Money,
}

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonFor {
    /// Not verifying an organisation.
    Reject,
    /// Giving a listing back.
    Return,
    /// Sending a payment back.
    Refund,
}

/// A template of a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReasonTemplate)]
pub struct Reason {
    /// What it is for.
    pub r#for: ReasonFor,
    /// What the clerk picks.
    pub name: Text,
    /// What the applicant reads, in her language.
    pub text: Text,
}

/// How long the exchange's people take, in working days from the day a thing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewPeriods)]
pub struct Periods {
    /// To verify an organisation, 1 to 60.
    pub verification: u32,
    /// To review a listing, 1 to 60.
    pub listing: u32,
    /// To confirm a recordal, 1 to 60.
    pub recordal: u32,
    /// To settle a payment in suspense, 1 to 60.
    pub suspense: u32,
}

impl Default for Periods {
    fn default() -> Self {
        Self { verification: 3, listing: 5, recordal: 2, suspense: 2 }
    }
}

impl SiteSettings {
    /// What holds before anything was set: what is configured, and the templates that come with the program.
    pub fn defaults(name: Text, contact: Contact) -> Self {
        Self {
            version: 0,
            name,
            contact,
            announcement: None,
            texts: Texts::default(),
            fees: None,
            reasons: reasons(),
            periods: Periods::default(),
        }
    }

    /// The installation's name in a language.
    pub fn name_in(&self, locale: Locale) -> &str {
        self.name.in_locale(locale).unwrap_or("甲秀 Jiaxiu")
    }

    /// The announcement, while it holds.
    pub fn announced(&self, now: DateTime) -> Option<&Announcement> {
        self.announcement.as_ref().filter(|announcement| announcement.until.is_none_or(|until| now < until))
    }
}

/// The templates that come with the program.
fn reasons() -> Vec<Reason> {
    serde_json::from_str(include_str!("reasons.json")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_come_in_both_languages_for_everything_that_is_given_back() {
        let reasons = reasons();
        assert!(reasons.len() >= 8);
        for what in [ReasonFor::Reject, ReasonFor::Return, ReasonFor::Refund] {
            assert!(reasons.iter().any(|reason| reason.r#for == what), "{what:?}");
        }
        for reason in &reasons {
            for text in [&reason.name, &reason.text] {
                assert!(text.zh.is_some() && text.en.is_some(), "{reason:?}");
            }
        }
    }
}
