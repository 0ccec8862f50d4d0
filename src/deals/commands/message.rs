//! Writing to the other side.

use entity::deal_message;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    kernel::{
        Error, Result, Role, error as kernel_error,
        fields::Fields,
        id::{DealId, MessageId},
    },
    platform::Ctx,
};

use super::{
    super::{
        error, messages,
        record::intermediary,
        view::{DealMessageIn, DealMessageOut},
    },
    load::look,
};

/// Longest message, in characters.
const MAX_TEXT: usize = 5_000;

/// Adds a message to the thread of a deal, in any stage: what was sold may have to be talked about afterwards, too.
///
/// # Errors
/// `validation` on `text`; `not_found`; `forbidden` below member, and for the operator; `deal_full`.
pub async fn write(ctx: &mut Ctx, (id, input): (DealId, DealMessageIn)) -> Result<DealMessageOut> {
    let loaded = look(ctx, id, Role::Member).await?;
    let own = ctx.actor().membership()?.organisation;
    if loaded.deal().side(own).is_none() {
        return Err(Error::new(kernel_error::FORBIDDEN));
    }
    let mut fields = Fields::new();
    let text = fields.text("text", &input.text, 1, MAX_TEXT);
    fields.finish()?;
    // The deal is locked, so nobody else takes the same place.
    let last = deal_message::Entity::find()
        .filter(deal_message::Column::DealId.eq(id.0))
        .order_by_desc(deal_message::Column::Seq)
        .one(ctx.db())
        .await?;
    let seq = last.map_or(0, |last| last.seq) + 1;
    if seq.unsigned_abs() > messages::MAX_MESSAGES {
        return Err(Error::new(error::DEAL_FULL));
    }
    let message: MessageId = ctx.id()?;
    let row = deal_message::ActiveModel {
        id: Set(message.0),
        deal_id: Set(id.0),
        seq: Set(seq),
        organisation_id: Set(own.0),
        intermediary_id: Set(intermediary(ctx).map(|intermediary| intermediary.0)),
        account_id: Set(ctx.actor().principal()?.account.0),
        text: Set(text),
        at: Set(ctx.now()),
    };
    let row = deal_message::Entity::insert(row).exec_with_returning(ctx.db()).await?;
    ctx.audit_target(id);
    ctx.emit(messages::event(loaded.deal(), seq))?;
    let shown = messages::show(ctx.db(), vec![row]).await?.pop();
    shown.ok_or_else(|| Error::internal("a message that was just written is gone"))
}
