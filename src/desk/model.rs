//! Tasks: what waits for the exchange.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    DateTime, Error, Result,
    id::{BankPaymentId, DealId, ListingId, OrganisationId},
};

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskTaskKind)]
pub enum Kind {
    /// An organisation asks to be verified.
    Verification,
    /// A listing was handed in.
    Listing,
    /// A filing with the patent office is to be confirmed.
    Recordal,
    /// An accepted deal is to be paid out.
    Release,
    /// A dispute needs a proposed ruling.
    Dispute,
    /// A proposed ruling needs another person's confirmation.
    Ruling,
    /// A payment that nobody recognises.
    Suspense,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Verification, Self::Listing, Self::Recordal, Self::Release, Self::Dispute, Self::Ruling, Self::Suspense];

    /// As it begins a task's id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Listing => "listing",
            Self::Recordal => "recordal",
            Self::Release => "release",
            Self::Dispute => "dispute",
            Self::Ruling => "ruling",
            Self::Suspense => "suspense",
        }
    }
}

/// A task's id: its kind and what it is about, such as `release-deal_0190…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskId {
    /// What there is to do.
    pub kind: Kind,
    /// With what: an organisation, a listing, a deal or a payment, as the kind says.
    pub subject: uuid::Uuid,
}

impl TaskId {
    /// What it is about, as an id on the wire.
    pub fn about(self) -> String {
        match self.kind {
            Kind::Verification => OrganisationId(self.subject).to_string(),
            Kind::Listing => ListingId(self.subject).to_string(),
            Kind::Recordal | Kind::Release | Kind::Dispute | Kind::Ruling => DealId(self.subject).to_string(),
            Kind::Suspense => BankPaymentId(self.subject).to_string(),
        }
    }

    /// A task of `kind` about an id on the wire.
    ///
    /// # Errors
    /// `not_found` for an id of something else.
    pub fn of(kind: Kind, about: &str) -> Result<Self> {
        let subject = match kind {
            Kind::Verification => about.parse::<OrganisationId>().map(|id| id.0),
            Kind::Listing => about.parse::<ListingId>().map(|id| id.0),
            Kind::Recordal | Kind::Release | Kind::Dispute | Kind::Ruling => about.parse::<DealId>().map(|id| id.0),
            Kind::Suspense => about.parse::<BankPaymentId>().map(|id| id.0),
        };
        Ok(Self { kind, subject: subject.map_err(|_| Error::not_found())? })
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.name(), self.about())
    }
}

impl FromStr for TaskId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (kind, about) = text.split_once('-').ok_or_else(Error::not_found)?;
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind).ok_or_else(Error::not_found)?;
        Self::of(kind, about)
    }
}

/// A task that waits, before its names are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub id: TaskId,
    /// Since when it waits.
    pub since: DateTime,
    /// By when it is to be done.
    pub due: DateTime,
}

impl Waiting {
    /// What the list is ordered by: the nearest deadline first, then who waits longest.
    pub fn key(&self) -> (i64, i64, String) {
        (self.due.timestamp_micros(), self.since.timestamp_micros(), self.id.to_string())
    }
}

/// A task that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which.
    pub id: TaskId,
    /// When.
    pub at: DateTime,
    /// By whom.
    pub by: Option<uuid::Uuid>,
    /// How.
    pub outcome: Outcome,
    /// Its entry in the audit trail.
    pub entry: uuid::Uuid,
}

/// How a task was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskOutcome)]
pub enum Outcome {
    /// Verified, published, confirmed, released, recognised.
    Approved,
    /// Rejected, returned, refunded.
    Returned,
    /// A ruling was proposed; another person confirms it.
    Proposed,
}

/// The operations that do a task.
pub const OPERATIONS: [(&str, Kind, Outcome); 10] = [
    ("verify_organisation", Kind::Verification, Outcome::Approved),
    ("reject_organisation", Kind::Verification, Outcome::Returned),
    ("publish_listing", Kind::Listing, Outcome::Approved),
    ("return_listing", Kind::Listing, Outcome::Returned),
    ("confirm_deal_recordal", Kind::Recordal, Outcome::Approved),
    ("release_deal", Kind::Release, Outcome::Approved),
    ("propose_deal_ruling", Kind::Dispute, Outcome::Proposed),
    ("confirm_deal_ruling", Kind::Ruling, Outcome::Approved),
    ("resolve_suspense", Kind::Suspense, Outcome::Approved),
    ("refund_suspense", Kind::Suspense, Outcome::Returned),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_what_it_is_about_and_nothing_else_passes() {
        for kind in Kind::ALL {
            let id = TaskId { kind, subject: uuid::Uuid::from_u128(7) };
            assert_eq!(id.to_string().parse::<TaskId>().unwrap(), id);
        }
        let deal = DealId(uuid::Uuid::from_u128(7));
        for wrong in
            ["", "release", "release-", &format!("listing-{deal}"), &format!("gossip-{deal}"), "release-deal_7"]
        {
            assert!(wrong.parse::<TaskId>().is_err(), "{wrong}");
        }
    }
}
