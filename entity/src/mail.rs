//! Mails, as they were sent or captured.

use sea_orm::entity::prelude::*;

/// Mails, as they were sent or captured.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// None while the address has no account, as with an invitation.
    pub account_id: Option<Uuid>,
    pub recipient: String,
    pub locale: String,
    pub subject: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Links in the body, in their order.
    pub links: Json,
    /// Template it was made from.
    pub kind: String,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
