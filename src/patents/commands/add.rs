//! Adding many records at once, as imports do.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
};

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
/// Records of one statement: SQLite binds at most 32,766 values.
const STATEMENT: usize = 500;

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
    let mut known = known(ctx, &input.records).await?;
    let mut added = Vec::with_capacity(input.records.len());
    let mut new = Vec::new();
    for record in input.records.iter() {
        let number = record.number.canonical();
        let missing = !known.contains_key(&number);
        added.push(missing);
        if missing {
            let id: PatentId = ctx.id()?;
            known.insert(number, id);
            new.push((id, record));
        }
    }
    insert(ctx, &new, input.keeper).await?;
    Ok(added)
}

/// The ids of the records' numbers by canonical number; numbers without a record get the given one, kept by nobody.
///
/// # Errors
/// Faults of the database.
pub async fn ensure(ctx: &Ctx, records: &[Record]) -> Result<HashMap<String, PatentId>> {
    let mut known = known(ctx, records).await?;
    let mut new = Vec::new();
    for record in records {
        if let Entry::Vacant(place) = known.entry(record.number.canonical()) {
            let id: PatentId = ctx.id()?;
            place.insert(id);
            new.push((id, record));
        }
    }
    insert(ctx, &new, None).await?;
    Ok(known)
}

/// The ids of those numbers that have a record.
async fn known(ctx: &Ctx, records: &[Record]) -> Result<HashMap<String, PatentId>> {
    let numbers: Vec<String> = records.iter().map(|record| record.number.canonical()).collect();
    let mut known = HashMap::with_capacity(numbers.len());
    for numbers in numbers.chunks(1_000) {
        let rows: Vec<(String, uuid::Uuid)> = patent::Entity::find()
            .select_only()
            .column(patent::Column::Number)
            .column(patent::Column::Id)
            .filter(patent::Column::Number.is_in(numbers.iter().cloned()))
            .into_tuple()
            .all(ctx.db())
            .await?;
        known.extend(rows.into_iter().map(|(number, id)| (number, PatentId(id))));
    }
    Ok(known)
}

async fn insert(ctx: &Ctx, records: &[(PatentId, &Record)], keeper: Option<OrganisationId>) -> Result<()> {
    for records in records.chunks(STATEMENT) {
        let mut owners = Vec::new();
        let patents = records.iter().map(|(id, record)| {
            let mut row = patent::ActiveModel {
                id: Set(id.0),
                kept_by: Set(keeper.map(|keeper| keeper.0)),
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
            rows::fill(&mut row, (*record).clone());
            row
        });
        let patents: Vec<patent::ActiveModel> = patents.collect();
        patent::Entity::insert_many(patents).exec_without_returning(ctx.db()).await?;
        patent_owner::Entity::insert_many(owners).exec_without_returning(ctx.db()).await?;
    }
    Ok(())
}
