//! The machine against a second list, written without looking at the first.

use super::lifecycle::{Action, Party, State, TRANSITIONS};
use crate::kernel::machine;

#[test]
fn the_machine_allows_exactly_what_was_agreed() {
    let mut expected = Vec::new();
    // An open proposal can be answered by the one who was asked, and taken back by the one who made it.
    expected.push((State::Proposed, Action::Accept, Party::Other, State::Active));
    expected.push((State::Proposed, Action::Decline, Party::Other, State::Declined));
    expected.push((State::Proposed, Action::End, Party::Proposer, State::Ended));
    // Whichever side it is, a mandate in force can be ended.
    for side in [Party::Proposer, Party::Other] {
        expected.push((State::Active, Action::End, side, State::Ended));
    }
    // Time ends both.
    for state in [State::Proposed, State::Active] {
        expected.push((state, Action::Expire, Party::Clock, State::Ended));
    }
    for state in [State::Proposed, State::Active, State::Declined, State::Ended] {
        for action in [Action::Accept, Action::Decline, Action::End, Action::Expire] {
            for party in [Party::Proposer, Party::Other, Party::Clock] {
                let to = expected.iter().find(|row| (row.0, row.1, row.2) == (state, action, party)).map(|row| row.3);
                let got = machine::step(TRANSITIONS, state, action, &[party]).ok().map(|arrow| arrow.to);
                assert_eq!(got, to, "{state:?} {action:?} {party:?}");
            }
        }
    }
}
