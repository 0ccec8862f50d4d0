//! Wire types of disclosure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    DateTime, Text,
    id::{AccessRequestId, DocumentId, ListingId, OrganisationId},
};

use super::model::{AccessAction, AccessState, Level};

/// A document to add, as `multipart/form-data`.
#[derive(ToSchema)]
#[allow(dead_code)] // describes what `upload` reads
pub struct DocumentIn {
    /// The file.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    pub file: String,
    /// Who may open it.
    pub level: Level,
    /// What it is; at most 500 characters.
    pub title: Option<String>,
}

/// A document of a listing. Of one that the reader can't open, no more than its name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DocumentOut {
    /// Its id.
    pub id: DocumentId,
    /// Who may open it.
    pub level: Level,
    /// What it is.
    pub title: Option<String>,
    /// Its file's name.
    pub name: String,
    /// True when the reader may open it now.
    pub may_open: bool,
    /// By its content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// SHA-256 of the content, base64url.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// When it was added.
    pub created_at: DateTime,
}

/// The non-disclosure agreement of a listing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NdaOut {
    /// Version of the text.
    pub version: String,
    /// The text; the Chinese one decides.
    pub text: Text,
    /// SHA-256 over both texts, base64url: what an acceptance is kept with.
    pub text_sha256: String,
    /// When the reader's organisation accepted it.
    pub accepted_at: Option<DateTime>,
    /// The version it accepted.
    pub accepted_version: Option<String>,
}

/// Accepts the agreement.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NdaIn {
    /// Must be true.
    pub accept: bool,
    /// Version of the text that was read.
    pub version: String,
}

/// Asks the holder for the qualified documents.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessRequestIn {
    /// Who asks, and what for; at most 2,000 characters.
    pub message: String,
}

/// Which version of the request the action is meant for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessActionIn {
    /// As read.
    pub version: i64,
    /// End of a grant, in the future; without end unless given.
    #[serde(default)]
    pub until: Option<DateTime>,
    /// Why it is declined or revoked; at most 2,000 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

/// An organisation named in a view.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedOut {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: Text,
}

/// A request to see a listing's qualified documents.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccessRequestOut {
    /// Its id.
    pub id: AccessRequestId,
    /// The listing.
    pub listing: ListingId,
    /// Who asks.
    pub organisation: NamedOut,
    /// What for.
    pub message: String,
    /// Where it stands.
    pub state: AccessState,
    /// True when the organisation accepted the non-disclosure agreement.
    pub nda_accepted: bool,
    /// End of the grant.
    pub until: Option<DateTime>,
    /// Why it was declined or revoked.
    pub reason: Option<String>,
    /// What the reader may do now.
    pub allowed_actions: Vec<AccessAction>,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime,
    /// When it was answered.
    pub decided_at: Option<DateTime>,
}

/// A look at a document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LookOut {
    /// At which.
    pub document: DocumentId,
    /// Its file's name.
    pub name: String,
    /// Whose people looked; none for a visitor who was not signed in.
    pub organisation: Option<NamedOut>,
    /// For whom an intermediary looked.
    pub on_behalf_of: Option<NamedOut>,
    /// When.
    pub at: DateTime,
}
