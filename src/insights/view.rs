//! Wire types of insights.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::{DateTime, Money, Sector};

/// Which quarters are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OverviewQuery {
    /// A day of the first quarter; three quarters before the last unless told. At most twenty quarters.
    pub from: Option<NaiveDate>,
    /// A day of the last quarter; today unless told.
    pub to: Option<NaiveDate>,
}

/// A figure that may be withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InsightFigure)]
pub enum Figure {
    /// Deals opened.
    DealsOpened,
    /// Deals closed.
    DealsClosed,
    /// Money released.
    MoneyReleased,
    /// Median time to the answer of an enquiry.
    EnquiryResponseHours,
    /// Median time to the answer of an offer.
    OfferResponseHours,
    /// Median time from offer to release.
    OfferToReleaseDays,
    /// Share of disputes.
    DisputeShare,
}

/// The figures of one group. What is null and not among `withheld` does not exist: nothing happened to be measured.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = InsightFiguresOut)]
pub struct FiguresOut {
    /// Listings published.
    pub listings_published: u64,
    /// Enquiries asked.
    pub enquiries: u64,
    /// Offers made.
    pub offers: u64,
    /// Deals opened.
    pub deals_opened: Option<u64>,
    /// Deals closed with money released.
    pub deals_closed: Option<u64>,
    /// Released to sellers, before commission and fee; renminbi only.
    pub money_released: Option<Money>,
    /// Median hours from an enquiry to its first answer, by when it was asked.
    pub enquiry_response_hours: Option<f64>,
    /// Median hours from an offer to the other side's first answer, by when it was made.
    pub offer_response_hours: Option<f64>,
    /// Median days from an offer to the release of the deal it became, by when that was released.
    pub offer_to_release_days: Option<f64>,
    /// Deals in a hundred of those opened that were disputed at some time.
    pub dispute_share: Option<f64>,
    /// Figures withheld because the group is too small, or hides another one that is.
    pub withheld: Vec<Figure>,
}

/// A quarter and its figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuarterFiguresOut {
    /// Such as `2026-Q3`.
    pub quarter: String,
    /// Its figures.
    pub figures: FiguresOut,
}

/// A sector and its figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SectorFiguresOut {
    /// Which; null for listings without one.
    pub sector: Option<Sector>,
    /// Its figures.
    pub figures: FiguresOut,
}

/// A region and its figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegionFiguresOut {
    /// ISO 3166-2; null for listings without one.
    pub region: Option<String>,
    /// Its figures.
    pub figures: FiguresOut,
}

/// What the exchange moves.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OverviewOut {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// When it was counted.
    pub as_of: DateTime,
    /// Figures over fewer deals than this are withheld.
    pub smallest_group: u64,
    /// Everything.
    pub total: FiguresOut,
    /// By quarter, the first first.
    pub quarters: Vec<QuarterFiguresOut>,
    /// By the listing's sector.
    pub sectors: Vec<SectorFiguresOut>,
    /// By the listing's region.
    pub regions: Vec<RegionFiguresOut>,
}
