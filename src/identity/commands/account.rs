//! An account looks after itself: name and language, and leaving for good.

use entity::{account, account_token, api_token, invitation, member, organisation, passkey, passkey_ceremony, session};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

use crate::{
    kernel::{
        Error, FieldError, Result, actor::OrganisationKind, error as codes, fields::Fields, id::AccountId, machine,
    },
    platform::{Ctx, events::NewEvent, mail},
};

use super::{
    super::{
        error, events,
        lifecycle::{Action, Party, TRANSITIONS},
        model::Organisation,
        password, queries,
        view::{AccountOut, AccountPatch},
    },
    decide,
};

/// An edit, and the version it is based on.
#[derive(Clone)]
pub struct Edit {
    /// The version that was read.
    pub version: i64,
    /// What to change.
    pub patch: AccountPatch,
}

/// Changes name or language.
///
/// # Errors
/// `precondition_failed`, `validation`.
pub async fn edit(ctx: &mut Ctx, input: Edit) -> Result<AccountOut> {
    let id = ctx.actor().principal()?.account;
    let find = ctx.for_update(account::Entity::find_by_id(id.0));
    let row = find.one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    if row.version != input.version {
        let fault = FieldError::new("If-Match", "stale").value(input.version).limit(format!("\"{}\"", row.version));
        return Err(Error::fields(codes::PRECONDITION_FAILED, vec![fault]));
    }
    let mut fields = Fields::new();
    let name = input.patch.display_name.map(|name| fields.text("display_name", &name, 1, 100));
    fields.finish()?;
    let mut row = row.into_active_model();
    if let Some(name) = name {
        row.display_name = Set(name);
    }
    if let Some(locale) = input.patch.locale {
        row.locale = Set(locale.tag().to_owned());
    }
    row.version = Set(input.version + 1);
    ctx.audit_target(id);
    Ok(row.update(ctx.db()).await?.into())
}

/// Deletes the account, its password checked before (`password_hash`). What it did stays in the books under its id, with
/// nothing of the person: address, name and credentials go. Organisations it was alone in are suspended.
///
/// # Errors
/// `last_owner` while others would be left without an owner, or the exchange without an operator.
pub async fn leave(ctx: &mut Ctx, password_hash: String) -> Result<()> {
    let (id, _) = ctx.actor().in_session()?;
    // Organisations first, in the order of their ids: as everywhere else, so that nobody waits in a circle.
    let memberships = member::Entity::find()
        .filter(member::Column::AccountId.eq(id.0))
        .order_by_asc(member::Column::OrganisationId)
        .all(ctx.db())
        .await?;
    for membership in memberships {
        part(ctx, membership).await?;
    }
    let find = ctx.for_update(account::Entity::find_by_id(id.0));
    let row = find.one(ctx.db()).await?.filter(|row| row.password_hash == password_hash);
    let row = row.ok_or_else(|| FieldError::new("password", "wrong"))?;
    session::Entity::delete_many().filter(session::Column::AccountId.eq(id.0)).exec(ctx.db()).await?;
    api_token::Entity::delete_many().filter(api_token::Column::AccountId.eq(id.0)).exec(ctx.db()).await?;
    account_token::Entity::delete_many().filter(account_token::Column::AccountId.eq(id.0)).exec(ctx.db()).await?;
    passkey::Entity::delete_many().filter(passkey::Column::AccountId.eq(id.0)).exec(ctx.db()).await?;
    passkey_ceremony::Entity::delete_many().filter(passkey_ceremony::Column::AccountId.eq(id.0)).exec(ctx.db()).await?;
    invitation::Entity::delete_many().filter(invitation::Column::Email.eq(&row.email)).exec(ctx.db()).await?;
    mail::forget(ctx, id, &row.email).await?;
    anonymise(ctx, id, row).await?;
    ctx.audit_target(id);
    ctx.emit(NewEvent::about(events::ACCOUNT_DELETED, id))
}

/// Leaves one organisation.
async fn part(ctx: &mut Ctx, membership: member::Model) -> Result<()> {
    let find = ctx.for_update(organisation::Entity::find_by_id(membership.organisation_id));
    let found: Organisation = find.one(ctx.db()).await?.ok_or_else(Error::not_found)?.try_into()?;
    let others = member::Entity::find()
        .filter(member::Column::OrganisationId.eq(found.id.0))
        .filter(member::Column::AccountId.ne(membership.account_id))
        .count(ctx.db())
        .await?;
    let last_owner = membership.role == "owner" && queries::other_owners(ctx.db(), &membership).await? == 0;
    if last_owner && (others > 0 || found.kind == OrganisationKind::Operator) {
        return Err(Error::because(error::LAST_OWNER, format!("{} would be left without an owner", found.id)));
    }
    if others > 0 {
        membership.delete(ctx.db()).await?;
        return Ok(());
    }
    // She stays its owner by name: what it bought and sold still has somebody behind it.
    let arrow = machine::step(TRANSITIONS, found.state, Action::Abandon, &[Party::System])?;
    decide::step(ctx, found, arrow.to, Action::Abandon, Some("its last member deleted her account".to_owned())).await?;
    Ok(())
}

async fn anonymise(ctx: &Ctx, id: AccountId, row: account::Model) -> Result<()> {
    let version = row.version;
    let mut row = row.into_active_model();
    row.email = Set(format!("{id}@deleted.invalid"));
    row.email_verified_at = Set(None);
    row.password_hash = Set(password::NONE.to_owned());
    row.display_name = Set("–".to_owned());
    row.totp_secret = Set(None);
    row.totp_enabled_at = Set(None);
    row.version = Set(version + 1);
    row.disabled_at = Set(Some(ctx.now()));
    row.update(ctx.db()).await?;
    Ok(())
}
