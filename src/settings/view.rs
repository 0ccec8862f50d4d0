//! Wire types of settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{
        DateTime, Text,
        fields::given,
        id::{AccountId, SettingId},
    },
    platform::site::{Announcement, Contact, Fees, Periods, Reason, SiteSettings, Texts},
};

/// What to set; a section that is left out stays as it is, one that is given is replaced whole.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsIn {
    /// The installation's name, in one language at least, at most 60 characters each.
    #[serde(default)]
    pub name: Option<Text>,
    /// How to reach the exchange.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// What everybody is told; null takes it down.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Announcement>)]
    pub announcement: Option<Option<Announcement>>,
    /// Additions to terms, privacy statement and help, at most 20,000 characters each.
    #[serde(default)]
    pub texts: Option<Texts>,
    /// The exchange's fee on deals that open from now on; null goes back to the rule pack's.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Fees>)]
    pub fees: Option<Option<Fees>>,
    /// Templates of reasons, at most 60.
    #[serde(default)]
    pub reasons: Option<Vec<Reason>>,
    /// Working days that the exchange's people take.
    #[serde(default)]
    pub periods: Option<Periods>,
}

/// The settings in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SettingsOut {
    /// Counts the changes; for `If-Match`.
    pub version: i64,
    /// May the reader change them?
    pub may_change: bool,
    /// The installation's name.
    pub name: Text,
    /// How to reach the exchange.
    pub contact: Contact,
    /// What everybody is told.
    pub announcement: Option<Announcement>,
    /// Additions to terms, privacy statement and help.
    pub texts: Texts,
    /// The fee on deals that open now.
    pub fees: Fees,
    /// The fee of the rule pack.
    pub standard_fees: Fees,
    /// Was the fee set, or is it the rule pack's?
    pub fees_set: bool,
    /// Templates of reasons.
    pub reasons: Vec<Reason>,
    /// Working days that the exchange's people take.
    pub periods: Periods,
}

impl SettingsOut {
    /// The settings, where the rule pack's fee is `standard`.
    pub fn of(settings: SiteSettings, standard: Fees, may_change: bool) -> Self {
        Self {
            version: settings.version,
            may_change,
            name: settings.name,
            contact: settings.contact,
            announcement: settings.announcement,
            texts: settings.texts,
            fees: settings.fees.unwrap_or(standard),
            standard_fees: standard,
            fees_set: settings.fees.is_some(),
            reasons: settings.reasons,
            periods: settings.periods,
        }
    }
}

/// A section of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingSection {
    /// The installation's name.
    Name,
    /// How to reach the exchange.
    Contact,
    /// What everybody is told.
    Announcement,
    /// Additions to terms, privacy statement and help.
    Texts,
    /// The exchange's fee.
    Fees,
    /// Templates of reasons.
    Reasons,
    /// How long the exchange's people take.
    Periods,
}

/// What a change did to one section.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SectionChange {
    /// Which.
    pub section: SettingSection,
    /// As it was.
    #[schema(value_type = Object)]
    pub from: serde_json::Value,
    /// As it became.
    #[schema(value_type = Object)]
    pub to: serde_json::Value,
}

/// A change of the settings.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SettingChangeOut {
    /// Its id.
    pub id: SettingId,
    /// The version it made.
    pub version: i64,
    /// Who.
    pub account: Option<AccountId>,
    /// Her name.
    pub name: Option<String>,
    /// When.
    pub at: DateTime,
    /// What.
    pub changes: Vec<SectionChange>,
}

/// What everybody may know of an installation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SiteOut {
    /// Its name.
    pub name: Text,
    /// How to reach the exchange.
    pub contact: Contact,
    /// What everybody is told at the moment.
    pub announcement: Option<Announcement>,
    /// Additions to terms, privacy statement and help.
    pub texts: Texts,
    /// Everything here is invented.
    pub demo: bool,
    /// A bank that moves no real money.
    pub sandbox_bank: bool,
    /// Mails go nowhere; one reads one's own at `/mail`.
    pub captured_mail: bool,
    /// The one origin at which passkeys work; none where the exchange is reached by a bare address.
    pub passkey_origin: Option<String>,
}
