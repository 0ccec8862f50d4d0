//! The states of an offer's thread.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::machine::{Transition, arrow};

use Action::{Accept, Counter, Decline, Expire, Withdraw};
use Party::{Author, Awaited, Clock, Deal};
use State::{Accepted, Declined, Expired, Open, Withdrawn};

/// Where a thread stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OfferState)]
pub enum State {
    /// One side waits for the other's answer; `turn` says for whose.
    Open,
    /// It became a deal.
    Accepted,
    /// The side that was asked said no, or a deal on a conflicting right did.
    Declined,
    /// The side that made the standing round took it back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Open, Accepted, Declined, Withdrawn, Expired];

    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Open => "open",
            Accepted => "accepted",
            Declined => "declined",
            Withdrawn => "withdrawn",
            Expired => "expired",
        }
    }
}

/// What can be done to an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OfferAction)]
pub enum Action {
    /// Answer with other terms.
    Counter,
    /// Agree: the deal begins.
    Accept,
    /// Say no, and why.
    Decline,
    /// Take it back.
    Withdraw,
    /// The time to answer passes.
    Expire,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 5] = [Counter, Accept, Decline, Withdraw, Expire];
}

/// Who acts on an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The side whose answer is awaited.
    Awaited,
    /// The side that made the standing round.
    Author,
    /// Time.
    Clock,
    /// A deal on a conflicting right.
    Deal,
}

impl Party {
    /// Every party.
    pub const ALL: [Self; 4] = [Awaited, Author, Clock, Deal];
}

/// Every arrow of the machine. A counter-offer makes its author the one who waits.
pub const TRANSITIONS: &[Transition<State, Action, Party>] = &[
    //    from  action    by       to
    arrow(Open, Counter, Awaited, Open),
    arrow(Open, Accept, Awaited, Accepted),
    arrow(Open, Decline, Awaited, Declined),
    arrow(Open, Decline, Deal, Declined),
    arrow(Open, Withdraw, Author, Withdrawn),
    arrow(Open, Expire, Clock, Expired),
];
