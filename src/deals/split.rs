//! How released money is split: exactly. Pure.

use crate::kernel::{Error, Money, Result};

use super::model::Charge;

/// Who gets what of an amount that leaves the escrow for the seller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// A share for each charge, in their order; they and `seller` sum to what was released.
    pub shares: Vec<Money>,
    /// What is left for the seller.
    pub seller: Money,
}

/// Splits `released` by the charges: each its basis points, at least its minimum, at most its maximum. Together they
/// never take more than there is: where minimums ask for more, the whole is shared in proportion (largest remainder),
/// and nothing is left for the seller.
///
/// # Errors
/// `internal` for amounts beyond 64 bits.
pub fn split(released: Money, charges: &[Charge]) -> Result<Split> {
    let mut shares = Vec::with_capacity(charges.len());
    for charge in charges {
        let share = released.basis_points(charge.bps).map_err(Error::internal)?.minor;
        let share = share.max(charge.min.unwrap_or(0));
        let share = charge.max.map_or(share, |max| share.min(max));
        // Nothing released, nothing earned; and no single share above it.
        shares.push(Money::new(share.min(released.minor), released.currency));
    }
    let wanted: i128 = shares.iter().map(|share| i128::from(share.minor)).sum();
    if wanted > i128::from(released.minor) {
        let weights: Vec<u64> = shares.iter().map(|share| share.minor.unsigned_abs()).collect();
        shares = released.split(&weights).map_err(Error::internal)?;
    }
    let taken = Money::sum(released.currency, shares.iter().copied()).map_err(Error::internal)?;
    Ok(Split { seller: released.checked_sub(taken).map_err(Error::internal)?, shares })
}
