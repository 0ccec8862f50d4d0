//! Wire types of passkeys.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{DateTime, id::PasskeyId};

use super::SessionMode;

/// A passkey, to its owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PasskeyOut {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// It is kept on more than one device (by a password manager or the maker of the device); false for one that is lost with
    /// its device.
    pub synced: bool,
    /// Counts its renamings; for `If-Match`.
    pub version: i64,
    /// When it was added.
    pub created_at: DateTime,
    /// When it last signed in.
    pub last_used_at: Option<DateTime>,
}

impl From<entity::passkey::Model> for PasskeyOut {
    fn from(row: entity::passkey::Model) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            synced: row.synced,
            version: row.version,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        }
    }
}

/// A ceremony that has begun; it is to be finished within five minutes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CeremonyOut {
    /// For the browser's `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` (Web Authentication, level 3).
    #[schema(value_type = Object)]
    pub options: serde_json::Value,
}

/// A passkey that the browser made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyIn {
    /// What to call it, 1 to 100 characters.
    pub name: String,
    /// What `navigator.credentials.create` gave, by its `toJSON`.
    #[schema(value_type = Object)]
    pub credential: serde_json::Value,
}

/// What to change of a passkey.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyPatch {
    /// 1 to 100 characters.
    pub name: String,
}

/// A passkey's answer to a sign-in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeySignInIn {
    /// What `navigator.credentials.get` gave, by its `toJSON`.
    #[schema(value_type = Object)]
    pub credential: serde_json::Value,
    /// Where the secrets go.
    #[serde(default)]
    pub mode: SessionMode,
}
