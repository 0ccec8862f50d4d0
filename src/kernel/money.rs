//! Amounts of money: integers in minor units (fen, cents), never floating point.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use utoipa::ToSchema;

/// One currency that this exchange can hold amounts in.
struct Definition {
    code: &'static str,
    digits: u8,
    zh: &'static str,
}

/// ISO 4217 currencies taken here, with their minor-unit digits (`JPY` and `KRW` have none).
const SUPPORTED: &[Definition] = &[
    Definition { code: "CNY", digits: 2, zh: "元" },
    Definition { code: "USD", digits: 2, zh: "美元" },
    Definition { code: "EUR", digits: 2, zh: "欧元" },
    Definition { code: "HKD", digits: 2, zh: "港元" },
    Definition { code: "MOP", digits: 2, zh: "澳门元" },
    Definition { code: "TWD", digits: 2, zh: "新台币" },
    Definition { code: "JPY", digits: 0, zh: "日元" },
    Definition { code: "GBP", digits: 2, zh: "英镑" },
    Definition { code: "CHF", digits: 2, zh: "瑞士法郎" },
    Definition { code: "KRW", digits: 0, zh: "韩元" },
    Definition { code: "SGD", digits: 2, zh: "新加坡元" },
    Definition { code: "AUD", digits: 2, zh: "澳元" },
    Definition { code: "CAD", digits: 2, zh: "加元" },
];

/// Why an amount could not be read or computed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The code is not in the list of supported ISO 4217 currencies.
    #[error(
        "currency {0:?} is not supported; use one of CNY, USD, EUR, HKD, MOP, TWD, JPY, GBP, CHF, KRW, SGD, AUD, CAD"
    )]
    UnknownCurrency(String),
    /// Two amounts of different currencies were combined.
    #[error("{left} and {right} cannot be combined: there is no implicit exchange rate")]
    CurrencyMismatch { left: Currency, right: Currency },
    /// The result does not fit 64 bits of minor units.
    #[error("the result is beyond {limit} minor units", limit = i64::MAX)]
    Overflow,
    /// There is nothing to divide by: no weight, or only zeros.
    #[error("an amount cannot be split: the weights sum to zero")]
    NoWeights,
    /// The text is not a decimal amount of that currency.
    #[error("{value:?} is not an amount in {currency}: digits, with at most {digits} after the point")]
    Malformed { value: String, currency: Currency, digits: u8 },
}

/// A supported ISO 4217 currency; on the wire its alphabetic code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: &'static str,
    digits: u8,
}

impl Currency {
    /// Renminbi yuan, the currency of the ledger.
    pub const CNY: Self = Self { code: "CNY", digits: 2 };

    /// ISO 4217 alphabetic code.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// Digits after the decimal point (ISO 4217 exponent).
    pub fn minor_digits(self) -> u8 {
        self.digits
    }

    /// Every currency that is taken.
    pub fn supported() -> impl Iterator<Item = Self> {
        SUPPORTED.iter().map(|known| Self { code: known.code, digits: known.digits })
    }

    /// Minor units in one major unit.
    fn scale(self) -> u128 {
        10u128.pow(u32::from(self.digits))
    }

    fn chinese(self) -> &'static str {
        SUPPORTED.iter().find(|known| known.code == self.code).map_or(self.code, |known| known.zh)
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(code: &str) -> Result<Self, MoneyError> {
        Self::supported()
            .find(|known| known.code == code)
            .ok_or_else(|| MoneyError::UnknownCurrency(code.chars().take(16).collect()))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

// By hand: a derive would tie the input's lifetime to that of the static code.
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// An amount in minor units of its currency: 12,500.00 yuan is `{"minor": 1250000, "currency": "CNY"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"minor": 1_250_000, "currency": "CNY"}))]
pub struct Money {
    /// Minor units (fen, cents); whole units where the currency has none.
    pub minor: i64,
    /// ISO 4217 code.
    #[schema(value_type = String)]
    pub currency: Currency,
}

impl Money {
    /// An amount of `minor` units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// An amount of `fen` in renminbi.
    pub const fn cny(fen: i64) -> Self {
        Self::new(fen, Currency::CNY)
    }

    /// Nothing, in that currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// True for nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// True above nothing.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// True below nothing.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// `self + other`.
    ///
    /// # Errors
    /// `CurrencyMismatch`, `Overflow`.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// `self - other`.
    ///
    /// # Errors
    /// `CurrencyMismatch`, `Overflow`.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// The sum of `amounts`, which is zero for none.
    ///
    /// # Errors
    /// `CurrencyMismatch`, `Overflow`.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    /// Which is the greater. Amounts have no `Ord`: those of two currencies cannot be ranked.
    ///
    /// # Errors
    /// `CurrencyMismatch`.
    pub fn compare(self, other: Self) -> Result<std::cmp::Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// `bps` ten-thousandths of the amount, rounded to the nearest minor unit, a half away from zero:
    /// 1 % of 0.50 yuan is 0.01, of -0.50 it is -0.01.
    ///
    /// # Errors
    /// `Overflow`, possible only above 10,000.
    pub fn basis_points(self, bps: u32) -> Result<Self, MoneyError> {
        const WHOLE: u128 = 10_000;
        let magnitude = (u128::from(self.minor.unsigned_abs()) * u128::from(bps) + WHOLE / 2) / WHOLE;
        self.with_magnitude(magnitude)
    }

    /// Shares in proportion to `weights` that sum to exactly this amount (largest remainder; of equal remainders
    /// the earlier share gets the unit). A weight of zero gets nothing.
    ///
    /// # Errors
    /// `NoWeights` when the weights are missing or all zero.
    pub fn split(self, weights: &[u64]) -> Result<Vec<Self>, MoneyError> {
        let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
        if total == 0 {
            return Err(MoneyError::NoWeights);
        }
        let amount = u128::from(self.minor.unsigned_abs());
        let (mut shares, mut remainders) = (Vec::with_capacity(weights.len()), Vec::with_capacity(weights.len()));
        for (index, &weight) in weights.iter().enumerate() {
            let product = amount * u128::from(weight);
            shares.push(product / total);
            remainders.push((product % total, index));
        }
        remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut left = amount - shares.iter().sum::<u128>();
        for (_, index) in remainders {
            if left == 0 {
                break;
            }
            if let Some(share) = shares.get_mut(index) {
                *share += 1;
                left -= 1;
            }
        }
        shares.into_iter().map(|share| self.with_magnitude(share)).collect()
    }

    /// Reads a decimal amount such as `12,500.00` or `-3.5`, in ASCII digits and without a currency sign.
    ///
    /// # Errors
    /// `Malformed` (also for more decimals than the currency has: nothing is rounded away), `Overflow`.
    pub fn from_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::Malformed {
            value: text.chars().take(40).collect(),
            currency,
            digits: currency.minor_digits(),
        };
        let trimmed = text.trim();
        let (negative, unsigned) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let whole = ungrouped(whole).ok_or_else(malformed)?;
        let digits = usize::from(currency.minor_digits());
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let pointless = !unsigned.contains('.') || !fraction.is_empty();
        if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) || fraction.len() > digits || !pointless {
            return Err(malformed());
        }
        let sign = if negative { "-" } else { "" };
        let minor = format!("{sign}{whole}{fraction:0<digits$}").parse().map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(minor, currency))
    }

    /// The exact decimal without grouping or currency, for files of banks: `12500.00`.
    pub fn to_decimal(self) -> String {
        self.decimal(|whole| whole.to_string())
    }

    /// Exact, as people write it in Chinese: `12,500.00元`.
    pub fn exact_zh(self) -> String {
        format!("{}{}", self.decimal(grouped), self.currency.chinese())
    }

    /// Exact, as people write it in English: `CNY 12,500.00`.
    pub fn exact_en(self) -> String {
        format!("{} {}", self.currency, self.decimal(grouped))
    }

    /// Short, in Chinese, rounded to two decimals of 万 or 亿 (a half away from zero): `1.25万元`, `3.2亿元`.
    /// Below one 万 it is exact.
    pub fn brief_zh(self) -> String {
        const UNITS: &[(u128, &str)] = &[(100_000_000, "亿"), (10_000, "万")];
        let name = self.currency.chinese();
        self.brief(UNITS).map_or_else(|| self.exact_zh(), |(number, unit)| format!("{number}{unit}{name}"))
    }

    /// Short, in English, rounded to two decimals of a million or a billion: `CNY 1.25 million`.
    /// Below one million it is exact.
    pub fn brief_en(self) -> String {
        const UNITS: &[(u128, &str)] = &[(1_000_000_000, "billion"), (1_000_000, "million")];
        let code = self.currency;
        self.brief(UNITS).map_or_else(|| self.exact_en(), |(number, unit)| format!("{code} {number} {unit}"))
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }

    /// This amount's sign and currency with another magnitude.
    fn with_magnitude(self, magnitude: u128) -> Result<Self, MoneyError> {
        let magnitude = i128::try_from(magnitude).map_err(|_| MoneyError::Overflow)?;
        let signed = if self.is_negative() { -magnitude } else { magnitude };
        let minor = i64::try_from(signed).map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    fn sign(self) -> &'static str {
        if self.is_negative() { "-" } else { "" }
    }

    fn decimal(self, whole: impl Fn(u128) -> String) -> String {
        let (scale, digits) = (self.currency.scale(), usize::from(self.currency.minor_digits()));
        let magnitude = u128::from(self.minor.unsigned_abs());
        let fraction = if digits == 0 { String::new() } else { format!(".{:0digits$}", magnitude % scale) };
        format!("{}{}{fraction}", self.sign(), whole(magnitude / scale))
    }

    /// The amount in the greatest unit that it fills *after* rounding, so that 9,999.999 万 reads 1亿.
    fn brief(self, units: &[(u128, &'static str)]) -> Option<(String, &'static str)> {
        let magnitude = u128::from(self.minor.unsigned_abs());
        units.iter().find_map(|&(size, unit)| {
            let one = size * self.currency.scale();
            let next_below = units.iter().map(|&(other, _)| other).filter(|&other| other < size).max();
            let hundredths = match next_below {
                // Round as the unit below would, then see whether that fills this one.
                Some(below) => {
                    let step = below * self.currency.scale() / 100;
                    let rounded = (magnitude + step / 2) / step * step;
                    if rounded < one { return None } else { (magnitude * 100 + one / 2) / one }
                }
                None if magnitude < one => return None,
                None => (magnitude * 100 + one / 2) / one,
            };
            let fraction = format!("{:02}", hundredths % 100);
            let fraction = fraction.trim_end_matches('0');
            let point = if fraction.is_empty() { "" } else { "." };
            Some((format!("{}{}{point}{fraction}", self.sign(), grouped(hundredths / 100)), unit))
        })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.to_decimal())
    }
}

/// Digits in threes: 1234567 is `1,234,567`.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The digits without their commas, or `None` where the commas do not stand between threes (`1,25` is no amount).
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    if whole.contains(',') && (first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3)) {
        return None;
    }
    Some(whole.replace(',', ""))
}

#[cfg(test)]
mod tests;
