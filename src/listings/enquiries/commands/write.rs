//! Going on with a thread.

use entity::{enquiry, enquiry_message};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::{
    kernel::{
        Error, Result, Role,
        actor::Side,
        error,
        fields::Fields,
        id::{EnquiryId, ListingId, OrganisationId},
    },
    platform::{Ctx, events::NewEvent},
};

use super::super::{
    queries,
    view::{EnquiryOut, MessageIn},
};

/// Longest message, in characters.
pub(super) const MAX_TEXT: usize = 5_000;

/// Adds a message; the holder's first one stops the clock.
///
/// # Errors
/// `validation` on `text`; `not_found` for somebody else's thread; `forbidden` below member, and for the operator.
pub async fn write(ctx: &mut Ctx, (listing, id, input): (ListingId, EnquiryId, MessageIn)) -> Result<EnquiryOut> {
    let own = ctx.actor().with_role(Role::Viewer)?.organisation;
    let find = queries::visible(ctx.actor())?
        .filter(enquiry::Column::Id.eq(id.0))
        .filter(enquiry::Column::ListingId.eq(listing.0));
    let row = ctx.for_update(find).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    ctx.actor().with_role(Role::Member)?;
    if own.0 != row.asker_id && own.0 != row.holder_id {
        return Err(Error::new(error::FORBIDDEN));
    }
    let side = if own.0 == row.holder_id { Side::Supply } else { Side::Demand };
    ctx.actor().within_mandate_on(side, Some(listing))?;
    let mut fields = Fields::new();
    let text = fields.text("text", &input.text, 1, MAX_TEXT);
    fields.finish()?;
    let answered = own.0 == row.holder_id;
    let (version, first) = (row.version + 1, row.first_answered_at);
    append(ctx, id, version, own, text).await?;
    let mut row = row.into_active_model();
    row.version = Set(version);
    row.updated_at = Set(ctx.now());
    row.turn = Set(queries::name(if answered { Side::Demand } else { Side::Supply }).to_owned());
    if answered && first.is_none() {
        row.first_answered_at = Set(Some(ctx.now()));
    }
    let row = row.update(ctx.db()).await?;
    ctx.audit_target(id);
    ctx.emit(event(if answered { "enquiry.answered" } else { "enquiry.asked" }, &row))?;
    queries::with_messages(ctx.db(), ctx.actor(), row, ctx.now()).await
}

/// Adds message number `seq`, of `side`, to the thread.
pub(super) async fn append(ctx: &Ctx, id: EnquiryId, seq: i64, side: OrganisationId, text: String) -> Result<()> {
    let message = enquiry_message::ActiveModel {
        id: Set(ctx.id()?),
        enquiry_id: Set(id.0),
        seq: Set(seq),
        organisation_id: Set(side.0),
        account_id: Set(Uuid::from(ctx.actor().principal()?.account)),
        text: Set(text),
        at: Set(ctx.now()),
    };
    enquiry_message::Entity::insert(message).exec_without_returning(ctx.db()).await?;
    Ok(())
}

pub(super) fn event(kind: &'static str, row: &enquiry::Model) -> NewEvent {
    NewEvent::about(kind, EnquiryId(row.id))
        .listing(ListingId(row.listing_id))
        .concerns([OrganisationId(row.asker_id), OrganisationId(row.holder_id)])
        .facts(
            json!({ "version": row.version, "answer_due": row.answer_due, "first_answered_at": row.first_answered_at }),
        )
}
