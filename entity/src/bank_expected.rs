//! Payments that somebody owes, by the reference to be quoted.

use sea_orm::entity::prelude::*;

/// Payments that somebody owes, by the reference to be quoted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_expected")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub reference: String,
    /// What is paid for, as an id on the wire.
    pub subject: String,
    /// Who owes.
    pub payer_id: Uuid,
    pub currency: String,
    /// Minor units.
    pub amount: i64,
    /// `open`, `paid` or `cancelled`.
    pub state: String,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
