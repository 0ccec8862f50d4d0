//! Settings of the installation: every change, the newest in force.

use sea_orm::entity::prelude::*;

/// Settings of the installation: every change, the newest in force.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Counts the changes, from 1.
    #[sea_orm(unique)]
    pub version: i64,
    /// Everything that is set, after the change.
    pub document: Json,
    /// What changed: `[{section, from, to}]`.
    pub changes: Json,
    /// Who changed it.
    pub account_id: Option<Uuid>,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
