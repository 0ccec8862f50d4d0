//! The organisations here that own patents.

use sea_orm::entity::prelude::*;

/// The organisations here that own patents.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "patent_owner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub patent_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
