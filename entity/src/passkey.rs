//! Passkeys: public keys of devices that sign in without a password.

use sea_orm::entity::prelude::*;

/// Passkeys: public keys of devices that sign in without a password.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    /// What the device calls it, base64url.
    pub credential_id: String,
    pub name: String,
    /// The public key and what else never changes.
    pub public_key: Vec<u8>,
    /// Signature counter, backup state, attachment.
    pub state: Vec<u8>,
    /// How browsers reach the device, a bit each.
    pub transports: i16,
    /// It exists on more than one device.
    pub synced: bool,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub last_used_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
