//! What is taken out of a deal's price at release, and for whom.

use sea_orm::entity::prelude::*;

/// What is taken out of a deal's price at release, and for whom.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_charge")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub deal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i32,
    /// `fee` or `commission`.
    pub kind: String,
    /// Of a commission: `supply` or `demand`.
    pub side: Option<String>,
    /// Who owes it.
    pub payer_id: Uuid,
    /// The intermediary; none for the exchange's fee.
    pub payee_id: Option<Uuid>,
    pub mandate_id: Option<Uuid>,
    /// Of what is released.
    pub bps: i32,
    /// In minor units of the deal's currency.
    pub min: Option<i64>,
    pub max: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
