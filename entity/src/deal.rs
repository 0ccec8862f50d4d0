//! Deals: what was agreed, and the head of each one's history.

use sea_orm::entity::prelude::*;

/// Deals: what was agreed, and the head of each one's history.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    /// What it came from, such as an accepted offer, by its id on the wire.
    pub origin: String,
    pub origin_version: i64,
    pub listing_id: Uuid,
    pub listing_version: i64,
    pub seller_id: Uuid,
    pub buyer_id: Uuid,
    pub right: String,
    /// What the patent office files of it.
    pub filing: String,
    pub recordal_required: bool,
    /// In minor units.
    pub price: i64,
    pub currency: String,
    pub terms: Json,
    /// The rule pack it runs under, for good.
    pub rule_pack: String,
    /// What the payer quotes.
    pub reference: String,
    pub opened_at: DateTimeUtc,
    /// Sequence number of its newest event.
    pub version: i64,
    pub stage: String,
    pub deadline: Option<DateTimeUtc>,
    pub at_deadline: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
