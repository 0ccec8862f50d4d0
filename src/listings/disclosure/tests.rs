//! Who opens what, over every kind of reader; the request's machine against a second list.

use super::model::{AccessAction as A, AccessParty, AccessState as S, Level, Reader, TRANSITIONS};
use crate::kernel::machine;

#[test]
fn every_kind_of_reader_opens_exactly_its_levels() {
    let nobody = Reader { inside: false, known: false, verified: false, agreed: false, granted: false };
    let novice = Reader { known: true, ..nobody };
    let buyer = Reader { verified: true, ..novice };
    for (reader, nda, qualified) in [
        (nobody, "unauthenticated", "unauthenticated"),
        (novice, "organisation_not_verified", "organisation_not_verified"),
        // A suspended organisation keeps its papers, not its access.
        (Reader { agreed: true, granted: true, ..novice }, "organisation_not_verified", "organisation_not_verified"),
        (buyer, "nda_required", "access_required"),
        (Reader { agreed: true, ..buyer }, "", "access_required"),
        (Reader { granted: true, ..buyer }, "nda_required", ""),
        (Reader { agreed: true, granted: true, ..buyer }, "", ""),
        (Reader { inside: true, ..nobody }, "", ""),
    ] {
        let said = |level| reader.refusal(level).map_or("", |code| code.name);
        assert_eq!((said(Level::Public), said(Level::Nda), said(Level::Qualified)), ("", nda, qualified), "{reader:?}");
    }
}

#[test]
fn a_request_is_answered_once_and_a_grant_taken_back_once() {
    for state in S::ALL {
        for action in [A::Grant, A::Decline, A::Revoke] {
            let expected = match (state.name(), action) {
                ("requested", A::Grant) => Some(S::Granted),
                ("requested", A::Decline) => Some(S::Declined),
                ("granted", A::Revoke) => Some(S::Revoked),
                _ => None,
            };
            let got = machine::step(TRANSITIONS, state, action, &[AccessParty::Holder]).ok().map(|arrow| arrow.to);
            assert_eq!(got, expected, "{state:?} {action:?}");
        }
    }
}
