//! Removing a document: nobody opens it any more. The file stays in the store, for the sake of those who saw it.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::{
    identity::queries::from_name,
    kernel::{
        Result,
        id::{DocumentId, ListingId},
    },
    platform::Ctx,
};

use super::{
    super::queries,
    add::{event, load},
};

/// Removes the document.
///
/// # Errors
/// `not_found`, `forbidden`, `not_allowed_now` once the listing is closed.
pub async fn remove(ctx: &mut Ctx, (listing, id): (ListingId, DocumentId)) -> Result<()> {
    let listing = load(ctx, listing).await?;
    let row = queries::document(ctx.db(), listing.id, id).await?;
    let level = from_name(&row.level)?;
    let mut row = row.into_active_model();
    row.removed_at = Set(Some(ctx.now()));
    row.update(ctx.db()).await?;
    ctx.audit_target(id);
    ctx.emit(event("document.removed", id, &listing, level))
}
