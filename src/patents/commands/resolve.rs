//! From ids and numbers to records.

use entity::patent;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    kernel::{FieldError, Result, fields::Fields, id::PatentId},
    platform::Ctx,
};

use super::super::{number::PatentNumber, queries::canonical};

/// The records that `wanted` names by id or number, in that order, each once.
///
/// # Errors
/// `validation` on `patents[i]` for what is neither, or has no record.
pub async fn resolve(ctx: &Ctx, wanted: &[String]) -> Result<Vec<patent::Model>> {
    let mut fields = Fields::new();
    let mut ids: Vec<(usize, Uuid)> = Vec::new();
    let mut numbers: Vec<(usize, String)> = Vec::new();
    for (n, text) in wanted.iter().enumerate() {
        if let Ok(id) = text.parse::<PatentId>() {
            ids.push((n, id.0));
        } else if let Some(number) = fields.parse::<PatentNumber>(format!("patents[{n}]"), text) {
            numbers.push((n, canonical(&number)));
        }
    }
    let any = Condition::any()
        .add(patent::Column::Id.is_in(ids.iter().map(|(_, id)| *id)))
        .add(patent::Column::Number.is_in(numbers.iter().map(|(_, number)| number.clone())));
    let rows = if wanted.is_empty() { Vec::new() } else { patent::Entity::find().filter(any).all(ctx.db()).await? };
    let mut found: Vec<(usize, patent::Model)> = Vec::new();
    let mut missing = |n: usize| {
        fields.push(
            FieldError::new(format!("patents[{n}]"), "not_found")
                .value(&wanted[n])
                .limit("a patent with a record here"),
        )
    };
    for (n, id) in ids {
        match rows.iter().find(|row| row.id == id) {
            Some(row) => found.push((n, row.clone())),
            None => missing(n),
        }
    }
    for (n, number) in numbers {
        match rows.iter().find(|row| row.number == number) {
            Some(row) => found.push((n, row.clone())),
            None => missing(n),
        }
    }
    fields.finish()?;
    found.sort_by_key(|(n, _)| *n);
    let mut patents: Vec<patent::Model> = Vec::with_capacity(found.len());
    for (_, patent) in found {
        if !patents.iter().any(|other| other.id == patent.id) {
            patents.push(patent);
        }
    }
    Ok(patents)
}
