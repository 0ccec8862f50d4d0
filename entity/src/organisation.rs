//! Parties of the exchange.

use sea_orm::entity::prelude::*;

/// Parties of the exchange.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// As in `OrganisationKind`.
    pub kind: String,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    /// Uniform social credit code (GB 32100).
    #[sea_orm(unique)]
    pub uscc: Option<String>,
    /// ISO 3166-2.
    pub region: Option<String>,
    pub sector: Option<String>,
    /// Stage of a firm: start_up, growth, expansion, maturity.
    pub stage: Option<String>,
    /// Number of people.
    pub staff: Option<i32>,
    pub profile_zh: Option<String>,
    pub profile_en: Option<String>,
    pub website: Option<String>,
    /// unverified, requested, verified, rejected or suspended.
    pub state: String,
    /// Why it was rejected or suspended.
    pub state_reason: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub verified_at: Option<DateTimeUtc>,
    /// Made by the demo.
    pub demo: bool,
}

impl ActiveModelBehavior for ActiveModel {}
