//! Reads of identity. Organisations: one's own, the verified ones (not persons), the operator all.

use std::collections::HashMap;

use entity::{account, invitation, member, organisation};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error as NameError};
use uuid::Uuid;

use crate::{
    kernel::{
        Actor, Error, List, Page, Result, Role, Text,
        actor::OrganisationKind,
        error,
        id::{AccountId, OrganisationId},
    },
    platform::Ctx,
};

use super::{
    lifecycle::State,
    model::{Organisation, kind_name},
    view::{InvitationOut, MemberOut, OrganisationOut, OrganisationsQuery},
};

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

/// The account of an address, which is lower-cased.
pub(super) async fn account_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Email.eq(email)).one(db).await?)
}

/// Refuses an officer of the exchange who belongs to one of the organisations that are to be decided over, whichever she
/// acts for at the moment: a colleague has to decide.
///
/// # Errors
/// `forbidden`; faults of the database.
pub async fn apart(db: &impl ConnectionTrait, actor: &Actor, organisations: &[OrganisationId]) -> Result<()> {
    let Some(account) = actor.account() else { return Ok(()) };
    let own = member::Entity::find()
        .filter(member::Column::AccountId.eq(account.0))
        .filter(member::Column::OrganisationId.is_in(organisations.iter().map(|organisation| organisation.0)));
    match own.one(db).await? {
        None => Ok(()),
        Some(_) => Err(Error::because(error::FORBIDDEN, "you belong to one of the parties; a colleague has to decide")),
    }
}

/// The operator's organisation, once there is one.
///
/// # Errors
/// Faults of the database.
pub async fn operator(db: &impl ConnectionTrait) -> Result<Option<OrganisationId>> {
    let kind = kind_name(OrganisationKind::Operator);
    let row = organisation::Entity::find().filter(organisation::Column::Kind.eq(kind)).one(db).await?;
    Ok(row.map(|row| row.id.into()))
}

/// How many owners the organisation of `member` has besides that member.
pub(super) async fn other_owners(db: &impl ConnectionTrait, member: &member::Model) -> Result<u64> {
    Ok(member::Entity::find()
        .filter(member::Column::OrganisationId.eq(member.organisation_id))
        .filter(member::Column::AccountId.ne(member.account_id))
        .filter(member::Column::Role.eq(Role::Owner.name()))
        .count(db)
        .await?)
}

/// What the actor may see. Persons are nobody's directory: they are seen by themselves and the operator.
fn visible(actor: &Actor) -> Select<organisation::Entity> {
    use organisation::Column as C;
    let all = organisation::Entity::find();
    if actor.is_operator() {
        return all;
    }
    let mut seen = Condition::any().add(
        Condition::all()
            .add(C::State.eq(State::Verified.name()))
            .add(C::Kind.ne(kind_name(OrganisationKind::Individual))),
    );
    if let Some(account) = actor.account().filter(|_| actor.principal().is_ok_and(|p| !p.second_factor_missing)) {
        let own = member::Entity::find()
            .select_only()
            .column(member::Column::OrganisationId)
            .filter(member::Column::AccountId.eq(account.0));
        seen = seen.add(C::Id.in_subquery(own.into_query()));
    }
    if let Some(acting) = actor.organisation() {
        seen = seen.add(C::Id.eq(acting.0));
    }
    all.filter(seen)
}

/// One organisation as the actor sees it.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, id: OrganisationId) -> Result<OrganisationOut> {
    let row = visible(actor).filter(organisation::Column::Id.eq(id.0)).one(db).await?;
    Ok(OrganisationOut::of(row.ok_or_else(Error::not_found)?.try_into()?, actor))
}

/// One organisation that the actor sees, its row locked until the commit.
pub(super) async fn lock_visible(ctx: &Ctx, id: OrganisationId) -> Result<Organisation> {
    ctx.actor().principal()?;
    let find = ctx.for_update(visible(ctx.actor()).filter(organisation::Column::Id.eq(id.0)));
    find.one(ctx.db()).await?.ok_or_else(Error::not_found)?.try_into()
}

/// How many organisations are verified; persons are not counted. Anyone may know.
///
/// # Errors
/// Faults of the database.
pub async fn verified(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(visible(&Actor::Anonymous).count(db).await?)
}

/// The organisations the actor sees, newest first.
///
/// # Errors
/// `validation` on the page.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &OrganisationsQuery,
) -> Result<List<OrganisationOut>> {
    use organisation::Column as C;
    let page = query.page();
    let limit = page.limit()?;
    let mut find = visible(actor).order_by_desc(C::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(C::Id.lt(after));
    }
    if let Some(state) = query.state {
        find = find.filter(C::State.eq(state.name()));
    }
    if let Some(kind) = query.kind {
        find = find.filter(C::Kind.eq(kind_name(kind)));
    }
    let found = find.all(db).await?.into_iter().map(Organisation::try_from).collect::<Result<Vec<_>>>()?;
    Ok(List::of(found, limit, |found| found.id.0, |found| OrganisationOut::of(found, actor)))
}

/// Refuses whoever is neither a member of the organisation nor the operator's.
async fn inside(db: &impl ConnectionTrait, actor: &Actor, id: OrganisationId) -> Result<()> {
    actor.principal()?;
    show(db, actor, id).await?;
    let acting = actor.membership()?;
    let own = acting.organisation == id && acting.mandate.is_none();
    if own || actor.is_operator() { Ok(()) } else { Err(Error::new(error::FORBIDDEN)) }
}

/// The members of an organisation, to one of them or the operator; those with the newest accounts first.
///
/// # Errors
/// `not_found`, `forbidden`, `validation` on the page.
pub async fn members(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: OrganisationId,
    page: &Page,
) -> Result<List<MemberOut>> {
    inside(db, actor, id).await?;
    let limit = page.limit()?;
    let mut find = member::Entity::find()
        .find_also_related(account::Entity)
        .filter(member::Column::OrganisationId.eq(id.0))
        .order_by_desc(member::Column::AccountId)
        .limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(member::Column::AccountId.lt(after));
    }
    let rows = find.all(db).await?.into_iter();
    let members = rows
        .filter_map(|(row, account)| account.map(|account| MemberOut::of(row, account)))
        .collect::<Result<Vec<_>>>()?;
    Ok(List::of(members, limit, |member| member.account.0, |member| member))
}

/// One member of an organisation, to one of them or the operator.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn member(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: OrganisationId,
    account: AccountId,
) -> Result<MemberOut> {
    inside(db, actor, id).await?;
    let found = member::Entity::find_by_id((id.0, account.0)).find_also_related(account::Entity).one(db).await?;
    match found {
        Some((row, Some(account))) => MemberOut::of(row, account),
        _ => Err(Error::not_found()),
    }
}

/// The invitations that nobody accepted yet, to the organisation's owners and the operator; newest first.
///
/// # Errors
/// `not_found`, `forbidden` below owner, `validation` on the page.
pub async fn invitations(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: OrganisationId,
    page: &Page,
) -> Result<List<InvitationOut>> {
    inside(db, actor, id).await?;
    if !actor.is_operator() {
        actor.with_role(Role::Owner)?;
    }
    let limit = page.limit()?;
    let mut find = invitation::Entity::find()
        .filter(invitation::Column::OrganisationId.eq(id.0))
        .filter(invitation::Column::AcceptedAt.is_null())
        .order_by_desc(invitation::Column::Id)
        .limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(invitation::Column::Id.lt(after));
    }
    let rows = find.all(db).await?.into_iter().map(InvitationOut::try_from).collect::<Result<Vec<_>>>()?;
    Ok(List::of(rows, limit, |row| row.id.0, |row| row))
}

/// Does the account belong to the operator?
pub(super) async fn is_operators(db: &impl ConnectionTrait, account: AccountId) -> Result<bool> {
    let Some(operator) = operator(db).await? else { return Ok(false) };
    Ok(member::Entity::find_by_id((operator.0, account.0)).one(db).await?.is_some())
}
