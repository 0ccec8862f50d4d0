//! Checks at the edge that collect every faulty field before they answer.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::{Error, FieldError, Result, Text, error};

/// For fields of edits: tells one that is left out (keep) from one that is null (clear).
///
/// # Errors
/// What `T` refuses.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(source).map(Some)
}

/// Collects the faults of one input.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Nothing wrong so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fault.
    pub fn push(&mut self, fault: FieldError) {
        self.0.push(fault);
    }

    /// Adds `fault()` unless `ok`.
    pub fn check(&mut self, ok: bool, fault: impl FnOnce() -> FieldError) {
        if !ok {
            self.0.push(fault());
        }
    }

    /// A trimmed text of `min` to `max` characters.
    pub fn text(&mut self, field: impl Into<Cow<'static, str>>, value: &str, min: usize, max: usize) -> String {
        let field = field.into();
        let value = value.trim();
        let length = value.chars().count();
        if length == 0 && min > 0 {
            self.push(FieldError::required(field));
        } else if length > max {
            self.push(
                FieldError::new(field, "too_long")
                    .value(format!("{length} characters"))
                    .limit(format!("{max} characters")),
            );
        } else if length < min {
            self.push(
                FieldError::new(field, "too_short")
                    .value(format!("{length} characters"))
                    .limit(format!("{min} characters")),
            );
        } else if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
            self.push(FieldError::invalid(field, value.escape_debug(), "no control characters"));
        }
        value.to_owned()
    }

    /// A text in one or both languages, each at most `max` characters; `required` asks for at least one.
    pub fn bilingual(&mut self, field: &'static str, value: Text, required: bool, max: usize) -> Text {
        let value = value.trimmed();
        if required && value.is_empty() {
            self.push(FieldError::required(field));
        }
        let zh = value.zh.map(|side| self.text(format!("{field}.zh"), &side, 0, max));
        let en = value.en.map(|side| self.text(format!("{field}.en"), &side, 0, max));
        Text { zh, en }
    }

    /// Parses with the type's own rules; `accepted` says what would do.
    pub fn parse<T: std::str::FromStr>(&mut self, field: impl Into<Cow<'static, str>>, value: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        match value.parse() {
            Ok(parsed) => Some(parsed),
            Err(fault) => {
                self.push(FieldError::invalid(field, value, fault));
                None
            }
        }
    }

    /// A list of at most `max` items.
    pub fn at_most<T>(&mut self, field: &'static str, items: &[T], max: usize) {
        self.check(items.len() <= max, || {
            FieldError::new(field, "too_many").value(items.len()).limit(format!("{max} items"))
        });
    }

    /// `Ok` when no fault was collected.
    ///
    /// # Errors
    /// `validation` with every fault.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::fields(error::VALIDATION, self.0)) }
    }
}
