//! People who can sign in.

use sea_orm::entity::prelude::*;

/// People who can sign in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Lower-cased.
    #[sea_orm(unique)]
    pub email: String,
    pub email_verified_at: Option<DateTimeUtc>,
    /// PHC string (argon2id).
    pub password_hash: String,
    pub display_name: String,
    /// BCP 47.
    pub locale: String,
    /// Base32; set while TOTP is being set up and after.
    pub totp_secret: Option<String>,
    pub totp_enabled_at: Option<DateTimeUtc>,
    /// Last time step that was accepted: a code works once.
    pub totp_last_step: i64,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub disabled_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
