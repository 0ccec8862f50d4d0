//! Making a record.

use entity::patent;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    kernel::{Error, FieldError, Result, Role, actor::Side, error, id::PatentId},
    patents::{
        queries::{display, view},
        view::PatentOut,
    },
    platform::Ctx,
};

use super::{record::Record, rows};

/// Makes a record kept by the acting organisation.
///
/// # Errors
/// `validation`; `forbidden` below member; `organisation_not_verified`; `conflict`, naming the record that has the number.
pub async fn create(ctx: &mut Ctx, record: Record) -> Result<PatentOut> {
    let keeper = ctx.actor().verified_with_role(Role::Member)?.organisation;
    ctx.actor().within_mandate_on(Side::Supply, None)?;
    let number = record.number.canonical();
    if let Some(there) = patent::Entity::find().filter(patent::Column::Number.eq(&number)).one(ctx.db()).await? {
        let fault = FieldError::new("number", "taken")
            .value(display(&number))
            .limit(format!("has a record: {}", PatentId(there.id)));
        return Err(Error::fields(error::CONFLICT, vec![fault]));
    }
    rows::check_owners(ctx, &record.owners).await?;
    let id: PatentId = ctx.id()?;
    let mut row = patent::ActiveModel {
        id: Set(id.0),
        kept_by: Set(Some(keeper.0)),
        version: Set(1),
        created_at: Set(ctx.now()),
        ..Default::default()
    };
    let owners = record.owners.clone();
    rows::fill(&mut row, record);
    let row = row.insert(ctx.db()).await?;
    rows::set_owners(ctx, id, &owners).await?;
    ctx.audit_target(id);
    view(row)
}
