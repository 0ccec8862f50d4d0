//! Changing what a listing says; every version is kept.

use entity::{listing, listing_patent, patent};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::{
    identity::queries::from_name,
    kernel::{Result, Role, Text, fields::Fields, id::ListingId},
    patents,
    platform::{Ctx, ctx::expect_match},
};

use super::{
    super::{
        content::{Content, MAX_PATENTS},
        events,
        lifecycle::Action,
        model::{self, Listing},
        queries,
        view::{ListingOut, ListingPatch},
        watching,
    },
    act, rows,
};

/// Which listing, in which version, and what changes.
#[derive(Clone)]
pub struct Edit {
    /// Which.
    pub id: ListingId,
    /// The version the edit is based on.
    pub version: i64,
    /// What changes.
    pub patch: ListingPatch,
}

/// Changes the content. What is published must stay fit for publication.
///
/// # Errors
/// `not_found`, `forbidden`, `precondition_failed`, `not_allowed_now`, `validation`, `not_ready`.
pub async fn edit(ctx: &mut Ctx, input: Edit) -> Result<ListingOut> {
    ctx.actor().with_role(Role::Member)?;
    let (row, listing) = act::load_for(ctx, input.id, Action::Edit).await?;
    expect_match(listing.version, input.version)?;
    let mut fields = Fields::new();
    let content = content(&row)?.patched(&input.patch).checked(&mut fields);
    if let Some(patents) = &input.patch.patents {
        fields.at_most("patents", patents, MAX_PATENTS);
    }
    fields.finish()?;
    if !listing.state.is_being_written() {
        // What is before the operator or the public binds its holder.
        ctx.actor().with_role(Role::Manager)?;
        content.ready()?;
    }
    let patents = match &input.patch.patents {
        Some(wanted) => {
            let patents = patents::resolve(ctx, wanted).await?;
            rows::set_patents(ctx, input.id, &patents).await?;
            patents
        }
        None => of_listing(ctx, input.id).await?,
    };
    let version = listing.version + 1;
    let mut row = row.into_active_model();
    rows::fill(&mut row, &content)?;
    row.version = Set(version);
    row.updated_at = Set(ctx.now());
    let row = row.update(ctx.db()).await?;
    rows::keep_version(ctx, input.id, version, &content, &patents).await?;
    ctx.audit_target(input.id);
    let changed = Listing::try_from(&row)?;
    ctx.emit(events::event(events::UPDATED, &changed))?;
    watching::tell_price(ctx, &listing, &changed).await?;
    queries::show(ctx.db(), ctx.actor(), row, ctx.now()).await
}

/// The patents of a listing, in their order.
async fn of_listing(ctx: &Ctx, id: ListingId) -> Result<Vec<patent::Model>> {
    let rows = listing_patent::Entity::find()
        .find_also_related(patent::Entity)
        .filter(listing_patent::Column::ListingId.eq(id.0))
        .order_by_asc(listing_patent::Column::Seq)
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().filter_map(|(_, patent)| patent).collect())
}

/// The content that a row holds.
///
/// # Errors
/// `internal` for a row that this version can't read.
pub fn content(row: &listing::Model) -> Result<Content> {
    let row = row.clone();
    Ok(Content {
        title: Text { zh: row.title_zh, en: row.title_en },
        summary: Text { zh: row.summary_zh, en: row.summary_en },
        description: Text { zh: row.description_zh, en: row.description_en },
        sector: row.sector.as_deref().map(from_name).transpose()?,
        ipc: model::stored(&row.ipc)?,
        trl: row.trl.and_then(|trl| u8::try_from(trl).ok()),
        trl_evidence: Text { zh: row.trl_evidence_zh, en: row.trl_evidence_en },
        rights: model::stored(&row.rights)?,
        procedure: from_name(&row.procedure)?,
        price: model::price(row.price_minor, row.currency.as_deref())?,
        price_negotiable: row.price_negotiable,
        region: row.region,
        improvements: model::stored(&row.improvements)?,
        price_rationale: Text { zh: row.price_rationale_zh, en: row.price_rationale_en },
        anonymous: row.anonymous,
    })
}
