//! Wire types of offers.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    deals::{model::Side, view::DealOut},
    intermediaries::PartyOut,
    kernel::{
        DateTime, Money, Page, Text,
        id::{DealId, ListingId, OfferId, OrganisationId},
    },
    listings::{Right, view::NamedHolderOut},
};

use super::{
    lifecycle::{Action, State},
    model::{Reason, ReasonCode},
    terms::Terms,
};

/// Terms besides right and price.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = OfferTermsIn)]
pub struct TermsIn {
    /// Field of use, at most 1,000 characters.
    pub field: Option<String>,
    /// Where it holds, at most 500 characters.
    pub territory: Option<String>,
    /// For how many months, 1 to 600.
    pub term_months: Option<u32>,
    /// What is paid at once: in this release the whole price.
    pub upfront: Option<Money>,
    /// None in this release: deals are paid at once.
    #[schema(value_type = Vec<Object>, max_items = 0)]
    pub milestones: Vec<serde_json::Value>,
    /// None in this release.
    pub royalty_bps: Option<u32>,
}

/// An offer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferIn {
    /// One of the listing's rights: assignment, exclusive, sole or ordinary.
    pub right: Right,
    /// Above zero, in the listing's currency.
    pub price: Money,
    /// The other terms.
    #[serde(default)]
    pub terms: TermsIn,
    /// In the future, at most 365 days away.
    pub expires_at: DateTime,
    /// To the other side, at most 5,000 characters.
    #[serde(default)]
    pub message: Option<String>,
}

/// A counter-offer: other terms in answer to the standing ones.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterIn {
    /// As read.
    pub version: i64,
    /// One of the listing's rights: assignment, exclusive, sole or ordinary.
    pub right: Right,
    /// Above zero, in the listing's currency.
    pub price: Money,
    /// The other terms.
    #[serde(default)]
    pub terms: TermsIn,
    /// In the future, at most 365 days away.
    pub expires_at: DateTime,
    /// To the other side, at most 5,000 characters.
    #[serde(default)]
    pub message: Option<String>,
}

impl CounterIn {
    /// What is offered, without the version.
    pub fn offer(self) -> OfferIn {
        let Self { version: _, right, price, terms, expires_at, message } = self;
        OfferIn { right, price, terms, expires_at, message }
    }
}

/// Which version of the offer the action is meant for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferActionIn {
    /// As read.
    pub version: i64,
}

/// Why an offer is declined: a code, words, or both.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineIn {
    /// As read.
    pub version: i64,
    /// In words, at most 2,000 characters; needed without a code.
    #[serde(default)]
    pub reason: Option<String>,
    /// In a word; `other` unless told. `conflicting_deal` is the exchange's own.
    #[serde(default)]
    pub code: Option<ReasonCode>,
}

/// Which offers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct OffersIn {
    /// How many, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Only in this state.
    #[param(value_type = Option<String>)]
    pub state: Option<State>,
    /// Only on this listing.
    #[param(value_type = Option<String>)]
    pub listing: Option<ListingId>,
}

impl OffersIn {
    /// The part that says which page.
    pub fn page(&self) -> Page {
        Page { limit: self.limit, cursor: self.cursor.clone() }
    }
}

/// The listing an offer is on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferListingOut {
    /// Its id.
    pub id: ListingId,
    /// For people.
    pub number: String,
    /// Its title.
    pub title: Text,
    /// The version that the standing offer was made on.
    pub version: i64,
}

/// One offer of a thread.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferRoundOut {
    /// 1, 2, 3 …
    pub seq: i32,
    /// Who offered.
    pub side: Side,
    /// The intermediary that made it in that side's name, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intermediary: Option<OrganisationId>,
    /// The listing's version it was made on.
    pub listing_version: i64,
    /// Which right.
    pub right: Right,
    /// For how much.
    pub price: Money,
    /// On which terms.
    pub terms: Terms,
    /// Words to the other side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Until when it could be answered.
    pub expires_at: DateTime,
    /// When it was made.
    pub at: DateTime,
}

/// A thread of offers between a buyer and a seller, with its standing terms.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferOut {
    /// Its id.
    pub id: OfferId,
    /// For people.
    pub number: String,
    /// On what.
    pub listing: OfferListingOut,
    /// Who wants it.
    pub buyer: PartyOut,
    /// Who holds it.
    pub seller: NamedHolderOut,
    /// Where the thread stands.
    pub state: State,
    /// Whose answer is awaited, while it is open.
    pub turn: Option<Side>,
    /// What the reader may do now.
    pub allowed_actions: Vec<Action>,
    /// The right, in the standing offer.
    pub right: Right,
    /// The price, in the standing offer.
    pub price: Money,
    /// The other terms, in the standing offer.
    pub terms: Terms,
    /// Until when the standing offer can be answered.
    pub expires_at: DateTime,
    /// By when the exchange's rules ask for an answer.
    pub answer_due: DateTime,
    /// Counts its changes.
    pub version: i64,
    /// Why it was declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The deal it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealId>,
    /// Every offer of the thread, the first first; in lists it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Vec<OfferRoundOut>>,
    /// When it was made.
    pub created_at: DateTime,
    /// When it last changed.
    pub updated_at: DateTime,
}

/// An accepted offer, and the deal it became.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AcceptedOut {
    /// The offer.
    pub offer: OfferOut,
    /// The deal.
    pub deal: DealOut,
}
