//! Disputes (争议): opening one, adding evidence, taking it back.

use entity::deal_document;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    kernel::{Error, FieldError, Result, Role, fields::Fields, id::DealId},
    platform::Ctx,
};

use super::{
    super::{
        facts::DisputeFacts,
        lifecycle::Action,
        record::take,
        view::{DealOut, DisputeDealIn, EvidenceIn},
    },
    load::{Plain, load_for, shown},
};

/// Longest reason or piece of evidence, in characters; more is a document.
pub(super) const MAX_TEXT: usize = 4_000;

/// Freezes the escrow until the dispute is taken back or decided.
///
/// # Errors
/// As [`load_for`]; `validation` on `reason`.
pub async fn dispute(ctx: &mut Ctx, (id, input): (DealId, DisputeDealIn)) -> Result<DealOut> {
    let plain = Plain { id, version: input.version };
    let mut loaded = load_for(ctx, plain, Action::Dispute, Role::Manager).await?;
    let mut fields = Fields::new();
    let reason = fields.text("reason", &input.reason, 1, MAX_TEXT);
    fields.finish()?;
    let side = ctx.actor().organisation().and_then(|own| loaded.deal().side(own));
    let says = DisputeFacts {
        side: side.ok_or_else(|| Error::internal("a dispute by no side"))?,
        reason,
        evidence_until: loaded.work.terms.evidence_until(ctx.now())?,
    };
    take(ctx, &mut loaded.work, Action::Dispute, &loaded.parties, says).await?;
    shown(ctx, id).await
}

/// Adds what a side has to show, while evidence is taken.
///
/// # Errors
/// As [`load_for`]; `deadline_passed`, `validation`.
pub async fn add_evidence(ctx: &mut Ctx, (id, input): (DealId, EvidenceIn)) -> Result<DealOut> {
    let plain = Plain { id, version: input.version };
    let mut loaded = load_for(ctx, plain, Action::AddEvidence, Role::Member).await?;
    let mut fields = Fields::new();
    let text = fields.text("text", &input.text, 1, MAX_TEXT);
    let sha256 = match input.document {
        None => None,
        Some(document) => {
            let find = deal_document::Entity::find_by_id(document.0).filter(deal_document::Column::DealId.eq(id.0));
            let row = find.one(ctx.db()).await?;
            fields.check(row.is_some(), || FieldError::invalid("document", document, "a document of this deal"));
            row.map(|row| row.sha256)
        }
    };
    fields.finish()?;
    let says = json!({ "text": text, "document": input.document, "sha256": sha256 });
    take(ctx, &mut loaded.work, Action::AddEvidence, &loaded.parties, says).await?;
    shown(ctx, id).await
}

/// The side that opened the dispute takes it back: the deal returns to its stage, with the time it had left.
///
/// # Errors
/// As [`load_for`].
pub async fn withdraw_dispute(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    let mut loaded = load_for(ctx, input, Action::WithdrawDispute, Role::Manager).await?;
    take(ctx, &mut loaded.work, Action::WithdrawDispute, &loaded.parties, json!({})).await?;
    shown(ctx, input.id).await
}
