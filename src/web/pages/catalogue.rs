//! The texts of the pages, from the files that the application reads too (`frontend/locales`): `{{name}}`, and `_one` and
//! `_other` by `count`. A test renders every text here and by i18next, and compares.

use std::{collections::HashMap, sync::OnceLock};

use rust_embed::Embed;
use serde_json::Value;

use crate::kernel::{Error, Locale, Result};

#[derive(Embed)]
#[folder = "frontend/locales"]
struct Locales;

/// Texts by `namespace:path.to.key`.
pub type Texts = HashMap<String, String>;

/// Every text of `locale`, read once.
///
/// # Errors
/// `internal` for a file that is not JSON.
pub fn texts(locale: Locale) -> Result<&'static Texts> {
    static LOADED: [OnceLock<Result<Texts, String>>; 2] = [OnceLock::new(), OnceLock::new()];
    let [zh, en] = &LOADED;
    let cell = if locale == Locale::Zh { zh } else { en };
    cell.get_or_init(|| load(locale)).as_ref().map_err(|fault| Error::internal(fault.clone()))
}

fn load(locale: Locale) -> Result<Texts, String> {
    let mut found = Texts::new();
    for path in Locales::iter() {
        let Some((tag, file)) = path.split_once('/') else { continue };
        let Some(namespace) = file.strip_suffix(".json").filter(|_| tag == locale.tag()) else { continue };
        let content = Locales::get(&path).ok_or_else(|| format!("{path} is gone"))?;
        let tree: Value = serde_json::from_slice(&content.data).map_err(|fault| format!("{path}: {fault}"))?;
        flatten(&format!("{namespace}:"), "", &tree, &mut found);
    }
    Ok(found)
}

fn flatten(namespace: &str, prefix: &str, tree: &Value, found: &mut Texts) {
    match tree {
        Value::String(text) => {
            found.insert(format!("{namespace}{prefix}"), text.clone());
        }
        Value::Object(children) => {
            for (key, child) in children {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(namespace, &path, child, found);
            }
        }
        _ => {}
    }
}

/// One file of texts as it is, for the living parts of a page.
///
/// # Errors
/// `internal` when there is no such file.
pub fn namespace(locale: Locale, name: &str) -> Result<Value> {
    let path = format!("{}/{name}.json", locale.tag());
    let file = Locales::get(&path).ok_or_else(|| Error::internal(format!("no texts {path}")))?;
    serde_json::from_slice(&file.data).map_err(Error::internal)
}

/// The text `key` with `values` in it; with `count` among them, the form that goes with that number. None where there is
/// no such text.
pub fn render(texts: &Texts, locale: Locale, key: &str, values: &HashMap<String, String>) -> Option<String> {
    let text = match values.get("count") {
        Some(count) => {
            let form = if locale == Locale::En && count == "1" { "one" } else { "other" };
            texts.get(&format!("{key}_{form}")).or_else(|| texts.get(key))
        }
        None => texts.get(key),
    }?;
    Some(fill(text, values))
}

fn fill(text: &str, values: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(values.get(name.trim()).map_or("", String::as_str));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_numbers_choose_the_form() {
        let texts: Texts =
            [("x:n_one", "{{count}} listing"), ("x:n_other", "{{count}} listings"), ("x:hi", "Hi {{who}}!")]
                .map(|(key, text)| (key.to_owned(), text.to_owned()))
                .into();
        let with = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let say = |locale, key, pairs: &[(&str, &str)]| render(&texts, locale, key, &with(pairs));
        assert_eq!(say(Locale::En, "x:n", &[("count", "1")]).unwrap(), "1 listing");
        assert_eq!(say(Locale::En, "x:n", &[("count", "0")]).unwrap(), "0 listings");
        assert_eq!(say(Locale::Zh, "x:n", &[("count", "1")]).unwrap(), "1 listings");
        assert_eq!(say(Locale::En, "x:hi", &[("who", "{{count}} <b>")]).unwrap(), "Hi {{count}} <b>!");
        assert_eq!(say(Locale::En, "x:none", &[]), None);
    }

    #[test]
    fn every_file_is_there_in_both_languages() {
        let keys = |locale| texts(locale).unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
        assert!(keys(Locale::Zh).len() > 300);
        assert_eq!(keys(Locale::Zh), keys(Locale::En));
    }
}
