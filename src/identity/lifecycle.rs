//! The states of an organisation: the operator verifies it (机构认证) before it may bind itself.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::machine::{Transition, arrow};

use Action::{Abandon, Reinstate, Reject, RequestVerification, Revise, Suspend, Verify};
use Party::{Member, Operator, System};
use State::{Rejected, Requested, Suspended, Unverified, Verified};

/// Where an organisation stands with the operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrganisationState)]
pub enum State {
    /// Nobody asked yet.
    #[default]
    Unverified,
    /// The operator is asked.
    Requested,
    /// It is what it says it is.
    Verified,
    /// The operator said no, and why.
    Rejected,
    /// The operator took its rights away, and said why.
    Suspended,
}

impl State {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Unverified => "unverified",
            Requested => "requested",
            Verified => "verified",
            Rejected => "rejected",
            Suspended => "suspended",
        }
    }
}

/// What can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrganisationAction)]
pub enum Action {
    /// Ask to be verified.
    RequestVerification,
    /// Verify.
    Verify,
    /// Say no.
    Reject,
    /// Take its rights away.
    Suspend,
    /// Give them back.
    Reinstate,
    /// Change what was verified: name or social credit code.
    Revise,
    /// Its last member deleted her account.
    Abandon,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// A manager or owner of the organisation.
    Member,
    /// The operator's clerk, approver or owner.
    Operator,
    /// The program.
    System,
}

/// Every arrow of the machine.
pub const TRANSITIONS: &[Transition<State, Action, Party>] = &[
    //    from        action               by        to
    arrow(Unverified, RequestVerification, Member, Requested),
    arrow(Rejected, RequestVerification, Member, Requested),
    arrow(Requested, Verify, Operator, Verified),
    arrow(Requested, Reject, Operator, Rejected),
    arrow(Verified, Suspend, Operator, Suspended),
    arrow(Suspended, Reinstate, Operator, Verified),
    arrow(Unverified, Revise, Member, Unverified),
    arrow(Requested, Revise, Member, Requested),
    arrow(Rejected, Revise, Member, Rejected),
    // What was verified is not what it now says; and a suspended one does not become another by renaming itself.
    arrow(Verified, Revise, Member, Requested),
    arrow(Unverified, Abandon, System, Suspended),
    arrow(Requested, Abandon, System, Suspended),
    arrow(Verified, Abandon, System, Suspended),
    arrow(Rejected, Abandon, System, Suspended),
    arrow(Suspended, Abandon, System, Suspended),
];
