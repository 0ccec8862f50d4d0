//! Adding a document. Its file is stored before: a file that nothing refers to is harmless.

use entity::listing_document;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;

use crate::{
    kernel::{
        Error, FieldError, Result, Role,
        id::{DocumentId, ListingId},
    },
    listings::{commands::act, lifecycle::Action, model::Listing},
    platform::{Ctx, blob::Blob, events::NewEvent},
};

use super::super::{
    model::{Level, Reader},
    queries,
    view::DocumentOut,
};

/// A stored file, and what it is to the listing.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // as in `DocumentIn`
pub struct Add {
    pub listing: ListingId,
    pub level: Level,
    pub title: Option<String>,
    pub name: String,
    pub media_type: &'static str,
    pub blob: Blob,
}

/// Loads a listing whose documents the actor may change. What is before the public binds its holder.
///
/// # Errors
/// `not_found`, `forbidden`, `not_allowed_now` once it is closed.
pub(super) async fn load(ctx: &Ctx, id: ListingId) -> Result<Listing> {
    ctx.actor().with_role(Role::Member)?;
    let (_, listing) = act::load_for(ctx, id, Action::Edit).await?;
    if !listing.state.is_being_written() {
        ctx.actor().with_role(Role::Manager)?;
    }
    Ok(listing)
}

/// Adds the document.
///
/// # Errors
/// As [`load`]; `validation` on `file` for a size that no database column holds.
pub async fn add(ctx: &mut Ctx, input: Add) -> Result<DocumentOut> {
    let listing = load(ctx, input.listing).await?;
    let id: DocumentId = ctx.id()?;
    let account = ctx.actor().principal()?.account;
    let row = listing_document::ActiveModel {
        id: Set(id.0),
        listing_id: Set(listing.id.0),
        level: Set(input.level.name().to_owned()),
        title: Set(input.title),
        name: Set(input.name),
        media_type: Set(input.media_type.to_owned()),
        size: Set(i64::try_from(input.blob.size)
            .map_err(|fault| Error::from(FieldError::new("file", "too_long").limit(fault)))?),
        sha256: Set(input.blob.sha256),
        blob_key: Set(input.blob.key),
        account_id: Set(account.0),
        created_at: Set(ctx.now()),
        removed_at: Set(None),
    };
    let row = row.insert(ctx.db()).await?;
    ctx.audit_target(id);
    ctx.emit(event("document.added", id, &listing, input.level))?;
    let reader = Reader::of(&listing, ctx.actor());
    queries::document_view(row, reader)
}

pub(super) fn event(kind: &'static str, id: DocumentId, listing: &Listing, level: Level) -> NewEvent {
    NewEvent::about(kind, id).listing(listing.id).concerns([listing.owner]).facts(json!({ "level": level }))
}
