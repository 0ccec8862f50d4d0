//! The machine of verification against a second list, written without looking at the first.

use super::lifecycle::{Action, Party, State, TRANSITIONS};
use crate::kernel::machine;

#[test]
fn the_machine_allows_exactly_what_was_agreed() {
    use State::{Rejected, Requested, Suspended, Unverified, Verified};
    let expected = |state, action, party| match (party, action, state) {
        // The organisation asks, at first and after a refusal.
        (Party::Member, Action::RequestVerification, Unverified | Rejected) => Some(Requested),
        // It may correct itself at any time but while suspended; that costs a verified one its verification.
        (Party::Member, Action::Revise, Verified) => Some(Requested),
        (Party::Member, Action::Revise, Unverified | Requested | Rejected) => Some(state),
        // The operator answers what was asked, and only that.
        (Party::Operator, Action::Verify, Requested) => Some(Verified),
        (Party::Operator, Action::Reject, Requested) => Some(Rejected),
        // And takes away and gives back what it gave.
        (Party::Operator, Action::Suspend, Verified) => Some(Suspended),
        (Party::Operator, Action::Reinstate, Suspended) => Some(Verified),
        // An organisation without people does nothing.
        (Party::System, Action::Abandon, _) => Some(Suspended),
        _ => None,
    };
    for state in [Unverified, Requested, Verified, Rejected, Suspended] {
        for action in [
            Action::RequestVerification,
            Action::Verify,
            Action::Reject,
            Action::Suspend,
            Action::Reinstate,
            Action::Revise,
            Action::Abandon,
        ] {
            for party in [Party::Member, Party::Operator, Party::System] {
                let got = machine::step(TRANSITIONS, state, action, &[party]).ok().map(|arrow| arrow.to);
                assert_eq!(got, expected(state, action, party), "{state:?} {action:?} {party:?}");
            }
        }
    }
}
