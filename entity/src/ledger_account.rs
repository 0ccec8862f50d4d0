//! Accounts of the ledger and their sums.

use sea_orm::entity::prelude::*;

/// Accounts of the ledger and their sums.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `settlement`, `suspense`, `fees`, `party`, `escrow`, `commission`.
    pub kind: String,
    /// Whose it is, as an id on the wire; empty for the exchange's own.
    pub owner: String,
    pub currency: String,
    /// `debit` or `credit`: the side its balance is on, which never falls below zero.
    pub side: String,
    /// Kept by triggers on `ledger_transfer`; minor units.
    pub debits_posted: i64,
    pub credits_posted: i64,
    pub debits_pending: i64,
    pub credits_pending: i64,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
