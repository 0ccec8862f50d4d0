//! Every look at a document. Append-only.

use sea_orm::entity::prelude::*;

/// Every look at a document. Append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_look")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub document_id: Uuid,
    pub listing_id: Uuid,
    /// None for a visitor who is not signed in.
    pub account_id: Option<Uuid>,
    /// The organisation whose people really looked.
    pub organisation_id: Option<Uuid>,
    /// The principal, where an intermediary looked by mandate.
    pub on_behalf_of: Option<Uuid>,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
