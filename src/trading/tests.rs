//! The machine and the terms against lists written without looking at them.

use chrono::TimeDelta;

use super::{
    lifecycle::{Action as A, Party as P, State as S, TRANSITIONS},
    terms::Proposal,
    view::{OfferIn, TermsIn},
};
use crate::{
    kernel::{DateTime, Money, Text, id::ListingId, machine},
    listings::{
        Listing, Right,
        lifecycle::State as ListingState,
        model::{Kind, Procedure},
    },
};

/// The prose: whoever is asked answers in one of three ways, whoever asked takes it back, time and a conflicting deal end
/// it; nothing happens to a thread that is over.
fn expected(state: S, action: A, party: P) -> Option<S> {
    if state != S::Open {
        return None;
    }
    match (party, action) {
        (P::Awaited, A::Accept) => Some(S::Accepted),
        (P::Awaited, A::Counter) => Some(S::Open),
        (P::Awaited | P::Deal, A::Decline) => Some(S::Declined),
        (P::Author, A::Withdraw) => Some(S::Withdrawn),
        (P::Clock, A::Expire) => Some(S::Expired),
        _ => None,
    }
}

#[test]
fn the_machine_does_what_the_prose_says() {
    for state in S::ALL {
        for action in A::ALL {
            for party in P::ALL {
                let got = machine::step(TRANSITIONS, state, action, &[party]).ok().map(|arrow| arrow.to);
                assert_eq!(got, expected(state, action, party), "{state:?} {action:?} {party:?}");
            }
        }
    }
}

fn now() -> DateTime {
    "2026-03-02T02:00:00Z".parse().unwrap()
}

fn listing(price: Option<Money>) -> Listing {
    Listing {
        id: ListingId(uuid::Uuid::nil()),
        number: "JX-2026-000001".to_owned(),
        kind: Kind::Supply,
        owner: uuid::Uuid::nil().into(),
        anonymous: false,
        title: Text::default(),
        rights: vec![Right::Assignment, Right::Ordinary, Right::Cross],
        procedure: Procedure::Negotiated,
        price,
        price_negotiable: true,
        state: ListingState::Published,
        version: 3,
        created_at: now(),
    }
}

fn offer() -> OfferIn {
    OfferIn {
        right: Right::Ordinary,
        price: Money::cny(1),
        terms: TermsIn::default(),
        expires_at: now() + TimeDelta::days(1),
        message: None,
    }
}

fn faults(change: impl FnOnce(&mut OfferIn)) -> Vec<(String, &'static str)> {
    let mut input = offer();
    change(&mut input);
    match Proposal::checked(&input, &listing(Some(Money::cny(5))), now()) {
        Ok(_) => Vec::new(),
        Err(fault) => fault.field_errors().iter().map(|field| (field.field.to_string(), field.code)).collect(),
    }
}

fn fault(field: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(field.to_owned(), code)]
}

#[test]
fn every_bound_of_the_terms_holds_on_both_sides() {
    assert_eq!(faults(|_| ()), []);
    assert_eq!(faults(|o| o.price.minor = 10_000_000_000_000), []);
    assert_eq!(faults(|o| o.price.minor = 10_000_000_000_001), fault("price.minor", "out_of_range"));
    assert_eq!(faults(|o| o.price.minor = 0), fault("price.minor", "out_of_range"));
    assert_eq!(faults(|o| o.price.currency = "USD".parse().unwrap()), fault("price.currency", "currency_mismatch"));
    assert_eq!(faults(|o| o.right = Right::Sole), fault("right", "not_on_offer"));
    assert_eq!(faults(|o| o.right = Right::Cross), fault("right", "not_supported"));
    assert_eq!(faults(|o| o.expires_at = now()), fault("expires_at", "out_of_range"));
    assert_eq!(faults(|o| o.expires_at = now() + TimeDelta::days(365)), []);
    assert_eq!(
        faults(|o| o.expires_at = now() + TimeDelta::days(365) + TimeDelta::seconds(1)),
        fault("expires_at", "out_of_range")
    );
    assert_eq!(faults(|o| o.terms.term_months = Some(0)), fault("terms.term_months", "out_of_range"));
    assert_eq!(faults(|o| o.terms.term_months = Some(600)), []);
    assert_eq!(faults(|o| o.terms.term_months = Some(601)), fault("terms.term_months", "out_of_range"));
    assert_eq!(faults(|o| o.terms.upfront = Some(Money::cny(1))), []);
    assert_eq!(faults(|o| o.terms.upfront = Some(Money::cny(2))), fault("terms.upfront", "not_supported"));
    assert_eq!(faults(|o| o.terms.royalty_bps = Some(0)), []);
    assert_eq!(faults(|o| o.terms.royalty_bps = Some(1)), fault("terms.royalty_bps", "not_supported"));
    assert_eq!(
        faults(|o| o.terms.milestones = vec![serde_json::json!({ "amount": 5 })]),
        fault("terms.milestones", "not_supported")
    );
    assert_eq!(faults(|o| o.message = Some("x".repeat(5_000))), []);
    assert_eq!(faults(|o| o.message = Some("x".repeat(5_001))), fault("message", "too_long"));
    assert_eq!(faults(|o| o.terms.field = Some("x".repeat(1_001))), fault("terms.field", "too_long"));
    assert_eq!(faults(|o| o.terms.territory = Some("x".repeat(501))), fault("terms.territory", "too_long"));
}

#[test]
fn a_listing_without_a_price_takes_any_currency() {
    let mut input = offer();
    input.price = Money::new(1, "USD".parse().unwrap());
    assert!(Proposal::checked(&input, &listing(None), now()).is_ok());
}
