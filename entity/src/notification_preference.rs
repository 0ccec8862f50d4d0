//! What an account wants to be told, and how; what is not here is as usual.

use sea_orm::entity::prelude::*;

/// What an account wants to be told, and how; what is not here is as usual.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification_preference")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Topic, such as `offers`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: String,
    /// `in_app` or `mail`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel: String,
    pub enabled: bool,
}

impl ActiveModelBehavior for ActiveModel {}
