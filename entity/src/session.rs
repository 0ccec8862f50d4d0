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
    /// What the session's refresh tokens are derived from, together with the server's key.
    pub refresh_seed: String,
    /// Counts the rotations: the refresh token that works now is this one.
    pub generation: i64,
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
    /// The passkey that opened it, if one did.
    pub passkey_id: Option<Uuid>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
