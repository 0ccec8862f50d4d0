//! Deferred work: mails, calls, anything that leaves the process.

use sea_orm::entity::prelude::*;

/// Deferred work: mails, calls, anything that leaves the process.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    /// Event × recipient × channel: the same work is queued once.
    #[sea_orm(unique)]
    pub unique_key: String,
    pub payload: Json,
    /// `queued`, `done` or `dead`.
    pub state: String,
    pub attempts: i32,
    pub run_at: DateTimeUtc,
    /// While a worker has it.
    pub locked_until: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
