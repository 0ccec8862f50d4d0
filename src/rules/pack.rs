//! Rule packs: reading, checking, identity.

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    InForce, Period,
    keys::{self, KEYS},
};
use crate::kernel::{Money, Text};

/// Rules taken at most in one pack.
const MAX_RULES: usize = 500;

/// The identity of a pack, which a deal pins: `private@2026-1`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RulePackId {
    name: String,
    year: u16,
    number: u16,
}

impl RulePackId {
    /// `private`, `university`, `state_owned`, or an operator's own.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `2026-1`. Versions are ordered by year, then number.
    pub fn version(&self) -> String {
        format!("{}-{}", self.year, self.number)
    }
}

impl FromStr for RulePackId {
    type Err = PackFault;

    fn from_str(text: &str) -> Result<Self, PackFault> {
        let fault = || PackFault {
            rule: None,
            message: format!(
                "{:?} is not the identity of a pack, such as private@2026-1",
                text.chars().take(80).collect::<String>()
            ),
        };
        let (name, version) = text.split_once('@').ok_or_else(fault)?;
        let named = (1..=40).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        let (year, number) = version.split_once('-').ok_or_else(fault)?;
        let parse = |part: &str| part.parse::<u16>().ok().filter(|value| *value > 0 && value.to_string() == part);
        match (named, year.len(), parse(year), parse(number)) {
            (true, 4, Some(year), Some(number)) => Ok(Self { name: name.to_owned(), year, number }),
            _ => Err(fault()),
        }
    }
}

impl TryFrom<String> for RulePackId {
    type Error = PackFault;

    fn try_from(text: String) -> Result<Self, PackFault> {
        text.parse()
    }
}

impl From<RulePackId> for String {
    fn from(id: RulePackId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for RulePackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}-{}", self.name, self.year, self.number)
    }
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A law, regulation or official notice.
    Law,
    /// What exchanges commonly do.
    Practice,
    /// A choice of this exchange, which the operator may change in a pack of its own.
    Own,
}

/// The value of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A length of time.
    Period(Period),
    /// Calendar days before the end of a period, the earliest reminder first.
    DaysBeforeEnd(Vec<u32>),
    /// Ten-thousandths.
    Bps(u32),
    /// Hundredths.
    Percent(u32),
    /// An amount in renminbi.
    Amount(Money),
    /// A number of things.
    Count(u32),
    /// A short time.
    Seconds(u32),
    /// Yes or no.
    Flag(bool),
    /// One of the words of the key.
    Choice(&'static str),
}

/// A line of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// One of [`KEYS`].
    pub key: &'static str,
    /// What it says.
    pub value: Value,
    /// It holds for prices above this only, and wins over rules with a lower bound.
    pub price_above: Option<Money>,
    /// What it rests on.
    pub basis: Basis,
    /// The law, rule or practice.
    pub source: Text,
    /// First day, in China; none where the start does not matter.
    pub in_force_from: Option<NaiveDate>,
    /// Last day, in China; none while it is in force.
    pub in_force_to: Option<NaiveDate>,
    /// The source was seen; otherwise it is from general knowledge and to be checked before use.
    pub verified: bool,
    /// Anything else a reader should know.
    pub note: Text,
}

impl Rule {
    /// Whether it is in force on that day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.in_force_from.is_none_or(|from| from <= day) && self.in_force_to.is_none_or(|to| day <= to)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let before =
            |a: &Self, b: &Self| matches!((a.in_force_to, b.in_force_from), (Some(to), Some(from)) if to < from);
        !before(self, other) && !before(other, self)
    }
}

/// One thing wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct PackFault {
    /// The rule, by its key and place in the file, such as `payment_period (rule 7)`.
    pub rule: Option<String>,
    /// What is wrong, what came and what is accepted.
    pub message: String,
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rule {
            Some(rule) => write!(f, "{rule}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Why a pack is refused: everything wrong with it at once.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct PackError {
    /// File or pack.
    pub origin: String,
    /// What is wrong, in the order of the file.
    pub faults: Vec<PackFault>,
}

impl PackError {
    pub(super) fn one(origin: &str, message: impl fmt::Display) -> Self {
        Self { origin: origin.to_owned(), faults: vec![PackFault { rule: None, message: message.to_string() }] }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule pack {} is refused", self.origin)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

/// A pack that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RulePack {
    /// Name and version.
    pub id: RulePackId,
    /// What people call it.
    pub title: Text,
    /// From this day on every required rule is in force.
    pub effective_from: NaiveDate,
    /// The rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// The file as it was read, to be kept or hashed where a pin must be proved.
    #[serde(skip)]
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    id: String,
    title: Text,
    effective_from: NaiveDate,
    rule: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    key: String,
    value: toml::Value,
    unit: String,
    price_above: Option<i64>,
    basis: Basis,
    source: Text,
    in_force_from: Option<NaiveDate>,
    in_force_to: Option<NaiveDate>,
    verified: bool,
    #[serde(default)]
    note: Text,
}

impl RulePack {
    /// Reads and checks a pack. `origin` is the file, for the error.
    ///
    /// # Errors
    /// Every fault at once, each with its rule.
    pub fn parse(origin: &str, text: &str) -> Result<Self, PackError> {
        let file: PackFile = toml::from_str(text).map_err(|fault| PackError::one(origin, fault))?;
        let mut faults = Vec::new();
        let id = file.id.parse().map_err(|fault| faults.push(fault)).ok();
        if file.title.clone().trimmed().is_empty() {
            faults
                .push(PackFault { rule: None, message: "title: give it in Chinese, in English or in both".to_owned() });
        }
        if file.rule.len() > MAX_RULES {
            return Err(PackError::one(origin, format!("{} rules; a pack has at most {MAX_RULES}", file.rule.len())));
        }
        let mut rules = Vec::with_capacity(file.rule.len());
        for (index, line) in file.rule.into_iter().enumerate() {
            let name = format!("{} (rule {})", line.key, index + 1);
            match read_rule(line) {
                Ok(rule) => rules.push((name, rule)),
                Err(messages) => {
                    let named = |message| PackFault { rule: Some(name.clone()), message };
                    faults.extend(messages.into_iter().map(named));
                }
            }
        }
        faults.extend(overlaps(&rules));
        let rules: Vec<Rule> = rules.into_iter().map(|(_, rule)| rule).collect();
        // A gap is only worth telling once every rule could be read.
        if faults.is_empty() {
            faults.extend(gaps(&rules, file.effective_from));
        }
        match id {
            Some(id) if faults.is_empty() => {
                Ok(Self { id, title: file.title, effective_from: file.effective_from, rules, text: text.to_owned() })
            }
            _ => Err(PackError { origin: origin.to_owned(), faults }),
        }
    }

    /// The rules in force on a day, in China.
    pub fn at(&self, day: NaiveDate) -> InForce<'_> {
        InForce::new(self, day)
    }

    /// Rules whose source was not seen: to be shown to the operator.
    pub fn unverified(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| !rule.verified)
    }
}

fn read_rule(line: RuleFile) -> Result<Rule, Vec<String>> {
    let Some(key) = keys::find(&line.key) else {
        let known: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        return Err(vec![format!("there is no rule of that key; the keys are {}", known.join(", "))]);
    };
    let mut faults = Vec::new();
    let value = key.shape.read(&line.unit, &line.value).map_err(|fault| faults.push(fault)).ok();
    if line.source.clone().trimmed().is_empty() {
        faults.push("source: name the law, rule or practice".to_owned());
    }
    if let (Some(from), Some(to)) = (line.in_force_from, line.in_force_to)
        && to < from
    {
        faults.push(format!("in_force_to {to} is before in_force_from {from}"));
    }
    if let Some(price) = line.price_above {
        if !key.by_price {
            faults.push("price_above: this rule does not differ by price".to_owned());
        } else if price <= 0 {
            faults.push(format!(
                "price_above {price} is not a positive number of minor units; leave it out for every price"
            ));
        }
    }
    match value {
        Some(value) if faults.is_empty() => Ok(Rule {
            key: key.name,
            value,
            price_above: line.price_above.map(Money::cny),
            basis: line.basis,
            source: line.source,
            in_force_from: line.in_force_from,
            in_force_to: line.in_force_to,
            verified: line.verified,
            note: line.note,
        }),
        _ => Err(faults),
    }
}

fn overlaps(rules: &[(String, Rule)]) -> Vec<PackFault> {
    let mut faults = Vec::new();
    for (index, (name, rule)) in rules.iter().enumerate() {
        for (earlier_name, earlier) in rules.iter().take(index) {
            if earlier.key == rule.key && earlier.price_above == rule.price_above && earlier.overlaps(rule) {
                let message = format!("in force at the same time as {earlier_name}; end one with in_force_to");
                faults.push(PackFault { rule: Some(name.clone()), message });
            }
        }
    }
    faults
}

/// Days from the effective one on at which a required rule begins to be missing.
fn gaps(rules: &[Rule], effective_from: NaiveDate) -> Vec<PackFault> {
    let mut faults = Vec::new();
    for key in KEYS.iter().filter(|key| key.required) {
        let whole = |rule: &&Rule| rule.key == key.name && rule.price_above.is_none();
        // A gap can only begin on the effective day or the day after a rule ends.
        let ends = rules.iter().filter(whole).filter_map(|rule| rule.in_force_to?.succ_opt());
        let days: BTreeSet<NaiveDate> = ends.filter(|day| *day > effective_from).chain([effective_from]).collect();
        if let Some(day) = days.into_iter().find(|day| !rules.iter().filter(whole).any(|rule| rule.holds_on(*day))) {
            let message = format!("{}: missing from {day} on; every pack needs this rule", key.name);
            faults.push(PackFault { rule: None, message });
        }
    }
    faults
}
