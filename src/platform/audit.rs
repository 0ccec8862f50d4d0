//! The audit trail: who did what, when, from where. Append-only; the database refuses changes.

use entity::audit;
use sea_orm::sea_query::{InsertStatement, Query};
use uuid::Uuid;

use crate::kernel::{Actor, DateTime};

use super::db::Origin;

/// An entry on its way.
pub(in crate::platform) struct Row {
    id: Uuid,
    at: DateTime,
    operation: &'static str,
    part: Option<&'static str>,
    account: Option<Uuid>,
    organisation: Option<Uuid>,
    on_behalf_of: Option<Uuid>,
    target: Option<String>,
    request: Option<Uuid>,
    address: Option<String>,
}

impl Row {
    pub(in crate::platform) fn new(
        id: Uuid,
        at: DateTime,
        operation: &'static str,
        origin: &Origin,
        target: Option<String>,
    ) -> Self {
        let (organisation, on_behalf_of) = origin.actor.acting();
        Self {
            id,
            at,
            operation,
            part: if let Actor::System(part) = &origin.actor { Some(part) } else { None },
            account: origin.actor.account().map(Uuid::from),
            organisation: organisation.map(Uuid::from),
            on_behalf_of: on_behalf_of.map(Uuid::from),
            target,
            request: origin.request.map(Uuid::from),
            address: origin.address.clone(),
        }
    }
}

pub(in crate::platform) fn insert(rows: Vec<Row>) -> Option<InsertStatement> {
    use audit::Column as C;
    if rows.is_empty() {
        return None;
    }
    let mut insert = Query::insert();
    insert.into_table(audit::Entity).columns([
        C::Id,
        C::At,
        C::Operation,
        C::Part,
        C::AccountId,
        C::OrganisationId,
        C::OnBehalfOf,
        C::Target,
        C::RequestId,
        C::Address,
    ]);
    for row in rows {
        insert.values_panic([
            row.id.into(),
            row.at.into(),
            row.operation.into(),
            row.part.into(),
            row.account.into(),
            row.organisation.into(),
            row.on_behalf_of.into(),
            row.target.into(),
            row.request.into(),
            row.address.into(),
        ]);
    }
    Some(insert)
}
