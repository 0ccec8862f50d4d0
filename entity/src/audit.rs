//! The audit trail.

use sea_orm::entity::prelude::*;

/// The audit trail.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DateTimeUtc,
    /// Operation id of the API, or the name of a program part's action.
    pub operation: String,
    /// The part of the program that acted, when no account did.
    pub part: Option<String>,
    pub account_id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    pub on_behalf_of: Option<Uuid>,
    /// What it was about, as its id looks on the wire.
    pub target: Option<String>,
    pub request_id: Option<Uuid>,
    pub address: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
