//! Accepting the non-disclosure agreement for one's organisation.

use entity::nda_acceptance;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;
use uuid::Uuid;

use crate::{
    kernel::{Error, FieldError, Result, Role, actor::Side, id::ListingId},
    listings::{error, queries::find},
    platform::{Ctx, events::NewEvent},
};

use super::super::{
    nda, queries,
    view::{NdaIn, NdaOut},
};

/// Accepts it; again is no fault.
///
/// # Errors
/// `validation` unless `accept` is true; `nda_outdated` for another version of the text; `own_listing`;
/// `organisation_not_verified`, `forbidden` below manager; `not_found`.
pub async fn accept(ctx: &mut Ctx, (listing, input): (ListingId, NdaIn)) -> Result<NdaOut> {
    let own = ctx.actor().verified_with_role(Role::Manager)?.organisation;
    let listing = find(ctx.db(), ctx.actor(), listing).await?;
    ctx.actor().within_mandate_on(Side::Demand, Some(listing.id))?;
    if listing.is_own(ctx.actor()) || ctx.actor().is_operator() {
        return Err(Error::new(error::OWN_LISTING));
    }
    if !input.accept {
        return Err(FieldError::invalid("accept", input.accept, "true").into());
    }
    if input.version != nda::VERSION {
        let fault = FieldError::new("version", "stale").value(&input.version).limit(nda::VERSION);
        return Err(Error::fields(error::NDA_OUTDATED, vec![fault]));
    }
    let there = queries::acceptance(ctx.db(), listing.id, own).await?;
    if there.as_ref().is_some_and(|row| row.version == nda::VERSION) {
        return Ok(queries::agreement_view(there));
    }
    let principal = ctx.actor().principal()?;
    let (acting, on_behalf_of) = ctx.actor().acting();
    let row = nda_acceptance::ActiveModel {
        listing_id: Set(listing.id.0),
        organisation_id: Set(own.0),
        version: Set(nda::VERSION.to_owned()),
        text_sha256: Set(nda::digest()),
        locale: Set(principal.locale.tag().to_owned()),
        account_id: Set(principal.account.0),
        acting_organisation_id: Set(on_behalf_of.and(acting).map(Uuid::from)),
        at: Set(ctx.now()),
    };
    let row = row.insert(ctx.db()).await?;
    ctx.audit_target(listing.id);
    ctx.emit(
        NewEvent::about("nda.accepted", listing.id)
            .listing(listing.id)
            .concerns([listing.owner, own])
            .facts(json!({ "organisation": own, "version": nda::VERSION })),
    )?;
    Ok(queries::agreement_view(Some(row)))
}
