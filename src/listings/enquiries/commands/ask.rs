//! Asking something about a listing.

use entity::enquiry;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use crate::{
    kernel::{
        Error, Result, Role,
        actor::Side,
        fields::Fields,
        id::{EnquiryId, ListingId},
    },
    listings::{error, lifecycle::State, queries::find},
    platform::Ctx,
};

use super::{
    super::{
        clock, queries,
        view::{EnquiryOut, MessageIn},
    },
    write::{self, MAX_TEXT},
};

/// Begins a thread; the holder's clock starts.
///
/// # Errors
/// `validation` on `text`; `own_listing`; `listing_not_open` once it is sold; `forbidden` below member; `not_found`.
pub async fn ask(ctx: &mut Ctx, (listing, input): (ListingId, MessageIn)) -> Result<EnquiryOut> {
    let asker = ctx.actor().taking_part(Role::Member)?.organisation;
    let listing = find(ctx.db(), ctx.actor(), listing).await?;
    ctx.actor().within_mandate_on(Side::Demand, Some(listing.id))?;
    if listing.owner == asker || ctx.actor().is_operator() {
        return Err(Error::new(error::OWN_LISTING));
    }
    if listing.state == State::Closed {
        return Err(Error::new(error::LISTING_NOT_OPEN));
    }
    let mut fields = Fields::new();
    let text = fields.text("text", &input.text, 1, MAX_TEXT);
    fields.finish()?;
    let id: EnquiryId = ctx.id()?;
    let row = enquiry::ActiveModel {
        id: Set(id.0),
        listing_id: Set(listing.id.0),
        asker_id: Set(asker.0),
        holder_id: Set(listing.owner.0),
        answer_due: Set(clock::due(ctx.now())?),
        first_answered_at: Set(None),
        version: Set(1),
        created_at: Set(ctx.now()),
        updated_at: Set(ctx.now()),
        turn: Set(queries::name(Side::Supply).to_owned()),
    };
    let row = row.insert(ctx.db()).await?;
    write::append(ctx, id, 1, asker, text).await?;
    ctx.audit_target(id);
    ctx.emit(write::event("enquiry.asked", &row))?;
    queries::with_messages(ctx.db(), ctx.actor(), row, ctx.now()).await
}
