//! The templates (`frontend/templates/pages`), and what they can call.

use std::{collections::HashMap, sync::OnceLock};

use minijinja::{
    AutoEscape, Environment, Error as Fault, ErrorKind, State, UndefinedBehavior, Value,
    value::{Kwargs, Serde},
};
use rust_embed::Embed;

use crate::kernel::{DateTime, Error, Locale, Money, Result, Text};

use super::catalogue;

#[derive(Embed)]
#[folder = "frontend/templates/pages"]
struct Sources;

/// The page `name` with `values`, without the white space that only the template's lines need.
///
/// # Errors
/// `internal` for a template or a value that is at fault.
pub fn render(name: &str, values: Value) -> Result<String> {
    let page = environment()?.get_template(name).and_then(|template| template.render(values));
    page.map(|page| tighten(&page)).map_err(|fault| Error::internal(format!("{name}: {fault:#}")))
}

/// Templates are read once; builds for development read them again each time, for whoever works on them.
fn environment() -> Result<std::borrow::Cow<'static, Environment<'static>>> {
    static LOADED: OnceLock<Result<Environment<'static>, String>> = OnceLock::new();
    if cfg!(debug_assertions) {
        return load().map(std::borrow::Cow::Owned).map_err(Error::internal);
    }
    let loaded = LOADED.get_or_init(load).as_ref();
    loaded.map(std::borrow::Cow::Borrowed).map_err(|fault| Error::internal(fault.clone()))
}

fn load() -> Result<Environment<'static>, String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_function("t", translate);
    environment.add_function("has", has);
    environment.add_filter("say", say);
    environment.add_filter("tongue", tongue);
    environment.add_filter("money", money);
    environment.add_filter("exact", exact);
    environment.add_filter("day", day);
    environment.add_filter("number", number);
    for path in Sources::iter() {
        let file = Sources::get(&path).ok_or_else(|| format!("{path} is gone"))?;
        let source = String::from_utf8(file.data.into_owned()).map_err(|fault| format!("{path}: {fault}"))?;
        environment.add_template_owned(path.to_string(), source).map_err(|fault| format!("{path}: {fault:#}"))?;
    }
    Ok(environment)
}

/// White space with a line break in it, beside a tag, is the template's alone: the rule that JSX has, so that a page
/// written here and drawn again by React is the same to the character.
pub fn tighten(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find('\n') {
        let (line, after) = rest.split_at(at);
        let kept = line.trim_end();
        out.push_str(kept);
        let next = after.trim_start();
        if !(out.ends_with('>') || out.is_empty() || next.starts_with('<') || next.is_empty()) {
            out.push(' ');
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

fn locale(state: &State<'_, '_>) -> Locale {
    Locale::from_tag(state.lookup("lang").as_ref().and_then(Value::as_str).unwrap_or_default())
}

fn fault(fault: impl std::fmt::Display) -> Fault {
    Fault::new(ErrorKind::InvalidOperation, fault.to_string())
}

/// `t('search:total', count=3)`. A text that isn't there is a fault: no page shows the name of one.
fn translate(state: &State<'_, '_>, key: &str, values: Kwargs) -> Result<String, Fault> {
    let locale = locale(state);
    let mut given = HashMap::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        given.insert(name.to_owned(), value.to_string());
    }
    let texts = catalogue::texts(locale).map_err(fault)?;
    catalogue::render(texts, locale, key, &given).ok_or_else(|| fault(format!("there is no text {key}")))
}

/// Whether there is such a text.
fn has(state: &State<'_, '_>, key: &str) -> Result<bool, Fault> {
    Ok(catalogue::texts(locale(state)).map_err(fault)?.contains_key(key))
}

/// A text of the data in the reader's language, in the other one where that is missing.
fn say(state: &State<'_, '_>, text: Value) -> String {
    let read = |side: &str| text.get_attr(side).ok().and_then(|side| side.as_str().map(str::to_owned));
    let text = Text { zh: read("zh"), en: read("en") };
    text.in_locale(locale(state)).unwrap_or_default().to_owned()
}

/// The language that `say` found, where it isn't the reader's: `en` or `zh-CN`, else nothing.
fn tongue(state: &State<'_, '_>, text: Value) -> Option<&'static str> {
    let there = |side: &str| text.get_attr(side).ok().is_some_and(|side| side.as_str().is_some());
    match locale(state) {
        Locale::Zh if !there("zh") && there("en") => Some("en"),
        Locale::En if !there("en") && there("zh") => Some("zh-CN"),
        _ => None,
    }
}

/// 168 万元, CNY 1.68 million.
fn money(state: &State<'_, '_>, Serde(amount): Serde<Money>) -> String {
    shorter(locale(state), amount)
}

/// 1,680,000 元, CNY 1,680,000.
fn exact(state: &State<'_, '_>, Serde(amount): Serde<Money>) -> String {
    whole(locale(state), amount)
}

/// The amount as people say it, shortened only where that loses nothing; as `short` in shared/ui/money.ts.
pub fn shorter(locale: Locale, amount: Money) -> String {
    let scale = 10i64.pow(u32::from(amount.currency.minor_digits()));
    let (units, places): (&[(i64, &str)], u32) = match locale {
        Locale::Zh => (&[(100_000_000, "亿"), (10_000, "万")], 4),
        Locale::En => (&[(1_000_000_000, "billion"), (1_000_000, "million")], 3),
    };
    let found = units.iter().find(|(size, _)| amount.minor.abs() >= size.saturating_mul(scale));
    let Some((size, name)) = found else { return whole(locale, amount) };
    let (one, steps) = (size * scale, 10i64.pow(places));
    if amount.minor % (one / steps) != 0 {
        return whole(locale, amount);
    }
    let fraction = format!("{:0width$}", amount.minor.abs() % one / (one / steps), width = places as usize);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let figure = format!("{}{point}{fraction}", grouped(amount.minor / one));
    match (locale, amount.currency.code()) {
        (Locale::En, code) => format!("{code} {figure} {name}"),
        (Locale::Zh, "CNY") => format!("{figure} {name}元"),
        (Locale::Zh, code) => format!("{figure} {name} {code}"),
    }
}

fn whole(locale: Locale, amount: Money) -> String {
    let text = amount.to_decimal();
    let (units, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = if fraction.bytes().all(|digit| digit == b'0') { String::new() } else { format!(".{fraction}") };
    let figure = format!("{}{fraction}", grouped(units.parse().unwrap_or_default()));
    match (locale, amount.currency.code()) {
        (Locale::En, code) => format!("{code} {figure}"),
        (Locale::Zh, "CNY") => format!("{figure} 元"),
        (Locale::Zh, code) => format!("{figure} {code}"),
    }
}

/// 1,234,567.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn number(value: i64) -> String {
    grouped(value)
}

/// A moment's or a day's date: 2026年3月14日, 14 Mar 2026. Moments are China's.
fn day(state: &State<'_, '_>, value: &str) -> Result<String, Fault> {
    let date = match value.parse::<DateTime>() {
        Ok(moment) => (moment + chrono::Duration::hours(8)).date_naive(),
        Err(_) => value.parse::<chrono::NaiveDate>().map_err(fault)?,
    };
    Ok(match locale(state) {
        Locale::Zh => date.format("%Y年%-m月%-d日").to_string(),
        Locale::En => date.format("%-d %b %Y").to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_the_templates_lines_goes_as_in_jsx() {
        assert_eq!(tighten("<p>\n  one\n  two <b>three</b>\n</p>\n"), "<p>one two <b>three</b></p>");
        assert_eq!(tighten("<a>\n\n  <b>x</b> <i>y</i>\n</a>"), "<a><b>x</b> <i>y</i></a>");
    }

    #[test]
    fn amounts_are_shortened_only_where_that_loses_nothing() {
        let say = |locale, fen| shorter(locale, Money::cny(fen));
        assert_eq!(say(Locale::Zh, 168_000_000), "168 万元");
        assert_eq!(say(Locale::En, 168_000_000), "CNY 1.68 million");
        assert_eq!(say(Locale::Zh, 12_345_678_900), "123,456,789 元");
        assert_eq!(say(Locale::Zh, 12_345_000_000), "1.2345 亿元");
        assert_eq!(say(Locale::Zh, 999_950), "9,999.50 元");
        assert_eq!(say(Locale::En, 12_345_678_900), "CNY 123,456,789");
    }

    #[test]
    fn every_template_parses() {
        load().unwrap();
    }
}
