//! Looking at a document: the look is on record before anything is handed out.

use entity::{document_look, listing_document};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use crate::{
    identity::queries::from_name,
    kernel::{
        Result,
        id::{DocumentId, ListingId},
    },
    listings::queries::find,
    platform::Ctx,
};

use super::super::queries;

/// Records the look, and tells which file it is.
///
/// # Errors
/// `not_found`; `unauthenticated`, `organisation_not_verified`, `nda_required`, `access_required` above the reader's level.
pub async fn look(ctx: &mut Ctx, (listing, id): (ListingId, DocumentId)) -> Result<listing_document::Model> {
    let listing = find(ctx.db(), ctx.actor(), listing).await?;
    let row = queries::document(ctx.db(), listing.id, id).await?;
    let reader = queries::reader(ctx.db(), ctx.actor(), &listing, ctx.now()).await?;
    reader.may_open(from_name(&row.level)?)?;
    let (organisation, on_behalf_of) = ctx.actor().acting();
    let look = document_look::ActiveModel {
        id: Set(ctx.id()?),
        document_id: Set(row.id),
        listing_id: Set(row.listing_id),
        account_id: Set(ctx.actor().account().map(Uuid::from)),
        organisation_id: Set(organisation.map(Uuid::from)),
        on_behalf_of: Set(on_behalf_of.map(Uuid::from)),
        at: Set(ctx.now()),
    };
    document_look::Entity::insert(look).exec_without_returning(ctx.db()).await?;
    ctx.audit_target(id);
    Ok(row)
}
