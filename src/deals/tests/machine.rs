//! The table of stages against a second list, written by hand from the rules and not from the table.

use std::collections::HashSet;

use super::super::lifecycle::{Action, Party, Stage, TRANSITIONS, next};

/// Who may do what where, and where it leads.
const BY_HAND: &[(&str, &str, &[&str], &[&str])] = &[
    ("contract", "put_contract", &["either_side"], &["contract"]),
    ("contract", "sign", &["either_side"], &["contract"]),
    ("contract", "conclude", &["system"], &["funding"]),
    ("contract", "cancel", &["either_side"], &["cancelled"]),
    ("contract", "expire", &["clock"], &["cancelled"]),
    ("funding", "receive", &["bank"], &["recordal", "acceptance"]),
    ("funding", "cancel", &["either_side"], &["cancelled"]),
    ("funding", "expire", &["clock"], &["cancelled"]),
    ("recordal", "file", &["either_side"], &["recordal"]),
    ("recordal", "confirm_recordal", &["operator"], &["acceptance"]),
    ("recordal", "dispute", &["either_side"], &["disputed"]),
    ("acceptance", "deliver", &["seller"], &["acceptance"]),
    ("acceptance", "extend", &["buyer"], &["acceptance"]),
    ("acceptance", "accept", &["buyer", "clock"], &["release"]),
    ("acceptance", "dispute", &["either_side"], &["disputed"]),
    ("release", "release", &["operator"], &["closed"]),
    ("release", "dispute", &["either_side"], &["disputed"]),
    ("disputed", "add_evidence", &["either_side"], &["disputed"]),
    ("disputed", "propose_ruling", &["operator"], &["disputed"]),
    ("disputed", "confirm_ruling", &["second_operator"], &["closed", "refunded"]),
    ("disputed", "withdraw_dispute", &["disputant"], &["recordal", "acceptance", "release"]),
];

#[test]
fn the_whole_product_is_as_written_by_hand() {
    let mut moves = 0;
    for stage in Stage::ALL {
        for action in Action::ALL {
            let rule = BY_HAND.iter().find(|rule| (rule.0, rule.1) == (stage.name(), action.name()));
            for party in Party::ALL {
                for to in Stage::ALL {
                    let expected = match rule {
                        None => Err("not_allowed_now"),
                        Some(rule) if !rule.2.contains(&party.name()) => Err("forbidden"),
                        Some(rule) if !rule.3.contains(&to.name()) => Err("not_allowed_now"),
                        Some(_) => Ok(to),
                    };
                    let found = next(stage, action, &[party], Some(to)).map(|arrow| arrow.to);
                    assert_eq!(found.map_err(|e| e.code().name), expected, "{stage:?} {action:?} {party:?} {to:?}");
                    moves += usize::from(expected.is_ok());
                }
            }
        }
    }
    assert_eq!(moves, TRANSITIONS.len(), "an arrow is there twice, or out of reach");
}

#[test]
fn final_stages_have_no_way_out_and_every_other_has_one() {
    for stage in Stage::ALL {
        assert_eq!(stage.is_final(), TRANSITIONS.iter().all(|arrow| arrow.from != stage), "{stage:?}");
    }
}

/// Held money never ends anywhere without a payout, and nothing is cancelled that holds money.
#[test]
fn money_leaves_escrow_by_release_or_ruling_only() {
    for arrow in TRANSITIONS.iter().filter(|arrow| arrow.from.holds_money() && !arrow.to.holds_money()) {
        let way = (arrow.action, arrow.by);
        let ways = [(Action::Release, Party::Operator), (Action::ConfirmRuling, Party::SecondOperator)];
        assert!(ways.contains(&way), "{way:?}");
    }
    for stage in Stage::ALL.into_iter().filter(|stage| stage.holds_money() && *stage != Stage::Disputed) {
        assert!(next(stage, Action::Dispute, &[Party::EitherSide], None).is_ok(), "{stage:?} can't be disputed");
    }
}

/// There is no way from held money to the release stage that goes round acceptance.
#[test]
fn release_comes_after_acceptance() {
    let into: HashSet<_> =
        TRANSITIONS.iter().filter(|arrow| arrow.to == Stage::Release).map(|arrow| (arrow.from, arrow.action)).collect();
    assert_eq!(into, HashSet::from([(Stage::Acceptance, Action::Accept), (Stage::Disputed, Action::WithdrawDispute)]));
}
