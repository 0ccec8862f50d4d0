//! Which patents a listing brings.

use sea_orm::entity::prelude::*;

/// Which patents a listing brings.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_patent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub patent_id: Uuid,
    pub seq: i32,
    #[sea_orm(belongs_to, from = "listing_id", to = "id")]
    pub listing: BelongsTo<super::listing::Entity>,
    #[sea_orm(belongs_to, from = "patent_id", to = "id")]
    pub patent: BelongsTo<super::patent::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
