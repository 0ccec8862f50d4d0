//! Adding files.

use entity::deal_document;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use crate::{
    kernel::{
        Error, Result, Role, error as kernel_error,
        id::{DealId, DocumentId},
    },
    platform::{Ctx, blob::Blob},
};

use super::{
    super::{
        error, events,
        facts::Pinned,
        lifecycle::{Action, next},
        record::take,
        view::{DealDocumentOut, DocumentKind},
    },
    load::look,
};

/// Most files of one deal.
const MAX_DOCUMENTS: u64 = 200;

/// A stored file, to become part of a deal.
#[derive(Clone, Debug)]
pub struct AddDocument {
    /// Which deal.
    pub deal: DealId,
    /// What it is.
    pub kind: DocumentKind,
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Where its content is.
    pub blob: Blob,
}

/// Adds a file, by a side or the operator. A contract is laid before both sides: that is a step of its own, and what was
/// signed before no longer counts.
///
/// # Errors
/// `not_found`, `forbidden`, `deal_full`; `not_allowed_now` for a contract after its stage and for any file once the deal
/// is over.
pub async fn add_document(ctx: &mut Ctx, input: AddDocument) -> Result<DealDocumentOut> {
    let mut loaded = look(ctx, input.deal, Role::Member).await?;
    let stage = loaded.deal().stage;
    if stage.is_final() {
        return Err(Error::new(kernel_error::NOT_ALLOWED_NOW));
    }
    let contract = input.kind == DocumentKind::Contract;
    if contract {
        next(stage, Action::PutContract, &loaded.parties, None)?;
    }
    let count =
        deal_document::Entity::find().filter(deal_document::Column::DealId.eq(input.deal.0)).count(ctx.db()).await?;
    if count >= MAX_DOCUMENTS {
        return Err(Error::new(error::DEAL_FULL));
    }
    let id: DocumentId = ctx.id()?;
    let row = deal_document::ActiveModel {
        id: Set(id.0),
        deal_id: Set(input.deal.0),
        kind: Set(input.kind.name().to_owned()),
        stage: Set(stage.name().to_owned()),
        name: Set(input.name),
        media_type: Set(input.media_type),
        size: Set(i64::try_from(input.blob.size).map_err(Error::internal)?),
        sha256: Set(input.blob.sha256.clone()),
        blob_key: Set(input.blob.key),
        account_id: Set(ctx.actor().account().map(|account| account.0)),
        organisation_id: Set(ctx.actor().membership()?.organisation.0),
        at: Set(ctx.now()),
    };
    let row = deal_document::Entity::insert(row).exec_with_returning(ctx.db()).await?;
    if contract {
        let says = Pinned { document: id, sha256: input.blob.sha256 };
        take(ctx, &mut loaded.work, Action::PutContract, &loaded.parties, says).await?;
    } else {
        let deal = loaded.deal();
        let event = events::event(events::DOCUMENT_ADDED, deal).facts(json!({
            "number": deal.number, "stage": deal.stage, "version": deal.version, "document": id, "kind": input.kind,
        }));
        ctx.emit(event)?;
    }
    ctx.audit_target(id);
    row.try_into()
}
