//! Insights (统计): what the exchange moves, by quarter, sector and region, for the bureau that watches over it and for the
//! operator's people. Aggregates only; nothing here names a party or its terms.
//!
//! Honest queries rather than a projection: each answer is counted from the domains' rows at the moment of asking, so it
//! can't drift from them and needs no rebuilding. Listings, of which there are tens of thousands, are counted by the
//! database; enquiries, offers and deals of the range are read as bare rows and added up here.
//!
//! Small groups are protected ([`protect`]): a figure over fewer than three deals is withheld, and so are as many others
//! of its table as it takes to keep it from being found by subtraction. Ranges are whole quarters.

pub mod count;
pub mod protect;
pub mod quarter;
pub mod routes;
mod tally;
pub mod view;
