//! What happened to a deal, step by step; inserting here is the only way to move one.

use sea_orm::entity::prelude::*;

/// What happened to a deal, step by step; inserting here is the only way to move one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub deal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    /// 0 is the root; then 1, 2, 3 …: the deal's version.
    pub seq: i64,
    pub prev_seq: i64,
    pub from_stage: String,
    pub action: String,
    pub to_stage: String,
    /// In which part the actor took the step.
    pub party: String,
    pub account_id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    /// The intermediary that took the step in its name, if one did.
    pub intermediary_id: Option<Uuid>,
    pub at: DateTimeUtc,
    /// What the step says: a reason, a number, amounts.
    pub facts: Json,
    /// Until when the next step is expected.
    pub deadline: Option<DateTimeUtc>,
    /// The step that the clock takes then, if it takes one.
    pub at_deadline: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
