//! Every version of a listing's content.

use sea_orm::entity::prelude::*;

/// Every version of a listing's content.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub at: DateTimeUtc,
    pub account_id: Option<Uuid>,
    pub content: Json,
}

impl ActiveModelBehavior for ActiveModel {}
