//! Payments that the bank reported.

use sea_orm::entity::prelude::*;

/// Payments that the bank reported.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// As the payer wrote it.
    pub reference: String,
    /// As the bank knows the payer.
    pub payer_name: Option<String>,
    /// Who paid, where that is known.
    pub payer_id: Option<Uuid>,
    pub currency: String,
    /// Minor units.
    pub amount: i64,
    /// `suspense`, `matched` or `refunded`.
    pub state: String,
    /// Why it came to suspense.
    pub reason: Option<String>,
    /// The expected payment it is.
    pub matched_reference: Option<String>,
    /// What that was for.
    pub subject: Option<String>,
    /// What the clerk wrote.
    pub note: Option<String>,
    pub version: i64,
    pub received_at: DateTimeUtc,
    pub resolved_at: Option<DateTimeUtc>,
    pub resolved_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
