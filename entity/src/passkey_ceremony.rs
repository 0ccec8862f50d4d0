//! Passkey ceremonies under way: begun, not finished.

use sea_orm::entity::prelude::*;

/// Passkey ceremonies under way: begun, not finished.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_ceremony")]
pub struct Model {
    /// What the device has to sign; each once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub challenge: String,
    /// Who registers; none for a sign-in.
    pub account_id: Option<Uuid>,
    /// `register` or `sign_in`.
    pub purpose: String,
    /// What the answer is verified against.
    pub state: Vec<u8>,
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
