//! Deals, as commands and queries work with them.

use entity::{deal, deal_event};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    identity::queries::from_name,
    kernel::actor::Side as MandateSide,
    kernel::{
        Actor, Currency, DateTime, Error, Money, Result,
        actor::Role,
        id::{AccountId, DealId, ListingId, MandateId, OrganisationId},
    },
    listings::Right,
    rules::Filing,
};

use super::{
    facts::Facts,
    lifecycle::{Action, Party, Stage},
};

/// A side of a deal, and of the offers before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DealSide)]
pub enum Side {
    /// Who sells.
    Seller,
    /// Who buys.
    Buyer,
}

impl Side {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Buyer => "buyer",
        }
    }

    /// The one across the table.
    pub fn other(self) -> Self {
        match self {
            Self::Seller => Self::Buyer,
            Self::Buyer => Self::Seller,
        }
    }

    /// The side that a mandate must be for.
    pub fn mandated(self) -> MandateSide {
        match self {
            Self::Seller => MandateSide::Supply,
            Self::Buyer => MandateSide::Demand,
        }
    }
}

/// A deal (成交项目): what was agreed, and its head.
#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    /// Its id.
    pub id: DealId,
    /// For people, `JX-D-2026-000001`.
    pub number: String,
    /// What it came from, such as an accepted offer.
    pub origin: String,
    /// The listing.
    pub listing: ListingId,
    /// In the version that was agreed on.
    pub listing_version: i64,
    /// Who sells.
    pub seller: OrganisationId,
    /// Who buys.
    pub buyer: OrganisationId,
    /// What changes hands.
    pub right: Right,
    /// What the patent office files of it.
    pub filing: Filing,
    /// Is the price released only after the filing?
    pub recordal_required: bool,
    /// The whole price, paid at once.
    pub price: Money,
    /// What else was agreed.
    pub terms: serde_json::Value,
    /// The rule pack it runs under.
    pub rule_pack: String,
    /// What the payer quotes.
    pub reference: String,
    /// When it was opened; the rules in force on that day hold.
    pub opened_at: DateTime,
    /// Sequence number of its newest event.
    pub version: i64,
    /// Where it stands.
    pub stage: Stage,
    /// Until when the next step is expected.
    pub deadline: Option<DateTime>,
    /// What the clock does then.
    pub at_deadline: Option<Action>,
}

impl Deal {
    /// The side of an organisation.
    pub fn side(&self, organisation: OrganisationId) -> Option<Side> {
        if organisation == self.seller {
            Some(Side::Seller)
        } else if organisation == self.buyer {
            Some(Side::Buyer)
        } else {
            None
        }
    }

    /// The organisation of a side.
    pub fn organisation(&self, side: Side) -> OrganisationId {
        match side {
            Side::Seller => self.seller,
            Side::Buyer => self.buyer,
        }
    }

    /// What `actor` is to this deal.
    pub fn parties(&self, facts: &Facts, actor: &Actor) -> Vec<Party> {
        match actor {
            Actor::System("clock") => return vec![Party::Clock],
            Actor::System("bank") => return vec![Party::Bank],
            Actor::System(_) => return vec![Party::System],
            Actor::Anonymous => return Vec::new(),
            Actor::Account(_) => {}
        }
        if actor.is_operator_staff() {
            let mut parties = vec![Party::Operator];
            let confirms = actor.operator_role().is_some_and(|role| role.covers(Role::Manager));
            let proposer = facts.ruling.as_ref().and_then(|ruling| ruling.by);
            if confirms && proposer.is_none_or(|proposer| Some(proposer) != actor.account()) {
                parties.push(Party::SecondOperator);
            }
            return parties;
        }
        let Some(side) = actor.organisation().and_then(|own| self.side(own)) else { return Vec::new() };
        let mut parties = vec![if side == Side::Seller { Party::Seller } else { Party::Buyer }, Party::EitherSide];
        if facts.dispute.as_ref().is_some_and(|dispute| dispute.by == side) {
            parties.push(Party::Disputant);
        }
        parties
    }
}

impl TryFrom<deal::Model> for Deal {
    type Error = Error;
    fn try_from(row: deal::Model) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(Error::internal)?;
        Ok(Self {
            id: row.id.into(),
            number: row.number,
            origin: row.origin,
            listing: row.listing_id.into(),
            listing_version: row.listing_version,
            seller: row.seller_id.into(),
            buyer: row.buyer_id.into(),
            right: from_name(&row.right)?,
            filing: from_name(&row.filing)?,
            recordal_required: row.recordal_required,
            price: Money::new(row.price, currency),
            terms: row.terms,
            rule_pack: row.rule_pack,
            reference: row.reference,
            opened_at: row.opened_at,
            version: row.version,
            stage: from_name(&row.stage)?,
            deadline: row.deadline,
            at_deadline: row.at_deadline.as_deref().map(from_name).transpose()?,
        })
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its number: the deal's version after it.
    pub seq: i64,
    /// From where; none for the first.
    pub from: Option<Stage>,
    /// What; none for the opening.
    pub action: Option<Action>,
    /// To where.
    pub to: Stage,
    /// In which part the actor took it.
    pub party: Party,
    /// Who.
    pub account: Option<AccountId>,
    /// For which organisation.
    pub organisation: Option<OrganisationId>,
    /// By which intermediary, in that organisation's name.
    pub intermediary: Option<OrganisationId>,
    /// When.
    pub at: DateTime,
    /// What it says.
    pub facts: serde_json::Value,
    /// The deadline from then on.
    pub deadline: Option<DateTime>,
}

impl TryFrom<deal_event::Model> for Step {
    type Error = Error;
    fn try_from(row: deal_event::Model) -> Result<Self> {
        let opening = row.seq == 1;
        Ok(Self {
            seq: row.seq,
            from: if opening { None } else { Some(from_name(&row.from_stage)?) },
            action: if opening { None } else { Some(from_name(&row.action)?) },
            to: from_name(&row.to_stage)?,
            party: from_name(&row.party)?,
            account: row.account_id.map(Into::into),
            organisation: row.organisation_id.map(Into::into),
            intermediary: row.intermediary_id.map(Into::into),
            at: row.at,
            facts: row.facts,
            deadline: row.deadline,
        })
    }
}

/// Who gets a share of what is released, and how much of it. Fixed when the deal opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Its line, from 1.
    pub line: i32,
    /// The exchange's fee when there is no payee, else commission.
    pub payee: Option<Payee>,
    /// Who owes it.
    pub payer: OrganisationId,
    /// Basis points of what is released.
    pub bps: u32,
    /// At least this much.
    pub min: Option<i64>,
    /// At most this much.
    pub max: Option<i64>,
}

/// The intermediary that earns a commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payee {
    /// Who.
    pub organisation: OrganisationId,
    /// By which mandate.
    pub mandate: MandateId,
    /// On whose side.
    pub side: MandateSide,
}
