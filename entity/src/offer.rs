//! Threads of offers: the standing terms, and where the thread is.

use sea_orm::entity::prelude::*;

/// Threads of offers: the standing terms, and where the thread is.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For people: `JX-O-2026-000123`.
    #[sea_orm(unique)]
    pub number: String,
    pub listing_id: Uuid,
    /// The listing's version when the standing round was made.
    pub listing_version: i64,
    pub buyer_id: Uuid,
    pub seller_id: Uuid,
    pub state: String,
    /// `buyer` or `seller`: who answers; set while the thread is open.
    pub turn: Option<String>,
    /// The standing round.
    pub round: i32,
    pub right: String,
    pub price_minor: i64,
    pub currency: String,
    pub terms: Json,
    pub expires_at: DateTimeUtc,
    /// By when the rules of the exchange ask for an answer.
    pub answer_due: DateTimeUtc,
    pub version: i64,
    /// Why it was declined.
    pub reason_code: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason_text: Option<String>,
    /// The deal it became.
    pub deal_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "listing_id", to = "id")]
    pub listing: BelongsTo<super::listing::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
