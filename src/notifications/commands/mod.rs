//! What readers change: what is read, and what they want to be told.

use entity::{notification, notification_preference};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use crate::{
    kernel::{DateTime, Error, Result, fields::Fields, id::NotificationId},
    platform::Ctx,
};

use super::{
    kinds::{Channel, Topic},
    queries,
    view::{Preferences, ReadOut},
};

/// Marks one notification as read, or all of the account's.
///
/// # Errors
/// `unauthenticated`; `not_found` for one that is not the account's own.
pub async fn read(ctx: &mut Ctx, one: Option<NotificationId>) -> Result<ReadOut> {
    let account = ctx.actor().principal()?.account;
    let mut update = notification::Entity::update_many()
        .col_expr(notification::Column::ReadAt, Expr::value(ctx.now()))
        .filter(notification::Column::AccountId.eq(account.0))
        .filter(notification::Column::ReadAt.is_null());
    if let Some(id) = one {
        let own = notification::Entity::find()
            .filter(notification::Column::Id.eq(id.0))
            .filter(notification::Column::AccountId.eq(account.0));
        own.one(ctx.db()).await?.ok_or_else(Error::not_found)?;
        update = update.filter(notification::Column::Id.eq(id.0));
    }
    Ok(ReadOut { read: update.exec(ctx.db()).await?.rows_affected })
}

/// Marks one notification as unread again.
///
/// # Errors
/// `unauthenticated`; `not_found` for one that is not the account's own.
pub async fn unread(ctx: &mut Ctx, id: NotificationId) -> Result<ReadOut> {
    let account = ctx.actor().principal()?.account;
    let update = notification::Entity::update_many()
        .col_expr(notification::Column::ReadAt, Expr::value(None::<DateTime>))
        .filter(notification::Column::AccountId.eq(account.0))
        .filter(notification::Column::Id.eq(id.0));
    match update.exec(ctx.db()).await?.rows_affected {
        0 => Err(Error::not_found()),
        _ => Ok(ReadOut { read: 0 }),
    }
}

/// Turns topics on and off.
///
/// # Errors
/// `unauthenticated`; `validation` for more entries than there are topics and channels.
pub async fn prefer(ctx: &mut Ctx, wanted: Preferences) -> Result<Preferences> {
    let account = ctx.actor().principal()?.account;
    let mut fields = Fields::new();
    fields.at_most("items", &wanted.items, Topic::ALL.len() * Channel::ALL.len());
    fields.finish()?;
    for item in &wanted.items {
        use notification_preference::Column as C;
        let row = notification_preference::ActiveModel {
            account_id: Set(account.0),
            topic: Set(item.topic.name().to_owned()),
            channel: Set(item.channel.name().to_owned()),
            enabled: Set(item.enabled),
        };
        let replace = OnConflict::columns([C::AccountId, C::Topic, C::Channel]).update_column(C::Enabled).to_owned();
        notification_preference::Entity::insert(row).on_conflict(replace).exec_without_returning(ctx.db()).await?;
    }
    queries::preferences(ctx.db(), ctx.actor()).await
}
