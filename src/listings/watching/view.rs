//! Wire types of watchlists.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{DateTime, Money, Sector, Text, id::ListingId},
    listings::{
        lifecycle::State,
        model::{Procedure, Right},
        view::NamedHolderOut,
    },
};

/// A listing to watch.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchIn {
    /// Which.
    pub listing: ListingId,
}

/// What a watchlist shows of a listing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WatchedOut {
    /// Its id.
    pub id: ListingId,
    /// For people.
    pub number: String,
    /// Its title.
    pub title: Text,
    /// Who holds it.
    pub owner: NamedHolderOut,
    /// Sector.
    pub sector: Option<Sector>,
    /// Rights on offer.
    pub rights: Vec<Right>,
    /// How it is sold.
    pub procedure: Procedure,
    /// Where it stands.
    pub state: State,
    /// Asking price.
    pub price: Option<Money>,
    /// May the price be negotiated?
    pub price_negotiable: bool,
    /// When it was last changed.
    pub updated_at: DateTime,
}

/// An entry of a watchlist.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WatchOut {
    /// What is watched.
    pub listing: WatchedOut,
    /// Since when.
    pub added_at: DateTime,
}
