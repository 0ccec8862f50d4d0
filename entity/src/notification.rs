//! What was told to whom.

use sea_orm::entity::prelude::*;

/// What was told to whom.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    /// Rises in the order of the event log.
    #[sea_orm(primary_key)]
    pub seq: i64,
    #[sea_orm(unique)]
    pub id: Uuid,
    pub account_id: Uuid,
    /// The organisation on whose account it was told.
    pub organisation_id: Uuid,
    pub event_id: Uuid,
    pub kind: String,
    /// As the id looks on the wire.
    pub subject: String,
    pub listing_id: Option<Uuid>,
    /// The mandate through which an intermediary was told.
    pub mandate_id: Option<Uuid>,
    /// Facts of the event.
    pub facts: Json,
    pub at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
