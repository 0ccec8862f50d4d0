//! Correcting a record.

use entity::patent;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter};

use crate::{
    kernel::{Error, FieldError, Result, Role, actor::Side, error, id::PatentId},
    patents::{
        queries::{display, view, visible},
        view::{PatentIn, PatentOut, PatentPatch},
    },
    platform::{Ctx, ctx::expect_match},
};

use super::{record::Record, rows};

/// Which record, in which version, and what changes.
#[derive(Clone)]
pub struct Edit {
    /// Which.
    pub id: PatentId,
    /// The version the edit is based on.
    pub version: i64,
    /// What changes.
    pub patch: PatentPatch,
}

/// Corrects a record; its number stays as it is.
///
/// # Errors
/// `not_found`; `forbidden` for anyone but its keeper and the operator; `precondition_failed`; `validation`.
pub async fn edit(ctx: &mut Ctx, input: Edit) -> Result<PatentOut> {
    let own = ctx.actor().with_role(Role::Member)?.organisation;
    ctx.actor().within_mandate_on(Side::Supply, None)?;
    let find = visible(ctx.actor()).filter(patent::Column::Id.eq(input.id.0));
    let row = ctx.for_update(find).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    if row.kept_by != Some(own.0) && !ctx.actor().is_operator_staff() {
        return Err(Error::new(error::FORBIDDEN));
    }
    expect_match(row.version, input.version)?;
    let (version, number) = (row.version + 1, row.number.clone());
    let record = Record::check(PatentIn::of(view(row.clone())?).patched(input.patch))?;
    if record.number.canonical() != number {
        let fixed = format!("the record's own number, {}", display(&number));
        return Err(FieldError::invalid("number", &record.number, fixed).into());
    }
    rows::check_owners(ctx, &record.owners).await?;
    rows::set_owners(ctx, input.id, &record.owners).await?;
    let mut row = row.into_active_model();
    rows::fill(&mut row, record);
    row.version = Set(version);
    let row = row.update(ctx.db()).await?;
    ctx.audit_target(input.id);
    view(row)
}
