//! Offers, as commands and queries work with them.

use entity::offer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    deals::model::Side,
    identity::queries::from_name,
    kernel::{
        Actor, DateTime, Error, Money, Result, Role,
        id::{DealId, ListingId, OfferId, OrganisationId},
    },
    listings::Right,
};

use super::{
    lifecycle::{Party, State},
    terms::Terms,
};

/// Why an offer was declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OfferDeclineCode)]
pub enum ReasonCode {
    /// The price.
    Price,
    /// Other terms.
    Terms,
    /// The kind of right.
    Right,
    /// No interest (any more).
    NotInterested,
    /// Something else; the text says what.
    Other,
    /// A deal on a conflicting right began. Set by the exchange only.
    ConflictingDeal,
}

impl ReasonCode {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Terms => "terms",
            Self::Right => "right",
            Self::NotInterested => "not_interested",
            Self::Other => "other",
            Self::ConflictingDeal => "conflicting_deal",
        }
    }
}

/// Why an offer was declined, in a word and in the decliner's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OfferReason)]
pub struct Reason {
    /// In a word.
    pub code: ReasonCode,
    /// In the decliner's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A thread of offers, with its standing terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// For people.
    pub number: String,
    /// On what.
    pub listing: ListingId,
    /// The listing's version that the standing round was made on.
    pub listing_version: i64,
    /// Who wants it.
    pub buyer: OrganisationId,
    /// Who holds it.
    pub seller: OrganisationId,
    /// Where the thread stands.
    pub state: State,
    /// Whose answer is awaited, while it is open.
    pub turn: Option<Side>,
    /// The number of the standing round.
    pub round: i32,
    /// The right, in the standing round.
    pub right: Right,
    /// The price, in the standing round.
    pub price: Money,
    /// The other terms, in the standing round.
    pub terms: Terms,
    /// Until when it can be answered.
    pub expires_at: DateTime,
    /// By when the exchange's rules ask for an answer.
    pub answer_due: DateTime,
    /// Counts its changes.
    pub version: i64,
    /// Why it was declined.
    pub reason: Option<Reason>,
    /// The deal it became.
    pub deal: Option<DealId>,
    /// When it was made.
    pub created_at: DateTime,
    /// When it last changed.
    pub updated_at: DateTime,
}

impl Offer {
    /// The organisation on that side.
    pub fn party(&self, side: Side) -> OrganisationId {
        match side {
            Side::Buyer => self.buyer,
            Side::Seller => self.seller,
        }
    }

    /// The side that `actor` is on.
    pub fn side(&self, actor: &Actor) -> Option<Side> {
        let own = actor.organisation()?;
        [Side::Buyer, Side::Seller].into_iter().find(|side| self.party(*side) == own)
    }

    /// What `actor` is to this offer: nobody, unless it may bind its side.
    pub fn parties(&self, actor: &Actor) -> Vec<Party> {
        if matches!(actor, Actor::System("clock")) {
            return vec![Party::Clock];
        }
        let Some(side) = self.side(actor) else { return Vec::new() };
        let binds = actor.verified_with_role(Role::Manager).is_ok()
            && actor.within_mandate_on(side.mandated(), Some(self.listing)).is_ok();
        match self.turn {
            Some(turn) if binds && turn == side => vec![Party::Awaited],
            Some(_) if binds => vec![Party::Author],
            _ => Vec::new(),
        }
    }
}

impl TryFrom<offer::Model> for Offer {
    type Error = Error;
    fn try_from(row: offer::Model) -> Result<Self> {
        let reason = row.reason_code.as_deref().map(from_name).transpose()?;
        Ok(Self {
            id: row.id.into(),
            number: row.number,
            listing: row.listing_id.into(),
            listing_version: row.listing_version,
            buyer: row.buyer_id.into(),
            seller: row.seller_id.into(),
            state: from_name(&row.state)?,
            turn: row.turn.as_deref().map(from_name).transpose()?,
            round: row.round,
            right: from_name(&row.right)?,
            price: Money::new(row.price_minor, row.currency.parse().map_err(Error::internal)?),
            terms: serde_json::from_value(row.terms).map_err(Error::internal)?,
            expires_at: row.expires_at,
            answer_due: row.answer_due,
            version: row.version,
            reason: reason.map(|code| Reason { code, text: row.reason_text }),
            deal: row.deal_id.map(Into::into),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
