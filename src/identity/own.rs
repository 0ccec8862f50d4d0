//! What an account reads of itself.

use entity::{account, api_token, audit, mail, member, organisation, passkey, session};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::kernel::{
    Actor, DateTime, Error, FieldError, List, Page, Principal, Result, Role,
    actor::OrganisationKind,
    id::{AccountId, PasskeyId},
};

use super::{
    model::Organisation,
    view::{ApiTokenOut, AuditOut, ExportOut, MailOut, MeOut, MembershipOut, PasskeyOut, SessionInfo},
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
        passkeys: keys(db, principal.account).await?.len(),
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

/// The latest twenty mails to an address, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn mails_to(db: &impl ConnectionTrait, address: &str) -> Result<List<MailOut>> {
    let rows = mail::Entity::find()
        .filter(mail::Column::Recipient.eq(address.trim().to_lowercase()))
        .order_by_desc(mail::Column::CreatedAt)
        .order_by_desc(mail::Column::Id)
        .limit(20)
        .all(db)
        .await?;
    let items = rows.into_iter().map(MailOut::try_from).collect::<Result<Vec<_>>>()?;
    Ok(List { items, next: None })
}

/// The account's passkeys, oldest first.
///
/// # Errors
/// `unauthenticated`; `forbidden` for API tokens.
pub async fn passkeys(db: &impl ConnectionTrait, actor: &Actor) -> Result<List<PasskeyOut>> {
    let (account, _) = actor.in_session()?;
    Ok(List { items: keys(db, account).await?, next: None })
}

/// One of the account's passkeys.
///
/// # Errors
/// `unauthenticated`; `forbidden` for API tokens; `not_found` for another's.
pub async fn passkey(db: &impl ConnectionTrait, actor: &Actor, id: PasskeyId) -> Result<PasskeyOut> {
    let (account, _) = actor.in_session()?;
    let own = passkey::Entity::find_by_id(id.0).filter(passkey::Column::AccountId.eq(account.0));
    own.one(db).await?.map(PasskeyOut::from).ok_or_else(Error::not_found)
}

/// What a new passkey of the account is made of: the account, and the passkeys there are.
///
/// # Errors
/// Faults of the database.
pub async fn for_passkey(db: &impl ConnectionTrait, id: AccountId) -> Result<(account::Model, Vec<passkey::Model>)> {
    let known = passkey::Entity::find().filter(passkey::Column::AccountId.eq(id.0)).all(db).await?;
    Ok((account(db, id).await?, known))
}

async fn keys(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<PasskeyOut>> {
    let find =
        passkey::Entity::find().filter(passkey::Column::AccountId.eq(account.0)).order_by_asc(passkey::Column::Id);
    Ok(find.all(db).await?.into_iter().map(PasskeyOut::from).collect())
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
        passkeys: keys(db, id).await?,
        api_tokens: tokens.into_iter().map(ApiTokenOut::from).collect(),
        mails: mails.map(MailOut::try_from).collect::<Result<_>>()?,
        audit: audit.into_iter().map(AuditOut::from).collect(),
    })
}
