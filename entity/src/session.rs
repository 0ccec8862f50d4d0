//! Signed-in browsers and programs.

use sea_orm::entity::prelude::*;

/// Signed-in browsers and programs.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    /// Hash of the refresh token that works now.
    pub refresh_hash: String,
    /// Hash of the one before, honoured for ten seconds after the rotation.
    pub previous_hash: Option<String>,
    /// The successor the previous token was exchanged for, sealed to it.
    pub successor: Option<String>,
    pub rotated_at: DateTimeUtc,
    /// When a second factor was shown.
    pub second_factor_at: Option<DateTimeUtc>,
    /// `token` or `cookie`.
    pub mode: String,
    pub user_agent: Option<String>,
    pub address: Option<String>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
