//! What the sides of a deal write to each other. Append-only.

use sea_orm::entity::prelude::*;

/// What the sides of a deal write to each other. Append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub deal_id: Uuid,
    /// Place in the thread, from 1.
    pub seq: i64,
    /// The side that writes.
    pub organisation_id: Uuid,
    /// The intermediary that wrote in its name, if one did.
    pub intermediary_id: Option<Uuid>,
    pub account_id: Uuid,
    pub text: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
