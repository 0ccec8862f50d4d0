//! Wire types of the desk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::{
    DateTime, Money, Text,
    id::{AccountId, AuditId, OrganisationId, RequestId},
};

use super::model::{Kind, Outcome};

/// Does a task wait, or was it done?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskTaskState)]
pub enum TaskState {
    /// It waits.
    #[default]
    Open,
    /// It was done in the last ninety days.
    Done,
}

/// Which tasks are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TasksQuery {
    /// Only of this kind.
    #[param(inline)]
    pub kind: Option<Kind>,
    /// Only those that this account has in hand (or has done); `me`; `none` for those that nobody has.
    pub assignee: Option<String>,
    /// `open` unless told.
    #[param(inline)]
    pub state: Option<TaskState>,
    /// How many items, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// One of the operator's people.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfficerOut {
    /// Her account.
    pub account: AccountId,
    /// Her name.
    pub name: String,
}

/// Something for the exchange to do, or that it did.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeskTaskOut {
    /// What it is about; the same for as long as it waits.
    pub id: String,
    /// What there is to do.
    pub kind: Kind,
    /// Does it wait?
    pub state: TaskState,
    /// The organisation, listing, deal or payment, as an id.
    pub about: String,
    /// Where the workspace shows that.
    pub link: String,
    /// For people: a number, a social credit code, a reference.
    pub number: Option<String>,
    /// What it is called.
    pub title: Text,
    /// Who waits for it: the organisation, the holder, both sides.
    pub parties: Vec<Text>,
    /// How much money hangs on it.
    pub amount: Option<Money>,
    /// Since when it waits; null once it is done.
    pub since: Option<DateTime>,
    /// By when it is to be done; null once it is.
    pub due: Option<DateTime>,
    /// Is that over?
    pub late: bool,
    /// Who has it in hand.
    pub assignee: Option<OfficerOut>,
    /// Counts the assignments; 0 before the first.
    pub assignment: i64,
    /// Who did it.
    pub done_by: Option<OfficerOut>,
    /// When.
    pub done_at: Option<DateTime>,
    /// How.
    pub outcome: Option<Outcome>,
}

/// One page of the desk.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeskTasksOut {
    /// The tasks: those that wait by deadline, those that were done the latest first.
    pub items: Vec<DeskTaskOut>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
    /// How many wait, by kind, whoever has them.
    pub waiting: BTreeMap<String, u64>,
    /// How many of those are late.
    pub late: u64,
    /// How many of those the reader has in hand.
    pub mine: u64,
}

/// Who is to see to a task.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignIn {
    /// A clerk, approver or owner of the operator; null puts it back.
    pub assignee: Option<AccountId>,
    /// `assignment` as read: refused when somebody was faster. Not asked about unless given.
    #[serde(default)]
    pub assignment: Option<i64>,
}

/// Which entries of the audit trail are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Only by this account (`acc_…`), for this organisation (`org_…`), or by this part of the program (`clock`).
    pub actor: Option<String>,
    /// Only this operation.
    pub operation: Option<String>,
    /// Only about this, by its id.
    pub target: Option<String>,
    /// Only from this moment on.
    #[param(value_type = Option<String>, format = DateTime)]
    pub from: Option<DateTime>,
    /// Only before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    pub to: Option<DateTime>,
    /// How many items, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// An organisation named in the audit trail.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditPartyOut {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: Text,
}

/// An entry of the audit trail.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditEntryOut {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: DateTime,
    /// Operation id of this description, or the name of a program part's action.
    pub operation: String,
    /// Who; of an intermediary that acted by mandate its principal sees the organisation alone.
    pub account: Option<OfficerOut>,
    /// The part of the program that acted, when no account did.
    pub part: Option<String>,
    /// For which organisation.
    pub organisation: Option<AuditPartyOut>,
    /// The principal on whose behalf.
    pub on_behalf_of: Option<AuditPartyOut>,
    /// What it was about.
    pub target: Option<String>,
    /// The request, as in the log. The operator only.
    pub request: Option<RequestId>,
    /// From which network address. The operator only.
    pub address: Option<String>,
}
