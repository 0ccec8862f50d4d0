//! Movements between two accounts. Append-only.

use sea_orm::entity::prelude::*;

/// Movements between two accounts. Append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_transfer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `plain`, `pending`, `post` or `void`.
    pub kind: String,
    pub debit_account_id: Uuid,
    pub credit_account_id: Uuid,
    /// Of both accounts.
    pub currency: String,
    /// Minor units, above zero; of a `void` what was pending.
    pub amount: i64,
    /// The pending transfer that a `post` or `void` resolves.
    pub pending_id: Option<Uuid>,
    /// What that one holds.
    pub pending_amount: Option<i64>,
    /// When a `pending` one lapses.
    pub expires_at: Option<DateTimeUtc>,
    pub purpose: String,
    /// What it is about, as an id on the wire; may be empty.
    pub subject: String,
    /// Why, where a rule decided: `expired`.
    pub reason: Option<String>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
