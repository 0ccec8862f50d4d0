//! Granting, declining and revoking access.

use entity::access_request;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{
    kernel::{
        Error, FieldError, Result, Role, error,
        fields::Fields,
        id::{AccessRequestId, ListingId},
        machine,
    },
    listings::queries::find,
    platform::{Ctx, ctx::expect_version},
};

use super::{
    super::{
        model::{AccessAction, AccessRequest, AccessState, TRANSITIONS},
        queries,
        view::{AccessActionIn, AccessRequestOut},
    },
    request::event,
};

/// Which request, and what to do with it.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // as in the route
pub struct Resolve {
    pub listing: ListingId,
    pub id: AccessRequestId,
    pub action: AccessAction,
    pub input: AccessActionIn,
}

/// Takes one step.
///
/// # Errors
/// `not_found`, `forbidden`, `stale_version`, `not_allowed_now`; `validation` on `until` and `reason`.
pub async fn resolve(ctx: &mut Ctx, input: Resolve) -> Result<AccessRequestOut> {
    ctx.actor().with_role(Role::Manager)?;
    let listing = find(ctx.db(), ctx.actor(), input.listing).await?;
    let found =
        access_request::Entity::find_by_id(input.id.0).filter(access_request::Column::ListingId.eq(listing.id.0));
    let row = ctx.for_update(found).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    let own = ctx.actor().organisation().map(uuid::Uuid::from);
    let parties = queries::parties(&listing, ctx.actor());
    if parties.is_empty() {
        // Its own request an organisation sees; another's it doesn't.
        let seen = own == Some(row.organisation_id) || ctx.actor().is_operator();
        return Err(if seen { Error::new(error::FORBIDDEN) } else { Error::not_found() });
    }
    let request = AccessRequest::at(row.clone(), ctx.now())?;
    expect_version(request.version, input.input.version)?;
    let arrow = machine::step(TRANSITIONS, request.state, input.action, &parties)?;
    let (until, reason) = check(ctx, &input)?;
    let mut row = row.into_active_model();
    row.state = Set(arrow.to.name().to_owned());
    if arrow.to == AccessState::Granted {
        row.until = Set(until);
    }
    row.reason = Set(reason);
    row.version = Set(request.version + 1);
    row.decided_at = Set(Some(ctx.now()));
    row.decided_by = Set(ctx.actor().account().map(Into::into));
    let request = AccessRequest::at(row.update(ctx.db()).await?, ctx.now())?;
    ctx.audit_target(request.id);
    let kind = match input.action {
        AccessAction::Grant => "access.granted",
        AccessAction::Decline => "access.declined",
        AccessAction::Revoke => "access.revoked",
    };
    ctx.emit(event(kind, &listing, &request))?;
    queries::view_request(ctx.db(), ctx.actor(), &listing, request).await
}

fn check(ctx: &Ctx, input: &Resolve) -> Result<(Option<crate::kernel::DateTime>, Option<String>)> {
    let mut fields = Fields::new();
    let AccessActionIn { until, reason, .. } = &input.input;
    if let Some(until) = until {
        fields.check(input.action == AccessAction::Grant, || {
            FieldError::invalid("until", until, "only a grant has an end")
        });
        fields.check(*until > ctx.now(), || FieldError::invalid("until", until, format!("later than {}", ctx.now())));
    }
    let reason = reason.as_deref().map(|reason| fields.text("reason", reason, 0, 2_000));
    fields.finish()?;
    Ok((*until, reason.filter(|reason| !reason.is_empty())))
}
