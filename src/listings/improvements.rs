//! What a technology improves (技术效果): by how much, and against what.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{FieldError, Text, fields::Fields};

const MAX: usize = 20;
const MAX_WORDS: usize = 300;
const MAX_VALUE: usize = 60;

/// One improvement: of what, from which value to which, against which state of the art.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Improvement {
    /// What improves, such as the reversible capacity; at most 300 characters a language, at least one language.
    pub what: Text,
    /// Its value with what it is compared with: a number or a range, at most 60 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its value with this technology.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The unit of both values, at most 60 characters a language.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// What it is compared with; at most 300 characters a language.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub against: Text,
}

/// Checks every part; what comes back is trimmed.
pub(super) fn checked(fields: &mut Fields, improvements: Vec<Improvement>) -> Vec<Improvement> {
    fields.at_most("improvements", &improvements, MAX);
    improvements.into_iter().take(MAX).enumerate().map(|(n, improvement)| one(fields, n, improvement)).collect()
}

fn one(fields: &mut Fields, n: usize, improvement: Improvement) -> Improvement {
    let what = words(fields, &format!("improvements[{n}].what"), improvement.what, MAX_WORDS);
    fields.check(!what.is_empty(), || FieldError::required(format!("improvements[{n}].what")));
    let mut value = |name: &str, value: Option<String>| {
        let value =
            fields.text(format!("improvements[{n}].{name}"), value.as_deref().unwrap_or_default(), 0, MAX_VALUE);
        Some(value).filter(|value| !value.is_empty())
    };
    let (from, to) = (value("from", improvement.from), value("to", improvement.to));
    let unit = words(fields, &format!("improvements[{n}].unit"), improvement.unit, MAX_VALUE);
    let against = words(fields, &format!("improvements[{n}].against"), improvement.against, MAX_WORDS);
    Improvement { what, from, to, unit, against }
}

fn words(fields: &mut Fields, field: &str, text: Text, max: usize) -> Text {
    let text = text.trimmed();
    let mut side = |language: &str, side: Option<String>| {
        side.map(|side| fields.text(format!("{field}.{language}"), &side, 0, max))
    };
    Text { zh: side("zh", text.zh), en: side("en", text.en) }
}
