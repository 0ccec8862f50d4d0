//! Files of deals: contract versions, filings, delivered documents, evidence.

use sea_orm::entity::prelude::*;

/// Files of deals: contract versions, filings, delivered documents, evidence.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub deal_id: Uuid,
    pub kind: String,
    /// The stage it was added in.
    pub stage: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    /// Of the content, base64url.
    pub sha256: String,
    pub blob_key: String,
    pub account_id: Option<Uuid>,
    pub organisation_id: Uuid,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
