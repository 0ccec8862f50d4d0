//! The tradeability check (可交易性检查): whether what a listing offers can be traded, as far as the records here tell.
//!
//! Red is a refusal of the rules of the trade, amber what nobody here can know or has to look into, green what was
//! checked and holds. Nothing is green for lack of knowledge.

use chrono::NaiveDate;
use entity::patent;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kernel::{
        Result,
        id::{OrganisationId, PatentId},
    },
    patents::{
        self, Standing,
        number::{PatentKind, PatentNumber},
        standing,
        view::Owner,
    },
};

use super::model::{Listing, Right};

use Verdict::{Amber, Green, Red};

/// How a check came out; the worst one is the listing's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Checked, and holds.
    Green,
    /// To be looked into.
    Amber,
    /// The rules refuse it.
    Red,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckOut {
    /// Stable name of the finding; it is translated where it is shown.
    pub code: &'static str,
    /// How it came out.
    pub verdict: Verdict,
    /// What it means.
    pub reason: &'static str,
    /// The patent it is about; none for the listing as a whole.
    pub patent: Option<PatentId>,
    /// The rights on offer that it touches.
    pub rights: Vec<Right>,
}

/// The check of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TradeabilityOut {
    /// The worst of the checks.
    pub verdict: Verdict,
    /// Worst first.
    pub checks: Vec<CheckOut>,
}

/// Checks `listing` with its patents on `today`; `holder` is the name or names its organisation goes by.
///
/// # Errors
/// `internal` for a record that this version can't read.
pub fn check(
    listing: &Listing,
    holder: &crate::kernel::Text,
    patents: &[patent::Model],
    today: NaiveDate,
) -> Result<TradeabilityOut> {
    let mut checks = Vec::new();
    if patents.is_empty() {
        checks.push(CheckOut {
            code: "know_how",
            verdict: Green,
            reason: "Know-how without patents: no register stands against it; what is secret is the holder's to show.",
            patent: None,
            rights: listing.rights.clone(),
        });
    }
    for patent in patents {
        let owners = patents::queries::owners(patent)?;
        let case = Case { listing, patent, today };
        checks.push(case.number());
        checks.push(case.standing());
        checks.push(case.owner(&owners, holder));
        checks.extend(case.co_owners(&owners));
        checks.extend(case.pledge());
        checks.extend(case.open_licence());
        checks.push(case.encumbrances());
    }
    checks.sort_by_key(|check| std::cmp::Reverse(check.verdict));
    let verdict = checks.iter().map(|check| check.verdict).max().unwrap_or(Green);
    Ok(TradeabilityOut { verdict, checks })
}

struct Case<'c> {
    listing: &'c Listing,
    patent: &'c patent::Model,
    today: NaiveDate,
}

impl Case<'_> {
    fn finding(&self, code: &'static str, verdict: Verdict, rights: Vec<Right>, reason: &'static str) -> CheckOut {
        CheckOut { code, verdict, reason, patent: Some(self.patent.id.into()), rights }
    }

    fn all(&self, code: &'static str, verdict: Verdict, reason: &'static str) -> CheckOut {
        self.finding(code, verdict, self.listing.rights.clone(), reason)
    }

    fn offered(&self, wanted: impl Fn(Right) -> bool) -> Vec<Right> {
        self.listing.rights.iter().copied().filter(|right| wanted(*right)).collect()
    }

    fn number(&self) -> CheckOut {
        if self.patent.number.parse::<PatentNumber>().is_ok() {
            self.all(
                "number_valid",
                Green,
                "The number is well-formed and its check character, if it has one, is right.",
            )
        } else {
            self.all("number_invalid", Red, "The number fails its check.")
        }
    }

    fn standing(&self) -> CheckOut {
        match standing(self.patent, self.today) {
            Standing::Ended => self.all("right_ended", Red, "The right has ended."),
            Standing::InForce => {
                self.all("right_in_force", Green, "The recorded legal status says that it is in force.")
            }
            Standing::Granted => {
                self.all("annuity_unknown", Amber, "Granted; whether its annuities are paid is not on record here.")
            }
            Standing::Pending => {
                self.all("not_granted", Amber, "An application: it may be refused, or granted narrower.")
            }
            Standing::Unknown => {
                self.all("standing_unknown", Amber, "Whether the right is in force is not on record here.")
            }
        }
    }

    fn owner(&self, owners: &[Owner], holder: &crate::kernel::Text) -> CheckOut {
        let own: OrganisationId = self.listing.owner;
        let is_holder = |owner: &Owner| match owner.organisation {
            Some(id) => id == own,
            None => [&holder.zh, &holder.en].into_iter().flatten().any(|name| same_name(name, &owner.name)),
        };
        if owners.is_empty() {
            self.all("owner_unknown", Amber, "Who owns it is not on record here.")
        } else if owners.iter().any(is_holder) {
            self.all("owner_registered", Green, "The holder is an owner on record.")
        } else {
            self.all("not_registered_owner", Red, "The owners on record are others than the holder.")
        }
    }

    fn co_owners(&self, owners: &[Owner]) -> Option<CheckOut> {
        let rights = self.offered(Right::needs_all_owners);
        let needed = owners.len() > 1 && !rights.is_empty();
        needed.then(|| {
            self.finding(
                "co_owner_consent_missing",
                Amber,
                rights,
                "It has co-owners, and these rights need all of them; their consent is not on record here.",
            )
        })
    }

    fn pledge(&self) -> Option<CheckOut> {
        let rights = self.offered(|right| right == Right::PledgeFinance);
        let pending = standing(self.patent, self.today) == Standing::Pending;
        (pending && !rights.is_empty())
            .then(|| self.finding("pledge_not_granted", Red, rights, "Only a granted patent can be pledged."))
    }

    fn open_licence(&self) -> Option<CheckOut> {
        let rights = self.offered(|right| right == Right::Open);
        let kind = match self.patent.number.parse::<PatentNumber>() {
            Ok(PatentNumber::Application(number)) => number.kind(),
            _ => None,
        };
        let utility = self.patent.office == "CN"
            && (matches!(kind, Some(PatentKind::UtilityModel | PatentKind::Design))
                || self.patent.kind_code.as_deref().is_some_and(|kind| kind.starts_with(['U', 'Y', 'S', 'D'])));
        (utility && !rights.is_empty()).then(|| {
            self.finding(
                "evaluation_report_missing",
                Amber,
                rights,
                "An open licence of a utility model or design takes an evaluation report, which is not on record here.",
            )
        })
    }

    fn encumbrances(&self) -> CheckOut {
        self.all(
            "encumbrances_unknown",
            Amber,
            "Whether it is pledged, under court preservation or licensed exclusively is not on record here; the register tells.",
        )
    }
}

/// Names on registers differ in width, case, spaces and brackets.
fn same_name(a: &str, b: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let bare =
        |name: &str| -> String { name.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let a = bare(a);
    !a.is_empty() && a == bare(b)
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn names_are_the_same_whatever_their_width_and_brackets() {
        assert!(same_name("甲秀科技（贵阳）有限公司", "甲秀科技(贵阳)有限公司"));
        assert!(same_name("ACME  Corp.", "Acme Corp"));
        assert!(!same_name("Acme Corp", "Acme Group"));
        assert!(!same_name("", "..."));
    }
}
