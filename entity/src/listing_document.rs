//! Files of listings.

use sea_orm::entity::prelude::*;

/// Files of listings.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub listing_id: Uuid,
    /// `public`, `nda` or `qualified`.
    pub level: String,
    pub title: Option<String>,
    /// File name as uploaded, without directories.
    pub name: String,
    /// By the content, not by what the uploader says.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Of the content, base64url.
    pub sha256: String,
    #[sea_orm(unique)]
    pub blob_key: String,
    /// Who added it.
    pub account_id: Uuid,
    pub created_at: DateTimeUtc,
    pub removed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
