//! What an account reads of itself.

use entity::{account, api_token, audit, mail, member, organisation, session};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::kernel::{
    Actor, DateTime, Error, FieldError, List, Page, Principal, Result, Role, actor::OrganisationKind, id::AccountId,
};

use super::{
    model::Organisation,
    view::{ApiTokenOut, AuditOut, ExportOut, MailOut, MeOut, MembershipOut, SessionInfo},
};

/// Entries of one kind in an export.
const EXPORT: u64 = 10_000;

async fn account(db: &impl ConnectionTrait, id: AccountId) -> Result<account::Model> {
    account::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Error::not_found)
}

async fn memberships(db: &impl ConnectionTrait, id: AccountId) -> Result<Vec<MembershipOut>> {
    let rows = member::Entity::find()
        .find_also_related(organisation::Entity)
        .filter(member::Column::AccountId.eq(id.0))
        .order_by_asc(member::Column::OrganisationId)
        .all(db)
        .await?;
    let view = |(row, found): (member::Model, Option<organisation::Model>)| {
        let found: Organisation = found.ok_or_else(Error::not_found)?.try_into()?;
        let role = Role::from_name(&row.role).ok_or_else(|| Error::internal(format!("unknown role {}", row.role)))?;
        Ok(MembershipOut { id: found.id, kind: found.kind, name: found.name, role, state: found.state })
    };
    rows.into_iter().map(view).collect()
}

/// Who one is, and what one belongs to.
///
/// # Errors
/// `unauthenticated`.
pub async fn me(db: &impl ConnectionTrait, actor: &Actor) -> Result<MeOut> {
    let principal = actor.principal()?;
    let memberships = memberships(db, principal.account).await?;
    Ok(MeOut {
        account: account(db, principal.account).await?.into(),
        organisation: actor.organisation(),
        needs_second_factor: memberships.iter().any(|own| own.kind == OrganisationKind::Operator),
        second_factor_missing: principal.second_factor_missing,
        memberships,
    })
}

fn live_sessions(id: AccountId, now: DateTime) -> Select<session::Entity> {
    session::Entity::find()
        .filter(session::Column::AccountId.eq(id.0))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::Id)
}

/// The account's sessions that go on, newest first.
///
/// # Errors
/// `unauthenticated`; `forbidden` for API tokens; `validation` on the page.
pub async fn sessions(
    db: &impl ConnectionTrait,
    actor: &Actor,
    page: &Page,
    now: DateTime,
) -> Result<List<SessionInfo>> {
    let (account, current) = actor.in_session()?;
    let limit = page.limit()?;
    let mut find = live_sessions(account, now).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(session::Column::Id.lt(after));
    }
    let rows = find.all(db).await?.into_iter();
    let rows = rows.map(|row| SessionInfo::of(row, Some(current))).collect::<Result<Vec<_>>>()?;
    Ok(List::of(rows, limit, |row| row.id.0, |row| row))
}

/// The account's API tokens that are not revoked, newest first.
///
/// # Errors
/// `unauthenticated`; `forbidden` for API tokens; `validation` on the page.
pub async fn api_tokens(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<ApiTokenOut>> {
    let (account, _) = actor.in_session()?;
    let limit = page.limit()?;
    let mut find = api_token::Entity::find()
        .filter(api_token::Column::AccountId.eq(account.0))
        .filter(api_token::Column::RevokedAt.is_null())
        .order_by_desc(api_token::Column::Id)
        .limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(api_token::Column::Id.lt(after));
    }
    Ok(List::of(find.all(db).await?, limit, |row| row.id, ApiTokenOut::from))
}

/// Mails to the account, and those that went to its address before it was one.
async fn own_mails(db: &impl ConnectionTrait, principal: &Principal) -> Result<Select<mail::Entity>> {
    let address = account(db, principal.account).await?.email;
    let early = Condition::all().add(mail::Column::AccountId.is_null()).add(mail::Column::Recipient.eq(address));
    let own = Condition::any().add(mail::Column::AccountId.eq(principal.account.0)).add(early);
    Ok(mail::Entity::find().filter(own).order_by_desc(mail::Column::CreatedAt).order_by_desc(mail::Column::Id))
}

/// The account's mails, newest first.
///
/// # Errors
/// `unauthenticated`; `validation` on the page.
pub async fn mails(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<MailOut>> {
    let limit = page.limit()?;
    let mut find = own_mails(db, actor.principal()?).await?.limit(limit + 1);
    if let Some(after) = page.after()? {
        let unknown = || FieldError::new("cursor", "invalid").limit("take `next` of an earlier answer");
        let last = mail::Entity::find_by_id(after).one(db).await?.ok_or_else(unknown)?;
        let same = Condition::all().add(mail::Column::CreatedAt.eq(last.created_at)).add(mail::Column::Id.lt(after));
        find = find.filter(Condition::any().add(mail::Column::CreatedAt.lt(last.created_at)).add(same));
    }
    let rows = find.all(db).await?.into_iter().map(MailOut::try_from).collect::<Result<Vec<_>>>()?;
    Ok(List::of(rows, limit, |row| row.id.0, |row| row))
}

/// Everything kept about the account.
///
/// # Errors
/// `unauthenticated`; `forbidden` for API tokens.
pub async fn export(db: &impl ConnectionTrait, actor: &Actor, now: DateTime) -> Result<ExportOut> {
    let (id, current) = actor.in_session()?;
    let sessions = live_sessions(id, now).all(db).await?.into_iter();
    let tokens = api_token::Entity::find().filter(api_token::Column::AccountId.eq(id.0)).all(db).await?;
    let mails = own_mails(db, actor.principal()?).await?.limit(EXPORT).all(db).await?.into_iter();
    let audit = audit::Entity::find()
        .filter(audit::Column::AccountId.eq(id.0))
        .order_by_desc(audit::Column::Id)
        .limit(EXPORT)
        .all(db)
        .await?;
    Ok(ExportOut {
        account: account(db, id).await?.into(),
        memberships: memberships(db, id).await?,
        sessions: sessions.map(|row| SessionInfo::of(row, Some(current))).collect::<Result<_>>()?,
        api_tokens: tokens.into_iter().map(ApiTokenOut::from).collect(),
        mails: mails.map(MailOut::try_from).collect::<Result<_>>()?,
        audit: audit.into_iter().map(AuditOut::from).collect(),
    })
}
