//! The machine against a second list, written without looking at the first.

use super::lifecycle::{Action as A, Party as P, State as S, TRANSITIONS};
use crate::kernel::machine;

/// Where `action` by `party` leads from `state`, as the rules of the house say in prose.
fn expected(state: S, action: A, party: P) -> Option<S> {
    let being_written = matches!(state, S::Draft | S::Returned);
    let taken_back = state == S::Withdrawn;
    let shown = matches!(state, S::Published | S::Paused);
    match (action, party) {
        // The holder may correct it until it is sold: deals keep the version they were made on.
        (A::Edit, P::Owner) if state != S::Closed => Some(state),
        (A::Submit, P::Owner) if being_written || taken_back => Some(S::Submitted),
        // The holder takes back whatever is not in a deal or over.
        (A::Withdraw, P::Owner) if being_written || shown || state == S::Submitted => Some(S::Withdrawn),
        // The operator decides on what was submitted.
        (A::Return, P::Operator) if state == S::Submitted => Some(S::Returned),
        (A::Publish, P::Operator) if state == S::Submitted => Some(S::Published),
        // Both can stop offers for a while; only the holder lets them come again.
        (A::Pause, P::Owner | P::Operator) if state == S::Published => Some(S::Paused),
        (A::Resume, P::Owner) if state == S::Paused => Some(S::Published),
        // Deals take a published listing, and give it back or close it.
        (A::Open, P::System) if state == S::Published => Some(S::UnderDeal),
        (A::Reopen, P::System) if state == S::UnderDeal => Some(S::Published),
        (A::Close, P::System) if state == S::UnderDeal => Some(S::Closed),
        _ => None,
    }
}

#[test]
fn the_machine_does_what_the_prose_says() {
    for state in S::ALL {
        for action in A::ALL {
            for party in [P::Owner, P::Operator, P::System] {
                let got = machine::step(TRANSITIONS, state, action, &[party]).ok().map(|arrow| arrow.to);
                assert_eq!(got, expected(state, action, party), "{state:?} {action:?} {party:?}");
            }
        }
    }
}
