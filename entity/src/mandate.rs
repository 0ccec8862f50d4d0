//! Mandates of intermediaries.

use sea_orm::entity::prelude::*;

/// Mandates of intermediaries.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The intermediary.
    pub intermediary_id: Uuid,
    pub principal_id: Uuid,
    /// `all` or `listing` (later also `need`).
    pub scope: String,
    /// Set exactly when the scope is one listing.
    pub listing_id: Option<Uuid>,
    /// `supply` or `demand`: which side of a deal the principal is on.
    pub side: String,
    pub commission_bps: i32,
    pub commission_min: Option<i64>,
    pub commission_cap: Option<i64>,
    /// Of minimum and cap.
    pub currency: Option<String>,
    pub may_act: bool,
    pub state: String,
    /// The organisation that proposed it; the other one agrees.
    pub proposed_by: Uuid,
    pub valid_until: DateTimeUtc,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub agreed_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
