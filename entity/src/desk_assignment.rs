//! Who has which task of the operator's desk in hand.

use sea_orm::entity::prelude::*;

/// Who has which task of the operator's desk in hand.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_assignment")]
pub struct Model {
    /// The task's id: what it is about.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task: String,
    /// Who has it; nobody after it was put back.
    pub account_id: Option<Uuid>,
    /// Who gave it.
    pub by_account_id: Option<Uuid>,
    pub at: DateTimeUtc,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
