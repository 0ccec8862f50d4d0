//! The event log, in its order.

use sea_orm::entity::prelude::*;

/// The event log, in its order.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub position: i64,
    /// Which event.
    pub id: Uuid,
    /// Such as `offer.accepted`.
    pub kind: String,
    /// The aggregate, as its id looks on the wire.
    pub subject: String,
    pub listing_id: Option<Uuid>,
    /// JSON list of organisations it concerns.
    pub audience: Json,
    pub account_id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    pub on_behalf_of: Option<Uuid>,
    pub at: DateTimeUtc,
    pub payload: Json,
}

impl ActiveModelBehavior for ActiveModel {}
