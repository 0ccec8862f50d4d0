//! Bibliographic records.

use sea_orm::entity::prelude::*;

/// Bibliographic records.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "patent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Canonical form: one record a number.
    #[sea_orm(unique)]
    pub number: String,
    /// WIPO ST.3.
    pub office: String,
    /// What the number numbers: `application` or `publication`.
    pub form: String,
    /// The number without office and kind.
    pub serial: String,
    /// WIPO ST.16, publications only: means different things by office and date.
    pub kind_code: Option<String>,
    pub title_zh: Option<String>,
    pub title_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub abstract_zh: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub abstract_en: Option<String>,
    pub claims: Json,
    pub ipc: Json,
    pub cpc: Json,
    pub applicants: Json,
    pub inventors: Json,
    /// `[{name, organisation?}]`, in the order of the register; `patent_owner` repeats the organisations.
    pub owners: Json,
    pub filed_on: Option<Date>,
    pub published_on: Option<Date>,
    pub granted_on: Option<Date>,
    pub expires_on: Option<Date>,
    pub legal_status: Option<String>,
    /// The organisation that keeps the record; none for imported ones.
    pub kept_by: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
