//! The audit trail, for the operator's auditors, approvers and owners; for the owners of others, their own part of it.

use std::collections::HashMap;

use entity::{account, audit};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::{
    identity,
    kernel::{
        Actor, DateTime, Error, FieldError, List, Page, Result, Role, error,
        fields::Fields,
        id::{AccountId, OrganisationId},
    },
};

use super::view::{AuditEntryOut, AuditPartyOut, AuditQuery, OfficerOut};

/// Longest filter, in characters.
const MAX_FILTER: usize = 100;

/// The lowest id that anything of `at` or later can have: ids begin with their millisecond.
pub(super) fn first_id(at: DateTime) -> Uuid {
    let millisecond = u128::try_from(at.timestamp_millis()).unwrap_or(0);
    Uuid::from_u128((millisecond & 0xffff_ffff_ffff) << 80)
}

/// What the actor may see; true when it is all.
fn visible(actor: &Actor) -> Result<(Select<audit::Entity>, bool)> {
    let all = audit::Entity::find();
    match actor.operator_role() {
        Some(Role::Auditor | Role::Approver | Role::Owner) => return Ok((all, true)),
        Some(_) => return Err(Error::new(error::FORBIDDEN)),
        None => {}
    }
    actor.in_person()?;
    let own = actor.with_role(Role::Owner)?.organisation.0;
    let mine = Condition::any().add(audit::Column::OrganisationId.eq(own)).add(audit::Column::OnBehalfOf.eq(own));
    Ok((all.filter(mine), false))
}

/// The entries, the latest first.
///
/// # Errors
/// `forbidden` for clerks and for whoever does not own its organisation; `validation` on a filter or the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, query: &AuditQuery) -> Result<List<AuditEntryOut>> {
    let (find, whole) = visible(actor)?;
    let page = Page { limit: query.limit, cursor: query.cursor.clone() };
    let limit = page.limit()?;
    let mut find = narrowed(find, query)?.order_by_desc(audit::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(audit::Column::Id.lt(after));
    }
    let rows = find.all(db).await?;
    let accounts = officers(db, rows.iter().filter_map(|row| row.account_id)).await?;
    let organisations = rows.iter().flat_map(|row| [row.organisation_id, row.on_behalf_of]).flatten();
    let names = identity::organisation_names(db, organisations).await?;
    let own = actor.organisation().map(|own| own.0);
    let party = |id: Option<Uuid>| {
        id.map(|id| AuditPartyOut { id: id.into(), name: names.get(&id).cloned().unwrap_or_default() })
    };
    let show = |row: audit::Model| AuditEntryOut {
        // Who of an intermediary acted is that one's own business.
        account: row
            .account_id
            .filter(|_| whole || row.organisation_id == own)
            .and_then(|id| accounts.get(&id).cloned()),
        organisation: party(row.organisation_id),
        on_behalf_of: party(row.on_behalf_of),
        request: row.request_id.filter(|_| whole).map(Into::into),
        address: row.address.filter(|_| whole),
        id: row.id.into(),
        at: row.at,
        operation: row.operation,
        part: row.part,
        target: row.target,
    };
    Ok(List::of(rows, limit, |row| row.id, show))
}

fn narrowed(mut find: Select<audit::Entity>, query: &AuditQuery) -> Result<Select<audit::Entity>> {
    use audit::Column as C;
    let mut fields = Fields::new();
    if let Some(actor) = &query.actor {
        let actor = fields.text("actor", actor, 1, MAX_FILTER);
        find = match (actor.parse::<AccountId>(), actor.parse::<OrganisationId>()) {
            (Ok(account), _) => find.filter(C::AccountId.eq(account.0)),
            (_, Ok(organisation)) => {
                let either =
                    Condition::any().add(C::OrganisationId.eq(organisation.0)).add(C::OnBehalfOf.eq(organisation.0));
                find.filter(either)
            }
            _ if !actor.is_empty() && actor.chars().all(|c| c.is_ascii_lowercase() || c == '_') => {
                find.filter(C::Part.eq(actor))
            }
            _ => {
                fields.push(FieldError::invalid(
                    "actor",
                    &actor,
                    "an account (acc_…), an organisation (org_…) or a part of the program such as clock",
                ));
                find
            }
        };
    }
    if let Some(operation) = &query.operation {
        find = find.filter(C::Operation.eq(fields.text("operation", operation, 1, MAX_FILTER)));
    }
    if let Some(target) = &query.target {
        find = find.filter(C::Target.eq(fields.text("target", target, 1, MAX_FILTER)));
    }
    if let Some(from) = query.from {
        find = find.filter(C::Id.gte(first_id(from)));
    }
    if let Some(to) = query.to {
        fields.check(query.from.is_none_or(|from| from < to), || FieldError::invalid("to", to, "later than from"));
        find = find.filter(C::Id.lt(first_id(to)));
    }
    fields.finish()?;
    Ok(find)
}

/// The names of accounts.
///
/// # Errors
/// Faults of the database.
pub(super) async fn officers(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, OfficerOut>> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?;
    let officer = |row: account::Model| (row.id, OfficerOut { account: row.id.into(), name: row.display_name });
    Ok(rows.into_iter().map(officer).collect())
}
