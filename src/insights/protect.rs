//! Small groups: what they would tell about somebody is withheld.
//!
//! Two parties to one deal know its price, and so does whoever reads a sum over it. A figure over one or two deals is
//! therefore not given. As the total of each table is, one hole could be found by subtraction: the holes of a table hide
//! each other only when there are two at least and they hold three deals together, so the smallest of what is left is
//! withheld as well until that is so. Medians need three values. Counts of listings are public anyway.

use crate::kernel::{Currency, Money};

use super::{
    tally::{Tally, median},
    view::{Figure, FiguresOut},
};

/// The smallest group that is shown.
pub const SMALLEST: u64 = 3;

/// Which of `counts`, whose sum is shown, are withheld.
fn holes(counts: &[u64]) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts.iter().map(|count| (1..SMALLEST).contains(count)).collect();
    loop {
        let (holes, within) = (0..counts.len())
            .filter(|at| hidden[*at])
            .fold((0, 0), |(holes, within), at| (holes + 1, within + counts[at]));
        if holes == 0 || (holes > 1 && within >= SMALLEST) {
            return hidden;
        }
        let smallest = (0..counts.len()).filter(|at| !hidden[*at] && counts[*at] > 0).min_by_key(|at| counts[*at]);
        match smallest {
            Some(at) => hidden[at] = true,
            None => return hidden,
        }
    }
}

/// One table of groups that make up a whole.
pub fn table(groups: &[Tally]) -> Vec<FiguresOut> {
    let counts = |of: fn(&Tally) -> u64| holes(&groups.iter().map(of).collect::<Vec<_>>());
    let (opened, closed) = (counts(|group| group.opened), counts(|group| group.closed));
    groups.iter().zip(opened.into_iter().zip(closed)).map(|(group, hidden)| figures(group, hidden)).collect()
}

/// A group on its own, such as the total.
pub fn alone(group: &Tally) -> FiguresOut {
    let small = |count: u64| (1..SMALLEST).contains(&count);
    figures(group, (small(group.opened), small(group.closed)))
}

fn figures(group: &Tally, (opened, closed): (bool, bool)) -> FiguresOut {
    let mut withheld = Vec::new();
    let mut middle = |values: &[f64], figure: Figure, hidden: bool| {
        let few = hidden || (values.len() as u64) < SMALLEST;
        if few && !values.is_empty() {
            withheld.push(figure);
        }
        if few { None } else { median(values).map(|value| (value * 10.0).round() / 10.0) }
    };
    let enquiry_response_hours = middle(&group.enquiry_hours, Figure::EnquiryResponseHours, false);
    let offer_response_hours = middle(&group.offer_hours, Figure::OfferResponseHours, false);
    let offer_to_release_days = middle(&group.release_days, Figure::OfferToReleaseDays, closed);
    if opened {
        withheld.extend([Figure::DealsOpened, Figure::DisputeShare]);
    }
    if closed {
        withheld.extend([Figure::DealsClosed, Figure::MoneyReleased]);
    }
    FiguresOut {
        listings_published: group.published,
        enquiries: group.enquiries,
        offers: group.offers,
        deals_opened: (!opened).then_some(group.opened),
        deals_closed: (!closed).then_some(group.closed),
        money_released: (!closed).then_some(Money::new(group.released, Currency::CNY)),
        enquiry_response_hours,
        offer_response_hours,
        offer_to_release_days,
        dispute_share: share(group).filter(|_| !opened),
        withheld,
    }
}

/// Disputed deals in a hundred, to one decimal.
fn share(group: &Tally) -> Option<f64> {
    let part = |count: u64| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
    (group.opened > 0).then(|| (part(group.disputed) / part(group.opened) * 1_000.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_never_alone() {
        // Nothing small, nothing withheld.
        assert_eq!(holes(&[3, 0, 7]), [false, false, false]);
        // One small group: the smallest of the others hides it.
        assert_eq!(holes(&[2, 9, 4, 0]), [true, false, true, false]);
        // Two small ones that together are still small.
        assert_eq!(holes(&[1, 1, 5, 8]), [true, true, true, false]);
        // Two that hide each other.
        assert_eq!(holes(&[1, 2, 5, 8]), [true, true, false, false]);
        // All there is: the total is withheld as well then.
        assert_eq!(holes(&[2, 0]), [true, false]);
    }

    #[test]
    fn what_is_withheld_cannot_be_found_by_subtraction() {
        for a in 0..6 {
            for b in 0..6 {
                for c in 0..6 {
                    let counts = [a, b, c];
                    let hidden = holes(&counts);
                    let within: Vec<u64> = (0..3).filter(|at| hidden[*at]).map(|at| counts[at]).collect();
                    let total: u64 = counts.iter().sum();
                    let safe = within.is_empty() || (within.len() > 1 && within.iter().sum::<u64>() >= SMALLEST);
                    assert!(safe || total < SMALLEST, "{counts:?} {hidden:?}");
                    assert!((0..3).all(|at| hidden[at] || counts[at] == 0 || counts[at] >= SMALLEST), "{counts:?}");
                }
            }
        }
    }

    #[test]
    fn a_small_group_keeps_its_listings_and_loses_its_money() {
        let group = Tally {
            published: 5,
            opened: 2,
            closed: 2,
            released: 700,
            release_days: vec![1.0, 2.0],
            ..Tally::default()
        };
        let out = alone(&group);
        assert_eq!((out.listings_published, out.deals_closed, out.money_released), (5, None, None));
        assert_eq!(out.offer_to_release_days, None);
        assert!(out.withheld.contains(&Figure::MoneyReleased) && out.withheld.contains(&Figure::OfferToReleaseDays));
        let none = alone(&Tally::default());
        assert_eq!((none.deals_closed, none.dispute_share), (Some(0), None));
        assert!(none.withheld.is_empty());
    }
}
