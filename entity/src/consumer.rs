//! How far a projection has read the event log.

use sea_orm::entity::prelude::*;

/// How far a projection has read the event log.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consumer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
