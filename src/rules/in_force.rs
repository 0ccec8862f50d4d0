//! The rules of a pack that are in force on one day, each by name and with its type.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Period, Rule, RulePack, RulePackId, Value};
use crate::kernel::{Currency, Money};

/// A rule that the pack does not have on that day. Packs are checked from their effective day on, so this is about an
/// earlier day, or a rule that only some packs have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("rule pack {pack} has no rule {key} in force on {day}")]
pub struct MissingRule {
    /// The pack.
    pub pack: RulePackId,
    /// The rule.
    pub key: &'static str,
    /// The day, in China.
    pub day: NaiveDate,
}

/// What becomes of the deposit of a buyer that defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepositOnDefault {
    /// The holder gets it.
    Forfeited,
    /// The buyer gets it back.
    Refunded,
}

/// What it means when the holder does not answer the exchange's opinion on a buyer's qualification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualificationSilence {
    /// The buyer is qualified.
    Consent,
    /// The buyer is not.
    Refusal,
}

/// What a deal transfers, as far as filing it with the patent office goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filing {
    /// 转让.
    Assignment,
    /// 独占许可.
    Exclusive,
    /// 排他许可.
    Sole,
    /// 普通许可.
    Ordinary,
    /// 交叉许可.
    Cross,
    /// 开放许可.
    Open,
    /// 作价投资: the patent moves to the company.
    EquityContribution,
    /// 合作开发.
    JointDevelopment,
    /// 质押融资.
    PledgeFinance,
    /// 技术秘密, whatever right in it: there is no register.
    KnowHow,
}

impl Filing {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Assignment,
        Self::Exclusive,
        Self::Sole,
        Self::Ordinary,
        Self::Cross,
        Self::Open,
        Self::EquityContribution,
        Self::JointDevelopment,
        Self::PledgeFinance,
        Self::KnowHow,
    ];

    fn required_key(self) -> &'static str {
        match self {
            Self::Assignment => "recordal_required.assignment",
            Self::Exclusive => "recordal_required.exclusive",
            Self::Sole => "recordal_required.sole",
            Self::Ordinary => "recordal_required.ordinary",
            Self::Cross => "recordal_required.cross",
            Self::Open => "recordal_required.open",
            Self::EquityContribution => "recordal_required.equity_contribution",
            Self::JointDevelopment => "recordal_required.joint_development",
            Self::PledgeFinance => "recordal_required.pledge_finance",
            Self::KnowHow => "recordal_required.know_how",
        }
    }

    /// None where the patent office files nothing of the kind.
    fn period_key(self) -> Option<&'static str> {
        match self {
            Self::Assignment | Self::EquityContribution => Some("recordal_request_period.assignment"),
            Self::Exclusive | Self::Sole | Self::Ordinary | Self::Cross | Self::Open => {
                Some("recordal_request_period.licence")
            }
            Self::PledgeFinance => Some("recordal_request_period.pledge"),
            Self::JointDevelopment | Self::KnowHow => None,
        }
    }
}

/// A pack on a day.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    pack: &'a RulePack,
    day: NaiveDate,
}

/// Getters of required rules.
macro_rules! required {
    ($($(#[$doc:meta])* $name:ident: $read:ident -> $type:ty = $key:literal;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// `MissingRule` before the pack is effective.
            pub fn $name(&self) -> Result<$type, MissingRule> {
                self.$read($key)?.ok_or_else(|| self.missing($key))
            }
        )*
        /// The keys above, so that a test can tell that each is a required one.
        #[cfg(test)]
        pub(super) const REQUIRED: &'static [&'static str] = &[$($key),*];
    };
}

/// Getters of rules that only some packs have.
macro_rules! optional {
    ($($(#[$doc:meta])* $name:ident: $read:ident -> $type:ty = $key:literal;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(&self) -> Option<$type> {
                self.$read($key).ok().flatten()
            }
        )*
        /// The keys above, so that a test can tell that each is an optional one.
        #[cfg(test)]
        pub(super) const OPTIONAL: &'static [&'static str] = &[$($key),*];
    };
}

impl<'a> InForce<'a> {
    pub(super) fn new(pack: &'a RulePack, day: NaiveDate) -> Self {
        Self { pack, day }
    }

    /// The pack.
    pub fn id(&self) -> &'a RulePackId {
        &self.pack.id
    }

    /// Every rule in force, with its source.
    pub fn rules(&self) -> impl Iterator<Item = &'a Rule> {
        let day = self.day;
        self.pack.rules.iter().filter(move |rule| rule.holds_on(day))
    }

    /// The rule of that key for every price: the value with its source.
    pub fn rule(&self, key: &str) -> Option<&'a Rule> {
        self.rules().find(|rule| rule.key == key && rule.price_above.is_none())
    }

    required! {
        /// From a matched price to both signatures.
        signing_period: period -> Period = "signing_period";
        /// From the signed contract to the full price.
        payment_period: period -> Period = "payment_period";
        /// From the beginning of acceptance to the delivery.
        delivery_period: period -> Period = "delivery_period";
        /// From delivery to acceptance by silence.
        inspection_period: period -> Period = "inspection_period";
        /// Calendar days before the end of the inspection at which the buyer is reminded, the earliest first.
        inspection_reminders: days -> Vec<u32> = "inspection_reminders";
        /// What one extension adds to the inspection.
        inspection_extension: period -> Period = "inspection_extension";
        /// How often the inspection can be extended.
        inspection_extensions_max: count -> u32 = "inspection_extensions_max";
        /// From acceptance to the release of the price.
        release_period: period -> Period = "release_period";
        /// From a dispute to the end of evidence.
        dispute_evidence_period: period -> Period = "dispute_evidence_period";
        /// From the end of evidence to the ruling.
        dispute_ruling_period: period -> Period = "dispute_ruling_period";
        /// From the ruling to the end of appeal.
        dispute_appeal_period: period -> Period = "dispute_appeal_period";
        /// The greatest deposit, in ten-thousandths of the price.
        deposit_max_bps: bps -> u32 = "deposit_max";
        /// From the notice of qualification to the deposit.
        deposit_payment_period: period -> Period = "deposit_payment_period";
        /// From the result to the refund of a losing deposit.
        deposit_refund_period: period -> Period = "deposit_refund_period";
        /// What becomes of a defaulting buyer's deposit.
        deposit_on_buyer_default: deposit_on_default -> DepositOnDefault = "deposit_on_buyer_default";
        /// From the end of registration to the exchange's opinion on a buyer.
        qualification_opinion_period: period -> Period = "qualification_opinion_period";
        /// From that opinion to the holder's answer.
        qualification_answer_period: period -> Period = "qualification_answer_period";
        /// What the holder's silence means.
        qualification_silence: silence -> QualificationSilence = "qualification_silence";
        /// Within which an offer is answered.
        offer_answer_period: period -> Period = "offer_answer_period";
        /// Within which an enquiry is answered.
        enquiry_answer_period: period -> Period = "enquiry_answer_period";
        /// The least that one extension adds to the disclosure.
        disclosure_extension: period -> Period = "disclosure_extension";
        /// Qualified, deposited bidders that an auction needs.
        auction_bidders_min: count -> u32 = "auction_bidders_min";
        /// The shortest cycle of a timed round, in seconds.
        auction_cycle_min: seconds -> u32 = "auction_cycle_min";
        /// The longest cycle of a timed round, in seconds.
        auction_cycle_max: seconds -> u32 = "auction_cycle_max";
        /// The exchange's fee, in ten-thousandths of the price.
        fee_bps: bps -> u32 = "fee";
        /// The least fee.
        fee_min: amount -> Money = "fee_min";
        /// The greatest fee.
        fee_max: amount -> Money = "fee_max";
    }

    optional! {
        /// Disclosure of equity and property rights, at least.
        disclosure_period_equity: period -> Period = "disclosure_period_equity";
        /// An extension counts only if the first announcement said so.
        disclosure_extension_needs_announcement: flag -> bool = "disclosure_extension_needs_announcement";
        /// A change during disclosure needs an approval document and starts the clock again.
        approval_on_change: flag -> bool = "approval_on_change";
        /// A floor below this share of the valuation needs written approval, in ten-thousandths.
        approval_below_valuation_bps: bps -> u32 = "approval_below_valuation";
        /// Publication of achievement and price within the institution before an agreed price holds.
        price_publication_period: period -> Period = "price_publication_period";
        /// The contributors' least share of the net income, in ten-thousandths.
        contributor_reward_min_bps: bps -> u32 = "contributor_reward_min";
        /// Announcement of the result, at least.
        result_announcement_period: period -> Period = "result_announcement_period";
        /// The first instalment, at least, in ten-thousandths of the price; none: the price is paid at once.
        instalment_first_min_bps: bps -> u32 = "instalment_first_min";
        /// Within which the last instalment is paid.
        instalment_term_max: period -> Period = "instalment_term_max";
        /// Official fee for recording an assignment.
        recordal_fee_assignment: amount -> Money = "recordal_fee.assignment";
        /// Within which the office decides on a pledge.
        pledge_registration_period: period -> Period = "pledge_registration_period";
        /// The greatest fixed fee of an open licence.
        open_licence_fee_max: amount -> Money = "open_licence_fee_max";
        /// The greatest royalty of an open licence on net sales, in ten-thousandths.
        open_licence_sales_royalty_max_bps: bps -> u32 = "open_licence_sales_royalty_max";
        /// The greatest royalty of an open licence on profit, in ten-thousandths.
        open_licence_profit_royalty_max_bps: bps -> u32 = "open_licence_profit_royalty_max";
    }

    /// Disclosure of a listing, at least, at that price; without a price, or at one in another currency, the longest.
    ///
    /// # Errors
    /// `MissingRule` before the pack is effective.
    pub fn disclosure_period(&self, price: Option<Money>) -> Result<Period, MissingRule> {
        const KEY: &str = "disclosure_period";
        let price = price.filter(|price| price.currency == Currency::CNY).map_or(i64::MAX, |price| price.minor);
        let bound = |rule: &&Rule| rule.price_above.map_or(i64::MIN, |above| above.minor);
        let rule = self.rules().filter(|rule| rule.key == KEY && bound(rule) < price).max_by_key(bound);
        match rule.map(|rule| &rule.value) {
            Some(Value::Period(period)) => Ok(*period),
            _ => Err(self.missing(KEY)),
        }
    }

    /// Whether the price is released only after the filing.
    ///
    /// # Errors
    /// `MissingRule` before the pack is effective.
    pub fn recordal_required(&self, filing: Filing) -> Result<bool, MissingRule> {
        let key = filing.required_key();
        self.flag(key)?.ok_or_else(|| self.missing(key))
    }

    /// Within which the filing is requested; none where nothing can be filed.
    ///
    /// # Errors
    /// `MissingRule` before the pack is effective.
    pub fn recordal_request_period(&self, filing: Filing) -> Result<Option<Period>, MissingRule> {
        let Some(key) = filing.period_key() else { return Ok(None) };
        self.period(key)?.ok_or_else(|| self.missing(key)).map(Some)
    }

    fn missing(&self, key: &'static str) -> MissingRule {
        MissingRule { pack: self.pack.id.clone(), key, day: self.day }
    }
}

/// Readers of values by type. A rule in force with another shape cannot be: the pack was checked by the same table of keys.
macro_rules! readers {
    ($($name:ident -> $type:ty { $pattern:pat => $result:expr })*) => {
        impl InForce<'_> {
            $(
                fn $name(&self, key: &'static str) -> Result<Option<$type>, MissingRule> {
                    match self.rule(key).map(|rule| &rule.value) {
                        Some($pattern) => Ok(Some($result)),
                        Some(_) => Err(self.missing(key)),
                        None => Ok(None),
                    }
                }
            )*
        }
    };
}

readers! {
    period -> Period { Value::Period(period) => *period }
    days -> Vec<u32> { Value::DaysBeforeEnd(days) => days.clone() }
    amount -> Money { Value::Amount(amount) => *amount }
    count -> u32 { Value::Count(count) => *count }
    seconds -> u32 { Value::Seconds(seconds) => *seconds }
    flag -> bool { Value::Flag(flag) => *flag }
    choice -> &'static str { Value::Choice(word) => *word }
}

impl InForce<'_> {
    fn bps(&self, key: &'static str) -> Result<Option<u32>, MissingRule> {
        match self.rule(key).map(|rule| &rule.value) {
            Some(Value::Bps(bps)) => Ok(Some(*bps)),
            Some(Value::Percent(percent)) => Ok(Some(percent * 100)),
            Some(_) => Err(self.missing(key)),
            None => Ok(None),
        }
    }

    fn deposit_on_default(&self, key: &'static str) -> Result<Option<DepositOnDefault>, MissingRule> {
        Ok(self.choice(key)?.map(|word| match word {
            "forfeited" => DepositOnDefault::Forfeited,
            _ => DepositOnDefault::Refunded,
        }))
    }

    fn silence(&self, key: &'static str) -> Result<Option<QualificationSilence>, MissingRule> {
        Ok(self.choice(key)?.map(|word| match word {
            "consent" => QualificationSilence::Consent,
            _ => QualificationSilence::Refusal,
        }))
    }
}
