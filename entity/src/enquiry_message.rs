//! Messages of enquiries. Append-only.

use sea_orm::entity::prelude::*;

/// Messages of enquiries. Append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enquiry_message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub enquiry_id: Uuid,
    /// Place in the thread, from 1.
    pub seq: i64,
    /// The side that writes.
    pub organisation_id: Uuid,
    pub account_id: Uuid,
    pub text: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
