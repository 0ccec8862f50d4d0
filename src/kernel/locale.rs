//! Languages, and texts that exist in one or both of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language of the product (BCP 47).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language a tag asks for; anything that is not English gets Chinese.
    pub fn from_tag(tag: &str) -> Self {
        if tag.get(..2).is_some_and(|lang| lang.eq_ignore_ascii_case("en")) { Self::En } else { Self::Zh }
    }
}

/// A text in Chinese, in English, or in both. Either may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// The text in `locale`, or else in the other language.
    pub fn in_locale(&self, locale: Locale) -> Option<&str> {
        let (first, second) = match locale {
            Locale::Zh => (&self.zh, &self.en),
            Locale::En => (&self.en, &self.zh),
        };
        first.as_deref().or(second.as_deref())
    }

    /// Trims both sides and drops what is left empty.
    pub fn trimmed(self) -> Self {
        let trim = |side: Option<String>| side.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
        Self { zh: trim(self.zh), en: trim(self.en) }
    }

    /// True when neither language has a text.
    pub fn is_empty(&self) -> bool {
        self.zh.is_none() && self.en.is_none()
    }
}
