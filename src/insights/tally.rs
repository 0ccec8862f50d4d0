//! Adding up.

/// What is counted of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Listings published.
    pub published: u64,
    /// Enquiries asked.
    pub enquiries: u64,
    /// Offers made.
    pub offers: u64,
    /// Deals opened.
    pub opened: u64,
    /// Of those, how many were ever disputed.
    pub disputed: u64,
    /// Deals closed with money released.
    pub closed: u64,
    /// How much was released, in fen.
    pub released: i64,
    /// From each enquiry to its first answer, in hours.
    pub enquiry_hours: Vec<f64>,
    /// From each offer to the other side's first answer, in hours.
    pub offer_hours: Vec<f64>,
    /// From each offer to the release of the deal it became, in days.
    pub release_days: Vec<f64>,
}

/// The middle value; of an even number the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => sorted.get(middle).copied(),
        _ => Some(f64::midpoint(*sorted.get(middle - 1)?, *sorted.get(middle)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(&[4.0, 1.0, 9.0, 2.0]), Some(3.0));
    }
}
