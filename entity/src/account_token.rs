//! Secrets sent by mail: each works once.

use sea_orm::entity::prelude::*;

/// Secrets sent by mail: each works once.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    /// None for the link that makes the first operator.
    pub account_id: Option<Uuid>,
    /// `verify`, `reset` or `first_operator`.
    pub purpose: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
