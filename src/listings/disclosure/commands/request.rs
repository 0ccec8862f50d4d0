//! Asking the holder for the qualified documents.

use entity::access_request;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{
    kernel::{
        Error, Result, Role,
        actor::Side,
        fields::Fields,
        id::{AccessRequestId, ListingId},
    },
    listings::{commands::act, error, model::Listing},
    platform::{Ctx, db, events::NewEvent},
};

use super::super::{
    model::{AccessRequest, AccessState},
    queries,
    view::{AccessRequestIn, AccessRequestOut},
};

const MAX_MESSAGE: usize = 2_000;

/// Asks; one request or grant at a time.
///
/// # Errors
/// `validation` on `message`; `own_listing`, `request_open`; `organisation_not_verified`, `forbidden`; `not_found`.
pub async fn request(ctx: &mut Ctx, (listing, input): (ListingId, AccessRequestIn)) -> Result<AccessRequestOut> {
    let own = ctx.actor().verified_with_role(Role::Member)?.organisation;
    // The listing's row orders requests that come at the same time.
    let listing = act::lock(ctx, listing).await?;
    if !act::visible(&listing, ctx.actor()) {
        return Err(Error::not_found());
    }
    ctx.actor().within_mandate_on(Side::Demand, Some(listing.id))?;
    if listing.is_own(ctx.actor()) || ctx.actor().is_operator() {
        return Err(Error::new(error::OWN_LISTING));
    }
    let mut fields = Fields::new();
    let message = fields.text("message", &input.message, 1, MAX_MESSAGE);
    fields.finish()?;
    make_room(ctx, &listing, own.0).await?;
    let id: AccessRequestId = ctx.id()?;
    let row = access_request::ActiveModel {
        id: Set(id.0),
        listing_id: Set(listing.id.0),
        organisation_id: Set(own.0),
        account_id: Set(ctx.actor().principal()?.account.0),
        message: Set(message),
        state: Set(AccessState::Requested.name().to_owned()),
        until: Set(None),
        reason: Set(None),
        version: Set(1),
        created_at: Set(ctx.now()),
        decided_at: Set(None),
        decided_by: Set(None),
    };
    let row = row
        .insert(ctx.db())
        .await
        .map_err(Error::from)
        .map_err(|fault| if db::is_unique_violation(&fault) { Error::new(error::REQUEST_OPEN) } else { fault })?;
    let request = AccessRequest::at(row, ctx.now())?;
    ctx.audit_target(id);
    ctx.emit(event("access.requested", &listing, &request))?;
    queries::view_request(ctx.db(), ctx.actor(), &listing, request).await
}

/// Writes down that an earlier grant is over; refuses while a request or a grant is open.
async fn make_room(ctx: &Ctx, listing: &Listing, organisation: uuid::Uuid) -> Result<()> {
    let open = access_request::Entity::find()
        .filter(access_request::Column::ListingId.eq(listing.id.0))
        .filter(access_request::Column::OrganisationId.eq(organisation))
        .filter(access_request::Column::State.is_in([AccessState::Requested.name(), AccessState::Granted.name()]))
        .one(ctx.db())
        .await?;
    let Some(row) = open else { return Ok(()) };
    if AccessRequest::at(row.clone(), ctx.now())?.state != AccessState::Expired {
        return Err(Error::new(error::REQUEST_OPEN));
    }
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.state = Set(AccessState::Expired.name().to_owned());
    row.version = Set(version);
    row.update(ctx.db()).await?;
    Ok(())
}

pub(super) fn event(kind: &'static str, listing: &Listing, request: &AccessRequest) -> NewEvent {
    NewEvent::about(kind, request.id)
        .listing(listing.id)
        .concerns([listing.owner, request.organisation])
        .facts(serde_json::json!({ "state": request.state, "version": request.version, "until": request.until }))
}
