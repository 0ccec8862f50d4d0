//! The states of a mandate.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::machine::{Transition, arrow};

use Action::{Accept, Decline, End, Expire};
use Party::{Clock, Other, Proposer};
use State::{Active, Declined, Ended, Proposed};

/// Where a mandate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MandateState)]
pub enum State {
    /// One side has signed; the other is asked.
    Proposed,
    /// Both have.
    Active,
    /// The other side said no.
    Declined,
    /// It is over.
    Ended,
}

impl State {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Proposed => "proposed",
            Active => "active",
            Declined => "declined",
            Ended => "ended",
        }
    }
}

/// What can be done to a mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MandateAction)]
pub enum Action {
    /// Agree.
    Accept,
    /// Say no.
    Decline,
    /// Take back a proposal, or end a mandate.
    End,
    /// The last day passes.
    Expire,
}

/// Who acts on a mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The side that proposed it.
    Proposer,
    /// The side that was asked.
    Other,
    /// Time.
    Clock,
}

/// Every arrow of the machine.
pub const TRANSITIONS: &[Transition<State, Action, Party>] = &[
    //    from      action   by        to
    arrow(Proposed, Accept, Other, Active),
    arrow(Proposed, Decline, Other, Declined),
    arrow(Proposed, End, Proposer, Ended),
    arrow(Proposed, Expire, Clock, Ended),
    arrow(Active, End, Proposer, Ended),
    arrow(Active, End, Other, Ended),
    arrow(Active, Expire, Clock, Ended),
];
