//! Reads of identity.

use std::collections::HashMap;

use entity::organisation;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error as NameError};
use uuid::Uuid;

use crate::kernel::{Error, Result, Text, actor::OrganisationKind, id::OrganisationId};

/// Reads a stored enum name.
pub(crate) fn from_name<T: DeserializeOwned>(name: &str) -> Result<T> {
    let name: serde::de::value::StrDeserializer<'_, NameError> = name.into_deserializer();
    T::deserialize(name).map_err(Error::internal)
}

/// The organisation kind of a stored name.
///
/// # Errors
/// `internal` for a name that no kind has.
pub fn kind_from_name(name: &str) -> Result<OrganisationKind> {
    from_name(name)
}

/// One organisation.
///
/// # Errors
/// `not_found`, or faults of the database.
pub async fn organisation(db: &impl ConnectionTrait, id: OrganisationId) -> Result<organisation::Model> {
    organisation::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Error::not_found)
}

/// The names of many organisations.
///
/// # Errors
/// Faults of the database.
pub async fn organisation_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Text>> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, Text { zh: row.name_zh, en: row.name_en })).collect())
}
