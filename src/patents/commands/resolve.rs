//! From ids and numbers to records.

use entity::patent;
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use crate::{
    kernel::{FieldError, Result, fields::Fields, id::PatentId},
    platform::Ctx,
};

use super::super::{
    number::PatentNumber,
    queries::{meant, numbered, visible},
};

enum Wanted {
    Id(PatentId),
    Number(PatentNumber),
}

/// The records that `wanted` names by id or number, in that order, each once. A publication number without its kind
/// will do where only one publication of that number has a record.
///
/// # Errors
/// `validation` on `patents[i]` for what is neither, has no record that the actor may see, or names several.
pub async fn resolve(ctx: &Ctx, wanted: &[String]) -> Result<Vec<patent::Model>> {
    let mut fields = Fields::new();
    let mut named = Vec::with_capacity(wanted.len());
    for (n, text) in wanted.iter().enumerate() {
        if let Ok(id) = text.parse::<PatentId>() {
            named.push((n, Wanted::Id(id)));
        } else if let Some(number) = fields.parse::<PatentNumber>(format!("patents[{n}]"), text) {
            named.push((n, Wanted::Number(number)));
        }
    }
    let rows = candidates(ctx, &named).await?;
    let mut patents: Vec<patent::Model> = Vec::with_capacity(named.len());
    for (n, name) in named {
        let found = match &name {
            Wanted::Id(id) => rows.iter().find(|row| row.id == id.0),
            Wanted::Number(number) => meant(&rows, number),
        };
        match found {
            Some(row) if patents.iter().any(|other| other.id == row.id) => {}
            Some(row) => patents.push(row.clone()),
            None => fields.push(
                FieldError::new(format!("patents[{n}]"), "not_found")
                    .value(&wanted[n])
                    .limit("a patent with a record here, with its kind code where several have that number"),
            ),
        }
    }
    fields.finish()?;
    Ok(patents)
}

async fn candidates(ctx: &Ctx, named: &[(usize, Wanted)]) -> Result<Vec<patent::Model>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let any = named.iter().fold(Condition::any(), |any, (_, name)| match name {
        Wanted::Id(id) => any.add(patent::Column::Id.eq(id.0)),
        Wanted::Number(number) => any.add(numbered(number)),
    });
    Ok(visible(ctx.actor()).filter(any).all(ctx.db()).await?)
}
