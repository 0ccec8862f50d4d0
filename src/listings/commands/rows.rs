//! From content to rows.

use entity::{listing, listing_patent, listing_version, patent};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    kernel::{Error, Result, id::ListingId},
    platform::Ctx,
};

use super::super::content::Content;

/// Puts the content's columns into `row`.
pub(in crate::listings) fn fill(row: &mut listing::ActiveModel, content: &Content) -> Result<()> {
    let content = content.clone();
    row.title_zh = Set(content.title.zh);
    row.title_en = Set(content.title.en);
    row.summary_zh = Set(content.summary.zh);
    row.summary_en = Set(content.summary.en);
    row.description_zh = Set(content.description.zh);
    row.description_en = Set(content.description.en);
    row.sector = Set(content.sector.map(|sector| sector.name().to_owned()));
    row.ipc = Set(json!(content.ipc));
    row.trl = Set(content.trl.map(i32::from));
    row.trl_evidence_zh = Set(content.trl_evidence.zh);
    row.trl_evidence_en = Set(content.trl_evidence.en);
    row.rights = Set(serde_json::to_value(&content.rights).map_err(Error::internal)?);
    row.procedure = Set(content.procedure.name().to_owned());
    row.price_minor = Set(content.price.map(|price| price.minor));
    row.currency = Set(content.price.map(|price| price.currency.to_string()));
    row.price_negotiable = Set(content.price_negotiable);
    row.region = Set(content.region);
    row.improvements = Set(serde_json::to_value(&content.improvements).map_err(Error::internal)?);
    row.price_rationale_zh = Set(content.price_rationale.zh);
    row.price_rationale_en = Set(content.price_rationale.en);
    row.anonymous = Set(content.anonymous);
    Ok(())
}

/// Keeps this version of the content.
pub(super) async fn keep_version(
    ctx: &Ctx,
    id: ListingId,
    version: i64,
    content: &Content,
    patents: &[patent::Model],
) -> Result<()> {
    let mut kept = serde_json::to_value(content).map_err(Error::internal)?;
    kept["patents"] = json!(patents.iter().map(|patent| &patent.number).collect::<Vec<_>>());
    let row = listing_version::ActiveModel {
        listing_id: Set(id.0),
        version: Set(version),
        at: Set(ctx.now()),
        account_id: Set(ctx.actor().account().map(|id| id.0)),
        content: Set(kept),
    };
    listing_version::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(())
}

/// Replaces the listing's patents.
pub(super) async fn set_patents(ctx: &Ctx, id: ListingId, patents: &[patent::Model]) -> Result<()> {
    listing_patent::Entity::delete_many().filter(listing_patent::Column::ListingId.eq(id.0)).exec(ctx.db()).await?;
    let rows = patents.iter().zip(0i32..).map(|(patent, seq)| listing_patent::ActiveModel {
        listing_id: Set(id.0),
        patent_id: Set(patent.id),
        seq: Set(seq),
    });
    listing_patent::Entity::insert_many(rows).exec_without_returning(ctx.db()).await?;
    Ok(())
}
