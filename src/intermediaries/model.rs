//! Mandates, as commands and queries work with them.

use entity::mandate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    identity::queries::from_name,
    kernel::{
        Actor, Currency, DateTime, Error, Money, Result,
        actor::OrganisationKind,
        id::{ListingId, MandateId, OrganisationId},
    },
};

use super::lifecycle::{Party, State};

pub use crate::kernel::actor::Side;

/// What a mandate covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything of the principal.
    All,
    /// One listing.
    Listing(ListingId),
}

/// The highest rate of commission, in basis points; no minimum lifts a commission above it.
pub const MAX_BPS: u16 = 3_000;

/// What the intermediary earns at release (佣金): a share of the price, at least `min`, at most `cap`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Commission {
    /// Basis points of the price (1/100 %), 0 to 3,000.
    pub bps: u16,
    /// At least this much, within the highest rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Money>,
    /// At most this much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Money>,
}

/// A mandate (委托).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Its id.
    pub id: MandateId,
    /// Who acts.
    pub intermediary: OrganisationId,
    /// For whom.
    pub principal: OrganisationId,
    /// In what.
    pub scope: Scope,
    /// On which side.
    pub side: Side,
    /// For how much.
    pub commission: Commission,
    /// May the intermediary act in the principal's name?
    pub may_act: bool,
    /// Where it stands.
    pub state: State,
    /// Which of the two proposed it.
    pub proposed_by: OrganisationId,
    /// Its last moment.
    pub valid_until: DateTime,
    /// Counts its changes.
    pub version: i64,
    /// When it was proposed.
    pub created_at: DateTime,
}

impl Mandate {
    /// What `actor` is to this mandate. Who acts by a mandate is no side of another.
    pub fn parties(&self, actor: &Actor) -> Vec<Party> {
        let own = actor.in_person().ok().map(|own| own.organisation);
        match (actor, own) {
            (Actor::System("clock"), _) => vec![Party::Clock],
            (_, Some(own)) if own == self.proposed_by => vec![Party::Proposer],
            (_, Some(own)) if own == self.intermediary || own == self.principal => vec![Party::Other],
            _ => Vec::new(),
        }
    }
}

/// Whom an intermediary may act for: not for its like, not for the exchange, and not for an authority.
pub fn may_be_principal(kind: OrganisationKind) -> bool {
    !matches!(kind, OrganisationKind::Intermediary | OrganisationKind::Operator | OrganisationKind::Bureau)
}

impl TryFrom<mandate::Model> for Mandate {
    type Error = Error;
    fn try_from(row: mandate::Model) -> Result<Self> {
        let currency: Option<Currency> =
            row.currency.as_deref().map(str::parse).transpose().map_err(Error::internal)?;
        let money = |minor: Option<i64>| minor.zip(currency).map(|(minor, currency)| Money { minor, currency });
        Ok(Self {
            id: row.id.into(),
            intermediary: row.intermediary_id.into(),
            principal: row.principal_id.into(),
            scope: row.listing_id.map_or(Scope::All, |id| Scope::Listing(id.into())),
            side: from_name(&row.side)?,
            commission: Commission {
                bps: u16::try_from(row.commission_bps).map_err(Error::internal)?,
                min: money(row.commission_min),
                cap: money(row.commission_cap),
            },
            may_act: row.may_act,
            state: from_name(&row.state)?,
            proposed_by: row.proposed_by.into(),
            valid_until: row.valid_until,
            version: row.version,
            created_at: row.created_at,
        })
    }
}
