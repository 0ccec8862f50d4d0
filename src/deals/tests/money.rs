//! How released money is split.

use proptest::prelude::*;
use uuid::Uuid;

use crate::{intermediaries::model::Side, kernel::Money};

use super::super::{
    model::{Charge, Payee},
    split::split,
};

pub(super) fn charge(line: i32, commission: bool, bps: u32, min: Option<i64>, max: Option<i64>) -> Charge {
    let payee = Payee { organisation: Uuid::nil().into(), mandate: Uuid::nil().into(), side: Side::Supply };
    Charge { line, payee: commission.then_some(payee), payer: Uuid::nil().into(), bps, min, max }
}

fn shares(released: i64, charges: &[Charge]) -> (Vec<i64>, i64) {
    let split = split(Money::cny(released), charges).unwrap();
    (split.shares.iter().map(|share| share.minor).collect(), split.seller.minor)
}

#[test]
fn a_price_of_120_million_yuan_is_split_to_the_fen() {
    // 3 % commission, at least 1,000.00; 1 % fee, at most 200,000.00.
    let charges = [charge(1, true, 300, Some(100_000), None), charge(2, false, 100, Some(0), Some(20_000_000))];
    assert_eq!(shares(12_000_000_000, &charges), (vec![360_000_000, 20_000_000], 11_620_000_000));
    assert_eq!(shares(1_234_567, &charges), (vec![100_000, 12_346], 1_122_221));
    assert_eq!(shares(0, &charges), (vec![0, 0], 0));
}

#[test]
fn minimums_never_take_more_than_there_is() {
    let charges = [charge(1, true, 300, Some(900), None), charge(2, true, 0, Some(600), None)];
    assert_eq!(shares(1_000, &charges), (vec![300, 300], 400));
    assert_eq!(shares(1, &charges), (vec![0, 0], 1));
    // The exchange's fee comes before any commission.
    let charges = [charge(1, true, 3_000, None, None), charge(2, false, 0, Some(900), None)];
    assert_eq!(shares(1_000, &charges), (vec![100, 900], 0));
}

prop_compose! {
    pub(super) fn charges()(lines in prop::collection::vec(
        (any::<bool>(), 0u32..=3_000, prop::option::of(0i64..1_000_000_000), prop::option::of(0i64..1_000_000_000)), 0..4,
    )) -> Vec<Charge> {
        lines.into_iter().zip(1..).map(|((commission, bps, min, max), line)| charge(line, commission, bps, min, max)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_split_re_sums_exactly(released in 0i64..=1_000_000_000_000_000, charges in charges()) {
        let (shares, seller) = shares(released, &charges);
        prop_assert_eq!(shares.iter().sum::<i64>() + seller, released);
        prop_assert!(seller >= 0 && shares.iter().all(|share| *share >= 0));
        let part = |bps: u32| i64::try_from((i128::from(released) * i128::from(bps) * 2 + 10_000) / 20_000).unwrap();
        let wanted: Vec<i64> = charges.iter().map(|charge| {
            let share = part(charge.bps).max(charge.min.unwrap_or(0));
            let share = charge.max.map_or(share, |max| share.min(max));
            if charge.payee.is_some() { share.min(part(3_000)) } else { share.min(released) }
        }).collect();
        if wanted.iter().map(|share| i128::from(*share)).sum::<i128>() <= i128::from(released) {
            prop_assert_eq!(shares, wanted);
        } else {
            prop_assert_eq!(seller, 0);
            prop_assert!(shares.iter().zip(&wanted).all(|(share, wanted)| share <= wanted));
        }
    }
}
