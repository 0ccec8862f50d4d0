//! Correcting a record.

use entity::patent;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    kernel::{Error, FieldError, Result, Role, error, id::PatentId},
    patents::{
        queries::{canonical, view},
        view::PatentOut,
    },
    platform::Ctx,
};

use super::create::Record;

/// Which record, in which version, and what it says from now on.
#[derive(Clone)]
pub struct Edit {
    /// Which.
    pub id: PatentId,
    /// The version the edit is based on.
    pub version: i64,
    /// The whole record; its number stays.
    pub record: Record,
}

/// Replaces the record's content; its number stays as it is.
///
/// # Errors
/// `not_found`; `forbidden` for anyone but its keeper and the operator; `precondition_failed`; `validation` on `number`.
pub async fn edit(ctx: &mut Ctx, input: Edit) -> Result<PatentOut> {
    let own = ctx.actor().with_role(Role::Member)?.organisation;
    let row =
        ctx.for_update(patent::Entity::find_by_id(input.id.0)).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    if row.kept_by != Some(own.0) && !ctx.actor().is_operator_staff() {
        return Err(Error::new(error::FORBIDDEN));
    }
    if row.version != input.version {
        let fault = FieldError::new("If-Match", "stale")
            .value(input.version)
            .limit(format!("the current version, {}", row.version));
        return Err(Error::fields(error::PRECONDITION_FAILED, vec![fault]));
    }
    if canonical(&input.record.number) != row.number {
        return Err(FieldError::invalid(
            "number",
            &input.record.input.number,
            format!("the record's own number, {}", row.number),
        )
        .into());
    }
    let version = row.version + 1;
    let mut row = row.into_active_model();
    input.record.fill(&mut row);
    row.version = Set(version);
    let row = row.update(ctx.db()).await?;
    ctx.audit_target(input.id);
    view(row)
}
