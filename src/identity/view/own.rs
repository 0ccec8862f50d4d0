//! Wire types of what an account sees of itself.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    DateTime, Error, Locale, Result,
    id::{ApiTokenId, AuditId, MailId, OrganisationId, SessionId},
};

use super::{
    super::queries::from_name,
    {AccountOut, MembershipOut, PasskeyOut, SessionMode},
};

/// Who one is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeOut {
    /// The account.
    pub account: AccountOut,
    /// What it belongs to.
    pub memberships: Vec<MembershipOut>,
    /// The organisation that this request acts for.
    pub organisation: Option<OrganisationId>,
    /// It belongs to the operator, for whom it acts with a second factor only.
    pub needs_second_factor: bool,
    /// The organisation acted for is the operator's, and this session or token has shown no second factor: set up a passkey at
    /// `/me/passkeys` or codes at `/me/totp`, and sign in with it.
    pub second_factor_missing: bool,
    /// How many passkeys the account has.
    pub passkeys: usize,
}

/// What to change of an account.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountPatch {
    /// 1 to 100 characters.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Language of mails and messages.
    #[serde(default)]
    pub locale: Option<Locale>,
}

/// A new password.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordIn {
    /// The present one.
    pub current: String,
    /// 10 to 200 characters, not a common one.
    pub password: String,
}

/// What deleting an account takes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveIn {
    /// The present one.
    pub password: String,
}

/// A TOTP secret (RFC 6238), shown once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TotpOut {
    /// Base32, to type in.
    pub secret: String,
    /// `otpauth://…`, to show as a QR code.
    pub uri: String,
}

/// A code of the authenticator app.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeIn {
    /// Six digits.
    pub code: String,
}

/// One of the two, to show that the account is one's own.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofIn {
    /// Six digits.
    #[serde(default)]
    pub code: Option<String>,
    /// The password.
    #[serde(default)]
    pub password: Option<String>,
}

/// A session, to its owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionInfo {
    /// Its id.
    pub id: SessionId,
    /// True for the one that asks.
    pub current: bool,
    /// How its secrets travel.
    pub mode: SessionMode,
    /// What the browser or program calls itself.
    pub user_agent: Option<String>,
    /// Where it was opened from.
    pub address: Option<String>,
    /// True when a second factor was shown.
    pub second_factor: bool,
    /// True when a passkey opened it, or was made in it.
    pub passkey: bool,
    /// When it was opened.
    pub created_at: DateTime,
    /// When it was last renewed.
    pub renewed_at: DateTime,
    /// When it ends unless renewed.
    pub expires_at: DateTime,
}

impl SessionInfo {
    /// The session as the one that asks (`current`) sees it.
    ///
    /// # Errors
    /// `internal` for a mode nobody knows.
    pub fn of(row: entity::session::Model, current: Option<SessionId>) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            current: current == Some(row.id.into()),
            mode: from_name(&row.mode)?,
            user_agent: row.user_agent,
            address: row.address,
            second_factor: row.second_factor_at.is_some(),
            passkey: row.passkey_id.is_some(),
            created_at: row.created_at,
            renewed_at: row.rotated_at,
            expires_at: row.expires_at,
        })
    }
}

/// A new API token, for the organisation acted for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiTokenIn {
    /// What it is for, 1 to 100 characters.
    pub name: String,
    /// It may read, and change nothing.
    #[serde(default)]
    pub read_only: bool,
    /// At most 366 days away; 90 unless told.
    #[serde(default)]
    pub expires_at: Option<DateTime>,
}

/// An API token.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiTokenOut {
    /// Its id.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// The organisation it acts for.
    pub organisation: Option<OrganisationId>,
    /// It may read, and change nothing.
    pub read_only: bool,
    /// When it was made.
    pub created_at: DateTime,
    /// When it ends.
    pub expires_at: Option<DateTime>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<DateTime>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime>,
}

/// An API token with its secret, which is never shown again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiTokenMade {
    /// To send as `Authorization: Bearer jx_…`.
    pub token: String,
    /// What it is.
    pub api_token: ApiTokenOut,
}

impl From<entity::api_token::Model> for ApiTokenOut {
    fn from(row: entity::api_token::Model) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            organisation: row.organisation_id.map(Into::into),
            read_only: row.read_only,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// A mail.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MailOut {
    /// Its id.
    pub id: MailId,
    /// What it is about: the name of its template.
    pub kind: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// The links in it, in their order.
    pub links: Vec<String>,
    /// When it was written.
    pub created_at: DateTime,
}

impl TryFrom<entity::mail::Model> for MailOut {
    type Error = Error;
    fn try_from(row: entity::mail::Model) -> Result<Self> {
        let links: Option<Vec<String>> = serde_json::from_value(row.links).map_err(Error::internal)?;
        Ok(Self {
            id: row.id.into(),
            kind: row.kind,
            subject: row.subject,
            body: row.body,
            links: links.unwrap_or_default(),
            created_at: row.created_at,
        })
    }
}

/// An entry of the audit trail.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditOut {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: DateTime,
    /// Operation id of this description.
    pub operation: String,
    /// For which organisation.
    pub organisation: Option<OrganisationId>,
    /// What it was about.
    pub target: Option<String>,
    /// From where.
    pub address: Option<String>,
}

impl From<entity::audit::Model> for AuditOut {
    fn from(row: entity::audit::Model) -> Self {
        Self {
            id: row.id.into(),
            at: row.at,
            operation: row.operation,
            organisation: row.organisation_id.map(Into::into),
            target: row.target,
            address: row.address,
        }
    }
}

/// Everything kept about an account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExportOut {
    /// The account.
    pub account: AccountOut,
    /// What it belongs to.
    pub memberships: Vec<MembershipOut>,
    /// Its sessions.
    pub sessions: Vec<SessionInfo>,
    /// Its passkeys, without their keys.
    pub passkeys: Vec<PasskeyOut>,
    /// Its API tokens, without their secrets.
    pub api_tokens: Vec<ApiTokenOut>,
    /// Mails to it, at most the latest 10,000.
    pub mails: Vec<MailOut>,
    /// What it did, at most the latest 10,000 entries.
    pub audit: Vec<AuditOut>,
}
