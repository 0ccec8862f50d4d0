//! Wire types of identity.

mod organisations;
mod own;
mod passkeys;

pub use organisations::{
    DecisionIn, InvitationOut, MemberIn, MemberOut, MemberPatch, OrganisationIn, OrganisationOut, OrganisationPatch,
    OrganisationsQuery, ReasonIn,
};
pub use own::{
    AccountPatch, ApiTokenIn, ApiTokenMade, ApiTokenOut, AuditOut, CodeIn, ExportOut, LeaveIn, MailOut, MeOut,
    PasswordIn, ProofIn, SessionInfo, TotpOut,
};

pub use passkeys::{CeremonyOut, PasskeyIn, PasskeyOut, PasskeyPatch, PasskeySignInIn};

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::{
    Locale, Role, Text,
    actor::OrganisationKind,
    id::{AccountId, OrganisationId},
};

use super::lifecycle::State;

/// A new account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUpIn {
    /// At most 254 characters.
    pub email: String,
    /// 10 to 200 characters, not a common one.
    pub password: String,
    /// 1 to 100 characters.
    pub display_name: String,
    /// Language of mails and messages.
    #[serde(default)]
    pub locale: Locale,
}

/// The secret of a mailed link.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyIn {
    /// From the link.
    pub token: String,
}

/// An address.
#[derive(Clone, Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EmailIn {
    /// At most 254 characters.
    pub email: String,
}

/// A new password, by the secret of a mailed link.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetIn {
    /// From the link.
    pub token: String,
    /// 10 to 200 characters, not a common one.
    pub password: String,
}

/// The first of the operator's people.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstOperatorIn {
    /// From the link in the server's log.
    pub token: String,
    /// At most 254 characters.
    pub email: String,
    /// 10 to 200 characters, not a common one.
    pub password: String,
    /// 1 to 100 characters.
    pub display_name: String,
    /// Language of mails and messages.
    #[serde(default)]
    pub locale: Locale,
}

/// An account, to itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountOut {
    /// Its id.
    pub id: AccountId,
    /// Its address.
    pub email: String,
    /// False until the mailed link was followed.
    pub email_verified: bool,
    /// Name that others see.
    pub display_name: String,
    /// Language.
    pub locale: Locale,
    /// True when signing in takes a TOTP code.
    pub second_factor: bool,
    /// Counts the changes of the profile; for `If-Match`.
    pub version: i64,
}

/// An organisation the account belongs to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MembershipOut {
    /// Which.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name.
    pub name: Text,
    /// The account's role in it.
    pub role: Role,
    /// Where it stands with the operator.
    pub state: State,
}

/// An account that was just confirmed, with its personal organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VerifiedOut {
    /// The account.
    pub account: AccountOut,
    /// The organisation that stands for the person herself.
    pub organisation: MembershipOut,
}

/// How the session's secrets travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionMode {
    /// In the answer, for programs.
    #[default]
    Token,
    /// In cookies that scripts can't read, for browsers.
    Cookie,
}

impl SessionMode {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Cookie => "cookie",
        }
    }
}

/// The secret that a session goes on with. In mode `cookie` it comes as a cookie.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshIn {
    /// From the answer before.
    #[serde(default)]
    pub refresh_token: Option<String>,
}

/// A session that was opened or renewed, with its secrets, before it is decided how they travel.
pub struct Opened {
    /// The access token.
    pub access_token: String,
    /// The refresh token.
    pub refresh_token: String,
    /// How they travel.
    pub mode: SessionMode,
    /// Whose it is.
    pub account: AccountOut,
}

/// Credentials.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The six digits, where a second factor is set up.
    #[serde(default)]
    pub totp: Option<String>,
    /// Where the secrets go.
    #[serde(default)]
    pub mode: SessionMode,
}

/// A session. In mode `cookie` only `account` is filled.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionOut {
    /// To send as `Authorization: Bearer …`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// Seconds until the access token ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
    /// To exchange for the next pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Who signed in.
    pub account: AccountOut,
}

impl From<entity::account::Model> for AccountOut {
    fn from(row: entity::account::Model) -> Self {
        Self {
            id: row.id.into(),
            email: row.email,
            email_verified: row.email_verified_at.is_some(),
            display_name: row.display_name,
            locale: Locale::from_tag(&row.locale),
            second_factor: row.totp_enabled_at.is_some(),
            version: row.version,
        }
    }
}
