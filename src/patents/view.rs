//! Wire types of patents.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    DateTime, Text,
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
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OwnerIn {
    /// The name on the register.
    Name(String),
    /// With its organisation.
    Full(Owner),
}

/// A bibliographic record (numbers in brackets: INID codes, WIPO ST.9).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatentIn {
    /// Application or publication number, in any usual spelling (11, 21).
    pub number: String,
    /// The bibliographic facts.
    #[serde(default)]
    pub title: Text,
    /// Abstract (57).
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
