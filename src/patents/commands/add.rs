//! Adding many records at once, as imports do.

use std::{collections::HashSet, sync::Arc};

use entity::{patent, patent_owner};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    kernel::{
        Error, Result,
        id::{OrganisationId, PatentId},
    },
    platform::Ctx,
};

use super::{record::Record, rows};

/// Most records of one transaction.
pub const CHUNK: usize = 500;

/// Records to add, and who keeps them: an organisation, or nobody (the operator) for what a city brings in.
#[derive(Clone)]
pub struct Add {
    /// At most [`CHUNK`].
    pub records: Arc<Vec<Record>>,
    /// Who keeps them.
    pub keeper: Option<OrganisationId>,
}

/// Adds the records whose numbers have none yet; returns for each whether it was added. What is there already stays as
/// it is: importing a file twice changes nothing. For the command line: it asks nobody's leave.
///
/// # Errors
/// `internal` for more than [`CHUNK`]; faults of the database.
pub async fn add(ctx: &mut Ctx, input: Add) -> Result<Vec<bool>> {
    if input.records.len() > CHUNK {
        return Err(Error::internal(format!("{} records in one chunk", input.records.len())));
    }
    let numbers: Vec<String> = input.records.iter().map(|record| record.number.canonical()).collect();
    let there: Vec<String> = patent::Entity::find()
        .select_only()
        .column(patent::Column::Number)
        .filter(patent::Column::Number.is_in(numbers.iter().cloned()))
        .into_tuple()
        .all(ctx.db())
        .await?;
    let mut known: HashSet<String> = there.into_iter().collect();
    let (mut added, mut patents, mut owners) = (Vec::with_capacity(numbers.len()), Vec::new(), Vec::new());
    for (record, number) in input.records.iter().zip(numbers) {
        let new = known.insert(number);
        added.push(new);
        if !new {
            continue;
        }
        let id: PatentId = ctx.id()?;
        let mut row = patent::ActiveModel {
            id: Set(id.0),
            kept_by: Set(input.keeper.map(|keeper| keeper.0)),
            version: Set(1),
            created_at: Set(ctx.now()),
            ..Default::default()
        };
        let organisations: HashSet<OrganisationId> =
            record.owners.iter().filter_map(|owner| owner.organisation).collect();
        owners.extend(organisations.into_iter().map(|organisation| patent_owner::ActiveModel {
            patent_id: Set(id.0),
            organisation_id: Set(organisation.0),
        }));
        rows::fill(&mut row, record.clone());
        patents.push(row);
    }
    patent::Entity::insert_many(patents).exec_without_returning(ctx.db()).await?;
    patent_owner::Entity::insert_many(owners).exec_without_returning(ctx.db()).await?;
    Ok(added)
}
