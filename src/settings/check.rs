//! Checks of settings, each fault with its field and limit.

use std::borrow::Cow;

use crate::{
    kernel::{Currency, FieldError, Money, Result, Text, fields::Fields},
    platform::site::{Announcement, Contact, Fees, Periods, Reason, Texts},
};

use super::view::SettingsIn;

/// Longest name, in characters a language: it stands in every page's head.
const NAME: usize = 60;
/// Longest announcement, in characters a language.
const ANNOUNCEMENT: usize = 500;
/// Longest addition to a page, in characters a language.
const ADDITION: usize = 20_000;
/// Most templates.
const REASONS: usize = 60;
/// Longest name of a template.
const REASON_NAME: usize = 60;
/// Longest template: refunds take no longer note.
const REASON_TEXT: usize = 500;
/// The highest fee, in basis points.
const FEE: u32 = 1_000;
/// The highest bound of a fee, in fen: a hundred million yuan.
const BOUND: i64 = 10_000_000_000;
/// The longest period, in working days.
const DAYS: u32 = 60;

/// A change whose fields are in order.
///
/// # Errors
/// `validation` with every fault.
pub fn checked(input: SettingsIn) -> Result<SettingsIn> {
    let mut fields = Fields::new();
    let checked = SettingsIn {
        name: input.name.map(|name| fields.bilingual("name", name, true, NAME)),
        contact: input.contact.map(|contact| check_contact(&mut fields, contact)),
        announcement: input.announcement.map(|said| said.map(|said| check_announcement(&mut fields, said))),
        texts: input.texts.map(|texts| Texts {
            terms: fields.bilingual("texts.terms", texts.terms, false, ADDITION),
            privacy: fields.bilingual("texts.privacy", texts.privacy, false, ADDITION),
            help: fields.bilingual("texts.help", texts.help, false, ADDITION),
        }),
        fees: input.fees.map(|fees| fees.inspect(|fees| check_fees(&mut fields, fees))),
        reasons: input.reasons.map(|reasons| check_reasons(&mut fields, reasons)),
        periods: input.periods.inspect(|periods| check_periods(&mut fields, *periods)),
    };
    fields.finish()?;
    Ok(checked)
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn check_contact(fields: &mut Fields, contact: Contact) -> Contact {
    let email = contact.email.and_then(|email| some(fields.text("contact.email", &email, 0, 254)));
    if let Some(email) = &email {
        let halves = email.split_once('@');
        let ok = halves.is_some_and(|(who, host)| !who.is_empty() && !host.is_empty() && !host.contains('@'))
            && !email.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
        fields.check(ok, || FieldError::invalid("contact.email", email, "an address such as desk@example.org"));
    }
    let phone = contact.phone.and_then(|phone| some(fields.text("contact.phone", &phone, 0, 40)));
    if let Some(phone) = &phone {
        let ok = phone.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c));
        fields.check(ok, || FieldError::invalid("contact.phone", phone, "digits, spaces and + - ( ) / ."));
    }
    Contact { email, phone, address: fields.bilingual("contact.address", contact.address, false, 300) }
}

fn check_announcement(fields: &mut Fields, said: Announcement) -> Announcement {
    Announcement { text: fields.bilingual("announcement.text", said.text, true, ANNOUNCEMENT), ..said }
}

fn check_fees(fields: &mut Fields, fees: &Fees) {
    fields.check(fees.bps <= FEE, || FieldError::out_of_range("fees.bps", fees.bps, 0, FEE));
    let mut bound = |field: &'static str, of: &'static str, money: Money| {
        fields.check(money.currency == Currency::CNY, || FieldError::invalid(of, money.currency, "CNY"));
        fields.check((0..=BOUND).contains(&money.minor), || FieldError::out_of_range(field, money.minor, 0, BOUND));
    };
    bound("fees.min.minor", "fees.min.currency", fees.min);
    bound("fees.cap.minor", "fees.cap.currency", fees.cap);
    fields.check(fees.min.minor <= fees.cap.minor, || {
        FieldError::invalid("fees.cap.minor", fees.cap.minor, format!("at least the minimum, {}", fees.min.minor))
    });
}

/// A text inside a list: its path is made for it.
fn within(fields: &mut Fields, path: &str, value: Text, max: usize) -> Text {
    let value = value.trimmed();
    if value.is_empty() {
        fields.push(FieldError::required(path.to_owned()));
    }
    let mut side = |language: &str, side: String| {
        let field: Cow<'static, str> = Cow::Owned(format!("{path}.{language}"));
        fields.text(field, &side, 0, max)
    };
    Text { zh: value.zh.map(|text| side("zh", text)), en: value.en.map(|text| side("en", text)) }
}

fn check_reasons(fields: &mut Fields, reasons: Vec<Reason>) -> Vec<Reason> {
    fields.at_most("reasons", &reasons, REASONS);
    let check = |(n, reason): (usize, Reason)| Reason {
        r#for: reason.r#for,
        name: within(fields, &format!("reasons[{n}].name"), reason.name, REASON_NAME),
        text: within(fields, &format!("reasons[{n}].text"), reason.text, REASON_TEXT),
    };
    reasons.into_iter().take(REASONS).enumerate().map(check).collect()
}

fn check_periods(fields: &mut Fields, periods: Periods) {
    for (field, days) in [
        ("periods.verification", periods.verification),
        ("periods.listing", periods.listing),
        ("periods.recordal", periods.recordal),
        ("periods.suspense", periods.suspense),
    ] {
        fields.check((1..=DAYS).contains(&days), || FieldError::out_of_range(field, days, 1, DAYS));
    }
}
