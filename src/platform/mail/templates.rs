//! Mail texts: one file a kind and language, its first line the subject.

use std::sync::OnceLock;

use minijinja::{Environment, context};

use crate::kernel::{Error, Result};

use super::Draft;

macro_rules! templates {
    ($($kind:literal),* $(,)?) => {
        /// Every template: name with language, and source.
        const SOURCES: &[(&str, &str)] = &[$(
            (concat!($kind, ".zh-CN"), include_str!(concat!("../../../frontend/templates/mail/", $kind, ".zh-CN.txt"))),
            (concat!($kind, ".en"), include_str!(concat!("../../../frontend/templates/mail/", $kind, ".en.txt"))),
        )*];
    };
}

templates![
    "verify_email",
    "reset_password",
    "account_exists",
    "password_changed",
    "passkey_added",
    "passkey_removed",
    "invitation",
    "notification"
];

fn environment() -> Result<&'static Environment<'static>> {
    static LOADED: OnceLock<Result<Environment<'static>, String>> = OnceLock::new();
    let loaded = LOADED.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        for (name, source) in SOURCES {
            environment.add_template(name, source).map_err(|fault| format!("{name}: {fault:#}"))?;
        }
        Ok(environment)
    });
    loaded.as_ref().map_err(|fault| Error::internal(fault.clone()))
}

/// Subject and body of a mail.
///
/// # Errors
/// `internal` for an unknown kind or a value the template misses.
pub(super) fn render(draft: &Draft, installation: &str) -> Result<(String, String)> {
    let name = format!("{}.{}", draft.kind, draft.locale.tag());
    let template = environment()?.get_template(&name).map_err(Error::internal)?;
    let text = template
        .render(context! { installation, ..minijinja::Value::from(minijinja::value::Serde(&draft.values)) })
        .map_err(Error::internal)?;
    let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
    // A subject is one header line whatever the values hold.
    let subject: String = subject.chars().filter(|c| !c.is_control()).collect();
    Ok((subject.trim().to_owned(), body.trim_start().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses() {
        environment().unwrap();
    }
}
