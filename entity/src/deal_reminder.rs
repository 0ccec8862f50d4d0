//! When the parties of a deal are told that a deadline is near.

use sea_orm::entity::prelude::*;

/// When the parties of a deal are told that a deadline is near.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub deal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    /// The deadline it is about; when that moves, the reminder is void.
    pub deadline: DateTimeUtc,
    #[sea_orm(primary_key, auto_increment = false)]
    /// Calendar days before it.
    pub days: i32,
    pub due_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
