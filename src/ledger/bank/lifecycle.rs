//! The states of a bank payment.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::machine::{Transition, arrow};

use Action::{Refund, Resolve};
use Party::Clerk;
use State::{Matched, Refunded, Suspense};

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentState)]
pub enum State {
    /// Nobody recognises it.
    Suspense,
    /// It is what was expected under a reference.
    Matched,
    /// It went back.
    Refunded,
}

impl State {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Suspense => "suspense",
            Matched => "matched",
            Refunded => "refunded",
        }
    }
}

/// What can be done to a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentAction)]
pub enum Action {
    /// Say what it is for.
    Resolve,
    /// Send it back.
    Refund,
}

/// Who acts on a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The operator's staff.
    Clerk,
}

/// Every arrow of the machine. Payments start in either of the first two states, as the bank delivers them.
pub const TRANSITIONS: &[Transition<State, Action, Party>] = &[
    //    from      action   by     to
    arrow(Suspense, Resolve, Clerk, Matched),
    arrow(Suspense, Refund, Clerk, Refunded),
];
