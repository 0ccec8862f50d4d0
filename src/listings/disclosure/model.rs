//! Levels of documents, requests to see them, and the rule that opens them.

use entity::access_request;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    identity::queries::from_name,
    kernel::{
        Actor, Code, DateTime, Error, Result, Role, error,
        id::{AccessRequestId, ListingId, OrganisationId},
        machine::{Transition, arrow},
    },
    listings::{error as refusals, model::Listing},
};

use AccessAction::{Decline, Grant, Revoke};
use AccessParty::Holder;
use AccessState::{Declined, Expired, Granted, Requested, Revoked};

/// Who may open a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Everybody who sees the listing.
    Public,
    /// Verified organisations that accepted the non-disclosure agreement.
    Nda,
    /// Organisations to whom the holder granted it (资料室).
    Qualified,
}

impl Level {
    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Nda => "nda",
            Self::Qualified => "qualified",
        }
    }
}

/// Where a request for access stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessState {
    /// Before the holder.
    Requested,
    /// Open, until its end if it has one.
    Granted,
    /// Refused.
    Declined,
    /// Taken back.
    Revoked,
    /// The grant's end has passed.
    Expired,
}

impl AccessState {
    /// Every state.
    pub const ALL: [Self; 5] = [Requested, Granted, Declined, Revoked, Expired];

    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Requested => "requested",
            Granted => "granted",
            Declined => "declined",
            Revoked => "revoked",
            Expired => "expired",
        }
    }
}

/// What the holder does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessAction {
    /// Open the documents.
    Grant,
    /// Refuse.
    Decline,
    /// Close them again.
    Revoke,
}

/// Who acts on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessParty {
    /// The listing's holder.
    Holder,
}

/// Every arrow of the machine.
pub const TRANSITIONS: &[Transition<AccessState, AccessAction, AccessParty>] = &[
    arrow(Requested, Grant, Holder, Granted),
    arrow(Requested, Decline, Holder, Declined),
    arrow(Granted, Revoke, Holder, Revoked),
];

/// A request to see a listing's qualified documents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // as in `AccessRequestOut`
pub struct AccessRequest {
    pub id: AccessRequestId,
    pub listing: ListingId,
    pub organisation: OrganisationId,
    pub message: String,
    pub state: AccessState,
    pub until: Option<DateTime>,
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: DateTime,
    pub decided_at: Option<DateTime>,
}

impl AccessRequest {
    /// A request as it stands at `now`: a grant whose end has passed is over, whether or not anyone wrote that down.
    ///
    /// # Errors
    /// `internal` for a stored name that no state has.
    pub fn at(row: access_request::Model, now: DateTime) -> Result<Self> {
        let stored: AccessState = from_name(&row.state)?;
        let over = stored == Granted && row.until.is_some_and(|until| until <= now);
        Ok(Self {
            id: row.id.into(),
            listing: row.listing_id.into(),
            organisation: row.organisation_id.into(),
            message: row.message,
            state: if over { Expired } else { stored },
            until: row.until,
            reason: row.reason,
            version: row.version,
            created_at: row.created_at,
            decided_at: row.decided_at,
        })
    }
}

/// What decides about a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The holder's people, or the operator's.
    pub inside: bool,
    /// Somebody is signed in and acts for an organisation.
    pub known: bool,
    /// That organisation is verified.
    pub verified: bool,
    /// It accepted the agreement.
    pub agreed: bool,
    /// It has a grant in force.
    pub granted: bool,
}

impl Reader {
    /// Somebody of whom nothing more than who asks is known yet.
    pub fn of(listing: &Listing, actor: &Actor) -> Self {
        let membership = actor.with_role(Role::Viewer).ok();
        Self {
            inside: listing.is_inside(actor),
            known: membership.is_some(),
            verified: membership.is_some_and(|membership| membership.verified),
            agreed: false,
            granted: false,
        }
    }

    /// Why the reader may not open a document of `level`; none when it may.
    pub fn refusal(self, level: Level) -> Option<Code> {
        if self.inside || level == Level::Public {
            return None;
        }
        let open = match level {
            Level::Public => true,
            Level::Nda => self.agreed,
            Level::Qualified => self.granted,
        };
        match (self.known, self.verified, open) {
            (false, _, _) => Some(error::UNAUTHENTICATED),
            (true, false, _) => Some(error::ORGANISATION_NOT_VERIFIED),
            (true, true, true) => None,
            (true, true, false) if level == Level::Nda => Some(refusals::NDA_REQUIRED),
            (true, true, false) => Some(refusals::ACCESS_REQUIRED),
        }
    }

    /// May it open a document of `level`?
    ///
    /// # Errors
    /// `unauthenticated`, `organisation_not_verified`, `nda_required`, `access_required`.
    pub fn may_open(self, level: Level) -> Result<()> {
        self.refusal(level).map_or(Ok(()), |code| Err(Error::new(code)))
    }
}
