//! Requests to see a listing's qualified documents.

use sea_orm::entity::prelude::*;

/// Requests to see a listing's qualified documents.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub listing_id: Uuid,
    /// Who wants to see them.
    pub organisation_id: Uuid,
    pub account_id: Uuid,
    pub message: String,
    /// `requested`, `granted`, `declined`, `revoked` or `expired`.
    pub state: String,
    /// End of a grant.
    pub until: Option<DateTimeUtc>,
    /// Why it was declined or revoked.
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
