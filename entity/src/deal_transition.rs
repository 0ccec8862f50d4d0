//! The arrows of a deal's machine, for the database's own check.

use sea_orm::entity::prelude::*;

/// The arrows of a deal's machine, for the database's own check.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_transition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_stage: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub action: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub to_stage: String,
}

impl ActiveModelBehavior for ActiveModel {}
