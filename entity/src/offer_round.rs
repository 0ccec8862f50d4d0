//! What was offered, round by round. Append-only.

use sea_orm::entity::prelude::*;

/// What was offered, round by round. Append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_round")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: Uuid,
    /// 1, 2, 3 …
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// `buyer` or `seller`.
    pub side: String,
    /// Whose people made it: the side itself, or an intermediary by mandate.
    pub acted_by: Uuid,
    pub account_id: Uuid,
    pub listing_version: i64,
    pub right: String,
    pub price_minor: i64,
    pub currency: String,
    pub terms: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    pub expires_at: DateTimeUtc,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
