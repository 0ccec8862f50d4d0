//! Listings that people keep an eye on.

use sea_orm::entity::prelude::*;

/// Listings that people keep an eye on.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "watch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who watches.
    pub account_id: Uuid,
    /// The organisation whose member she is.
    pub organisation_id: Uuid,
    pub listing_id: Uuid,
    pub added_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
