//! The states of a listing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::machine::{Transition, arrow};

use Action::{Close, Edit, Open, Pause, Publish, Reopen, Resume, Return, Submit, Withdraw};
use Party::{Operator, Owner, System};
use State::{Closed, Draft, Paused, Published, Returned, Submitted, UnderDeal, Withdrawn};

/// Where a listing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ListingState)]
pub enum State {
    /// Being written.
    Draft,
    /// The operator looks at it.
    Submitted,
    /// The operator wants something changed.
    Returned,
    /// Everybody sees it (已挂牌).
    Published,
    /// Seen, but no offers.
    Paused,
    /// A deal is under way.
    UnderDeal,
    /// Taken back; it may be submitted again.
    Withdrawn,
    /// Sold.
    Closed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [Draft, Submitted, Returned, Published, Paused, UnderDeal, Withdrawn, Closed];

    /// True until the holder has submitted it, and again once it is taken back.
    pub fn is_being_written(self) -> bool {
        matches!(self, Draft | Returned | Withdrawn)
    }

    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Draft => "draft",
            Submitted => "submitted",
            Returned => "returned",
            Published => "published",
            Paused => "paused",
            UnderDeal => "under_deal",
            Withdrawn => "withdrawn",
            Closed => "closed",
        }
    }
}

/// What can be done to a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ListingAction)]
pub enum Action {
    /// Change its content.
    Edit,
    /// Ask for publication.
    Submit,
    /// Give it back for changes.
    Return,
    /// Publish it.
    Publish,
    /// Take no offers for a while.
    Pause,
    /// Take offers again.
    Resume,
    /// Take it back.
    Withdraw,
    /// A deal on all of it begins.
    Open,
    /// The deal came to nothing.
    Reopen,
    /// The deal is done.
    Close,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 10] = [Edit, Submit, Return, Publish, Pause, Resume, Withdraw, Open, Reopen, Close];
}

/// Who acts on a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The holder.
    Owner,
    /// The operator's clerks and approvers.
    Operator,
    /// Deals.
    System,
}

/// Every arrow of the machine.
pub const TRANSITIONS: &[Transition<State, Action, Party>] = &[
    //    from       action    by        to
    arrow(Draft, Edit, Owner, Draft),
    arrow(Draft, Submit, Owner, Submitted),
    arrow(Draft, Withdraw, Owner, Withdrawn),
    arrow(Submitted, Edit, Owner, Submitted),
    arrow(Submitted, Return, Operator, Returned),
    arrow(Submitted, Publish, Operator, Published),
    arrow(Submitted, Withdraw, Owner, Withdrawn),
    arrow(Returned, Edit, Owner, Returned),
    arrow(Returned, Submit, Owner, Submitted),
    arrow(Returned, Withdraw, Owner, Withdrawn),
    arrow(Published, Edit, Owner, Published),
    arrow(Published, Pause, Owner, Paused),
    arrow(Published, Pause, Operator, Paused),
    arrow(Published, Withdraw, Owner, Withdrawn),
    arrow(Published, Open, System, UnderDeal),
    arrow(Paused, Edit, Owner, Paused),
    arrow(Paused, Resume, Owner, Published),
    arrow(Paused, Withdraw, Owner, Withdrawn),
    arrow(UnderDeal, Edit, Owner, UnderDeal),
    arrow(UnderDeal, Reopen, System, Published),
    arrow(UnderDeal, Close, System, Closed),
    arrow(Withdrawn, Edit, Owner, Withdrawn),
    // Back to the market goes through the operator.
    arrow(Withdrawn, Submit, Owner, Submitted),
];
