//! State machines as tables that read like a picture.
//!
//! One constant table a machine is the only place that knows the graph: the command asks it, the API's
//! `allowed_actions` come from it, the documentation is printed from it.

use super::{Error, Result, error};

/// One arrow of a machine: who may take it, where it leads, and what comes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition<S, A, P, E = ()> {
    /// The state it starts in.
    pub from: S,
    /// What is done.
    pub action: A,
    /// Who may do it.
    pub by: P,
    /// The state it ends in.
    pub to: S,
    /// What else happens, for machines that say so.
    pub effect: E,
}

/// An arrow without an effect.
pub const fn arrow<S, A, P>(from: S, action: A, by: P, to: S) -> Transition<S, A, P> {
    Transition { from, action, by, to, effect: () }
}

/// The arrow that `party` takes by doing `action` in `state`.
///
/// # Errors
/// `not_allowed_now` when the state has no such action, `forbidden` when it has, for someone else.
pub fn step<'t, S, A, P, E>(
    table: &'t [Transition<S, A, P, E>],
    state: S,
    action: A,
    parties: &[P],
) -> Result<&'t Transition<S, A, P, E>>
where
    S: PartialEq,
    A: PartialEq,
    P: PartialEq,
{
    let mut arrows = table.iter().filter(|arrow| arrow.from == state && arrow.action == action).peekable();
    if arrows.peek().is_none() {
        return Err(Error::new(error::NOT_ALLOWED_NOW));
    }
    arrows.find(|arrow| parties.contains(&arrow.by)).ok_or_else(|| Error::new(error::FORBIDDEN))
}

/// What the `parties` (one person may be several) can do in `state`, each action once, in the table's order.
pub fn allowed<S, A, P, E>(table: &[Transition<S, A, P, E>], state: S, parties: &[P]) -> Vec<A>
where
    S: PartialEq,
    A: PartialEq + Copy,
    P: PartialEq,
{
    let mut actions = Vec::new();
    for arrow in table.iter().filter(|arrow| arrow.from == state && parties.contains(&arrow.by)) {
        if !actions.contains(&arrow.action) {
            actions.push(arrow.action);
        }
    }
    actions
}
