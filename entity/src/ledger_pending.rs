//! Pending transfers that nothing has resolved yet. Kept by triggers.

use sea_orm::entity::prelude::*;

/// Pending transfers that nothing has resolved yet. Kept by triggers.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_pending")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub transfer_id: Uuid,
    pub expires_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
