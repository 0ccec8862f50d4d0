//! Technologies on supply.

use sea_orm::entity::prelude::*;

/// Technologies on supply.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For people: `JX-2026-000123`.
    #[sea_orm(unique)]
    pub number: String,
    pub kind: String,
    /// The holder.
    pub organisation_id: Uuid,
    /// The importing system's own id.
    pub external_id: Option<String>,
    pub title_zh: Option<String>,
    pub title_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub summary_zh: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub summary_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub description_zh: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub description_en: Option<String>,
    pub sector: Option<String>,
    pub ipc: Json,
    pub trl: Option<i32>,
    pub trl_evidence_zh: Option<String>,
    pub trl_evidence_en: Option<String>,
    pub rights: Json,
    pub procedure: String,
    pub price_minor: Option<i64>,
    pub currency: Option<String>,
    pub price_negotiable: bool,
    pub region: Option<String>,
    /// The holder's name where it is not the organisation's, as imports have it.
    pub owner_name: Option<String>,
    pub state: String,
    /// Why it was returned or withdrawn.
    pub state_reason: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub demo: bool,
    /// What it improves, by how much, against what.
    pub improvements: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub price_rationale_zh: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub price_rationale_en: Option<String>,
    /// True while the holder is named to those alone whom it lets in.
    pub anonymous: bool,
    #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
    pub organisation: BelongsTo<super::organisation::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
