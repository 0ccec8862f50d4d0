//! What an offer says: checked once, for offers and counter-offers alike.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{DateTime, FieldError, Money, Result, fields::Fields},
    listings::{Listing, Right},
};

use super::view::{OfferIn, TermsIn};

/// Highest price, in minor units: a hundred thousand million.
pub const MAX_PRICE: i64 = 10_000_000_000_000;
/// An offer is open for at most this long.
pub const LONGEST: TimeDelta = TimeDelta::days(365);
const MAX_FIELD: usize = 1_000;
const MAX_TERRITORY: usize = 500;
const MAX_MESSAGE: usize = 5_000;
/// Fifty years: longer than any patent lives, long enough for know-how.
const MAX_TERM: u32 = 600;
/// What deals of this release can carry out.
const DEALT_IN: [Right; 4] = [Right::Assignment, Right::Exclusive, Right::Sole, Right::Ordinary];

/// Terms besides right and price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = OfferTerms)]
pub struct Terms {
    /// Field of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// For how many months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_months: Option<u32>,
    /// What is paid at once: in this release the whole price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upfront: Option<Money>,
}

/// What one side offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Which right.
    pub right: Right,
    /// For how much.
    pub price: Money,
    /// On which terms.
    pub terms: Terms,
    /// Until when it can be answered.
    pub expires_at: DateTime,
    /// Words to the other side.
    pub message: Option<String>,
}

impl Proposal {
    /// Checks everything about an offer on `listing` at once.
    ///
    /// # Errors
    /// `validation`, naming every fault.
    pub fn checked(input: &OfferIn, listing: &Listing, now: DateTime) -> Result<Self> {
        let mut fields = Fields::new();
        check_right(&mut fields, input.right, listing);
        check_price(&mut fields, input.price, listing);
        let terms = check_terms(&mut fields, &input.terms, input.price);
        let latest = now + LONGEST;
        fields.check(input.expires_at > now && input.expires_at <= latest, || {
            FieldError::out_of_range("expires_at", input.expires_at.to_rfc3339(), now.to_rfc3339(), latest.to_rfc3339())
        });
        let message = input.message.as_deref().map(|message| fields.text("message", message, 0, MAX_MESSAGE));
        fields.finish()?;
        Ok(Self {
            right: input.right,
            price: input.price,
            terms,
            expires_at: input.expires_at,
            message: message.filter(|message| !message.is_empty()),
        })
    }
}

fn names(rights: &[Right]) -> String {
    rights.iter().map(|right| right.name()).collect::<Vec<_>>().join(", ")
}

fn check_right(fields: &mut Fields, right: Right, listing: &Listing) {
    if !listing.rights.contains(&right) {
        fields.push(FieldError::new("right", "not_on_offer").value(right.name()).limit(names(&listing.rights)));
    } else if !DEALT_IN.contains(&right) {
        let limit = format!("{}; deals on other rights come in a later release", names(&DEALT_IN));
        fields.push(FieldError::new("right", "not_supported").value(right.name()).limit(limit));
    }
}

fn check_price(fields: &mut Fields, price: Money, listing: &Listing) {
    fields.check((1..=MAX_PRICE).contains(&price.minor), || {
        FieldError::out_of_range("price.minor", price.minor, 1, MAX_PRICE)
    });
    if let Some(asked) = listing.price {
        fields.check(asked.currency == price.currency, || {
            FieldError::new("price.currency", "currency_mismatch")
                .value(price.currency)
                .limit(format!("the listing's currency, {}", asked.currency))
        });
    }
}

fn check_terms(fields: &mut Fields, terms: &TermsIn, price: Money) -> Terms {
    let mut text = |name: &'static str, value: &Option<String>, max| {
        let value = value.as_deref().map(|value| fields.text(name, value, 0, max));
        value.filter(|value| !value.is_empty())
    };
    let field = text("terms.field", &terms.field, MAX_FIELD);
    let territory = text("terms.territory", &terms.territory, MAX_TERRITORY);
    if let Some(months) = terms.term_months {
        fields.check((1..=MAX_TERM).contains(&months), || {
            FieldError::out_of_range("terms.term_months", months, 1, MAX_TERM)
        });
    }
    check_payment(fields, terms, price);
    Terms { field, territory, term_months: terms.term_months, upfront: terms.upfront }
}

/// One payment at once is what deals of this release can carry out.
fn check_payment(fields: &mut Fields, terms: &TermsIn, price: Money) {
    const LATER: &str = "instalments and royalties come in a later release";
    let later =
        |field: &'static str, limit: &str| FieldError::new(field, "not_supported").limit(format!("{limit}; {LATER}"));
    if let Some(upfront) = terms.upfront {
        fields.check(upfront == price, || {
            later("terms.upfront", &format!("the whole price, {} {}", price.minor, price.currency))
                .value(format!("{} {}", upfront.minor, upfront.currency))
        });
    }
    fields.check(terms.milestones.is_empty(), || later("terms.milestones", "none").value(terms.milestones.len()));
    if let Some(royalty) = terms.royalty_bps {
        fields.check(royalty == 0, || later("terms.royalty_bps", "0").value(royalty));
    }
}
