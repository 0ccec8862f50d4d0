//! How released money is split: exactly. Pure.

use crate::{
    intermediaries::model::MAX_BPS,
    kernel::{Error, Money, Result},
};

use super::model::Charge;

/// Who gets what of an amount that leaves the escrow for the seller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// A share for each charge, in their order; they and `seller` sum to what was released.
    pub shares: Vec<Money>,
    /// What is left for the seller.
    pub seller: Money,
}

/// Splits `released` by the charges: each its basis points, at least its minimum, at most its maximum, and a commission
/// never above the highest rate ([`MAX_BPS`]), whatever its minimum says. Should that be more than there is, the exchange's fee comes first and the
/// commissions follow in their order.
///
/// # Errors
/// `internal` for amounts beyond 64 bits.
pub fn split(released: Money, charges: &[Charge]) -> Result<Split> {
    let mut shares = vec![Money::zero(released.currency); charges.len()];
    let mut left = released.minor;
    let (fees, commissions): (Vec<usize>, Vec<usize>) =
        (0..charges.len()).partition(|index| charges[*index].payee.is_none());
    for index in fees.into_iter().chain(commissions) {
        let share = wanted(released, &charges[index])?.min(left);
        left -= share;
        shares[index] = Money::new(share, released.currency);
    }
    Ok(Split { seller: Money::new(left, released.currency), shares })
}

fn wanted(released: Money, charge: &Charge) -> Result<i64> {
    let part = |bps| released.basis_points(bps).map(|part| part.minor).map_err(Error::internal);
    let share = part(charge.bps)?.max(charge.min.unwrap_or(0));
    let share = charge.max.map_or(share, |max| share.min(max));
    // Nothing released, nothing earned.
    Ok(if charge.payee.is_some() { share.min(part(u32::from(MAX_BPS))?) } else { share.min(released.minor) })
}
