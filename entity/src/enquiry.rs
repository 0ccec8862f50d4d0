//! Questions on listings: the head of a thread.

use sea_orm::entity::prelude::*;

/// Questions on listings: the head of a thread.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enquiry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub listing_id: Uuid,
    /// The organisation that asks.
    pub asker_id: Uuid,
    /// The listing's owner, who answers.
    pub holder_id: Uuid,
    pub answer_due: DateTimeUtc,
    pub first_answered_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    /// Last message.
    pub updated_at: DateTimeUtc,
    /// Whose message is awaited: `supply` (the holder) or `demand`.
    pub turn: String,
}

impl ActiveModelBehavior for ActiveModel {}
