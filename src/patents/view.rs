//! Wire types of patents.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    DateTime, Text,
    fields::given,
    id::{OrganisationId, PatentId},
};

/// An owner of a patent (73).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The name on the register; at most 300 characters.
    pub name: String,
    /// The organisation here that it is, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
}

/// An owner by name, or with its organisation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OwnerIn {
    /// The name on the register.
    Name(String),
    /// With its organisation.
    Full(Owner),
}

/// A bibliographic record (numbers in brackets: INID codes, WIPO ST.9).
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatentIn {
    /// Application or publication number, in any usual spelling (11, 21).
    pub number: String,
    /// Title (54), at most 500 characters a language; at least one language.
    #[serde(default)]
    pub title: Text,
    /// Abstract (57), at most 20,000 characters a language.
    #[serde(default)]
    pub r#abstract: Text,
    /// Claims, at most 200 of 10,000 characters.
    #[serde(default)]
    pub claims: Vec<String>,
    /// IPC symbols or classes (51), at most 50.
    #[serde(default)]
    pub ipc: Vec<String>,
    /// CPC symbols, at most 100.
    #[serde(default)]
    pub cpc: Vec<String>,
    /// Applicants (71), at most 100.
    #[serde(default)]
    pub applicants: Vec<String>,
    /// Inventors (72), at most 100.
    #[serde(default)]
    pub inventors: Vec<String>,
    /// Owners (73), at most 100; more than one are co-owners.
    #[serde(default)]
    pub owners: Vec<OwnerIn>,
    /// Filing date (22).
    #[serde(default)]
    pub filed_on: Option<NaiveDate>,
    /// Publication date (43).
    #[serde(default)]
    pub published_on: Option<NaiveDate>,
    /// Grant date (45).
    #[serde(default)]
    pub granted_on: Option<NaiveDate>,
    /// Last day of its term.
    #[serde(default)]
    pub expires_on: Option<NaiveDate>,
    /// Legal status, as the office words it; at most 100 characters.
    #[serde(default)]
    pub legal_status: Option<String>,
}

/// Changes to a record; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PatentPatch {
    /// May be repeated, not changed.
    pub number: Option<String>,
    /// Title (54).
    pub title: Option<Text>,
    /// Abstract (57).
    pub r#abstract: Option<Text>,
    /// Claims.
    pub claims: Option<Vec<String>>,
    /// IPC (51).
    pub ipc: Option<Vec<String>>,
    /// CPC.
    pub cpc: Option<Vec<String>>,
    /// Applicants (71).
    pub applicants: Option<Vec<String>>,
    /// Inventors (72).
    pub inventors: Option<Vec<String>>,
    /// Owners (73).
    pub owners: Option<Vec<OwnerIn>>,
    /// Filing date (22); null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub filed_on: Option<Option<NaiveDate>>,
    /// Publication date (43); null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub published_on: Option<Option<NaiveDate>>,
    /// Grant date (45); null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub granted_on: Option<Option<NaiveDate>>,
    /// Last day of its term; null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub expires_on: Option<Option<NaiveDate>>,
    /// Legal status; null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub legal_status: Option<Option<String>>,
}

impl PatentIn {
    /// What would have to be sent to make this record.
    pub(super) fn of(record: PatentOut) -> Self {
        Self {
            number: record.canonical,
            title: record.title,
            r#abstract: record.r#abstract,
            claims: record.claims,
            ipc: record.ipc,
            cpc: record.cpc,
            applicants: record.applicants,
            inventors: record.inventors,
            owners: record.owners.into_iter().map(OwnerIn::Full).collect(),
            filed_on: record.filed_on,
            published_on: record.published_on,
            granted_on: record.granted_on,
            expires_on: record.expires_on,
            legal_status: record.legal_status,
        }
    }

    /// The same with changes.
    pub(super) fn patched(self, patch: PatentPatch) -> Self {
        Self {
            number: patch.number.unwrap_or(self.number),
            title: patch.title.unwrap_or(self.title),
            r#abstract: patch.r#abstract.unwrap_or(self.r#abstract),
            claims: patch.claims.unwrap_or(self.claims),
            ipc: patch.ipc.unwrap_or(self.ipc),
            cpc: patch.cpc.unwrap_or(self.cpc),
            applicants: patch.applicants.unwrap_or(self.applicants),
            inventors: patch.inventors.unwrap_or(self.inventors),
            owners: patch.owners.unwrap_or(self.owners),
            filed_on: patch.filed_on.unwrap_or(self.filed_on),
            published_on: patch.published_on.unwrap_or(self.published_on),
            granted_on: patch.granted_on.unwrap_or(self.granted_on),
            expires_on: patch.expires_on.unwrap_or(self.expires_on),
            legal_status: patch.legal_status.unwrap_or(self.legal_status),
        }
    }
}

/// A bibliographic record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PatentOut {
    /// Its id.
    pub id: PatentId,
    /// Its number, as people write it.
    pub number: String,
    /// Its number in one spelling, for comparing.
    pub canonical: String,
    /// The office (WIPO ST.3).
    pub office: String,
    /// Title (54).
    pub title: Text,
    /// Abstract (57).
    pub r#abstract: Text,
    /// Claims.
    pub claims: Vec<String>,
    /// IPC (51).
    pub ipc: Vec<String>,
    /// CPC.
    pub cpc: Vec<String>,
    /// Applicants (71).
    pub applicants: Vec<String>,
    /// Inventors (72).
    pub inventors: Vec<String>,
    /// Owners (73).
    pub owners: Vec<Owner>,
    /// Filing date (22).
    pub filed_on: Option<NaiveDate>,
    /// Publication date (43).
    pub published_on: Option<NaiveDate>,
    /// Grant date (45).
    pub granted_on: Option<NaiveDate>,
    /// Last day of its term.
    pub expires_on: Option<NaiveDate>,
    /// Legal status.
    pub legal_status: Option<String>,
    /// Counts its changes.
    pub version: i64,
    /// When the record was made here.
    pub created_at: DateTime,
}
