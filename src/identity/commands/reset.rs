//! Setting a password: by the link of a mail, or by the one before.

use entity::account;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    kernel::{
        Error, FieldError, Result,
        id::{AccountId, SessionId},
        random,
    },
    platform::{Ctx, Services, mail},
};

use super::{
    super::{
        error, letters, password,
        view::{AccountOut, PasswordIn, ResetIn},
    },
    sessions::{self, Which},
    verify,
};

/// A checked reset, its password hashed outside the transaction.
#[derive(Clone)]
pub struct Reset {
    token: String,
    password_hash: String,
}

/// Checks the new password against what is known of the account that the link is for.
///
/// # Errors
/// `link_not_valid`, `validation`.
pub async fn prepare(services: &Services, input: ResetIn) -> Result<Reset> {
    let invalid = || Error::new(error::LINK_NOT_VALID);
    let db = services.db.read();
    let token =
        entity::account_token::Entity::find_by_id(random::hash(&input.token)).one(db).await?.ok_or_else(invalid)?;
    let live = token.purpose == "reset" && token.used_at.is_none() && token.expires_at > services.db.clock().now();
    let id = token.account_id.filter(|_| live).ok_or_else(invalid)?;
    let account = account::Entity::find_by_id(id).one(db).await?.ok_or_else(invalid)?;
    password::check(&input.password, &[&account.email, &account.display_name])?;
    let password_hash = password::hash(input.password, services.db.random()).await?;
    Ok(Reset { token: input.token, password_hash })
}

/// Sets the password and ends every session. Whoever has the link reads the account's mail, so the address is confirmed
/// as well.
///
/// # Errors
/// `link_not_valid`.
pub async fn reset(ctx: &mut Ctx, input: Reset) -> Result<AccountOut> {
    let (_, account) = verify::use_token(ctx, &input.token, "reset").await?;
    let account = account.filter(|row| row.disabled_at.is_none()).ok_or_else(|| Error::new(error::LINK_NOT_VALID))?;
    let id = AccountId(account.id);
    let mut account = set_password(ctx, account, input.password_hash).await?;
    sessions::end(ctx, id, Which::All).await?;
    if account.email_verified_at.is_none() {
        account = verify::confirm(ctx, account).await?;
        if !verify::belongs_somewhere(ctx, &account).await? {
            verify::personal_organisation(ctx, &account).await?;
        }
    }
    ctx.audit_target(id);
    Ok(account.into())
}

/// A checked change of password.
#[derive(Clone)]
pub struct Change {
    session: SessionId,
    account: AccountId,
    old_hash: String,
    password_hash: String,
}

/// Checks the present password, then the new one.
///
/// # Errors
/// `validation` on `current` or `password`; `rate_limited`.
pub async fn prepare_change(
    services: &Services,
    (account, session): (AccountId, SessionId),
    input: PasswordIn,
) -> Result<Change> {
    let row = confirm_password(services, account, input.current, "current").await?;
    password::check(&input.password, &[&row.email, &row.display_name])?;
    let password_hash = password::hash(input.password, services.db.random()).await?;
    Ok(Change { session, account, old_hash: row.password_hash, password_hash })
}

/// Makes sure that whoever asks knows the account's password.
///
/// # Errors
/// `validation` on `field`; `rate_limited`.
pub async fn confirm_password(
    services: &Services,
    account: AccountId,
    given: String,
    field: &'static str,
) -> Result<account::Model> {
    services.rates.guess(&account.to_string())?;
    let row = account::Entity::find_by_id(account.0).one(services.db.read()).await?.ok_or_else(Error::not_found)?;
    if password::verify(given, Some(row.password_hash.clone())).await? {
        Ok(row)
    } else {
        Err(FieldError::new(field, "wrong").limit("your present password").into())
    }
}

/// Sets the password; the other sessions end.
///
/// # Errors
/// `validation` when it was changed meanwhile.
pub async fn change(ctx: &mut Ctx, input: Change) -> Result<()> {
    let find = account::Entity::find_by_id(input.account.0);
    let account = ctx.for_update(find).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    if account.password_hash != input.old_hash {
        return Err(FieldError::new("current", "wrong").limit("your present password").into());
    }
    set_password(ctx, account, input.password_hash).await?;
    sessions::end(ctx, input.account, Which::AllBut(input.session)).await?;
    ctx.audit_target(input.account);
    Ok(())
}

async fn set_password(ctx: &Ctx, account: account::Model, hash: String) -> Result<account::Model> {
    let mut account = account.into_active_model();
    account.password_hash = Set(hash);
    let account = account.update(ctx.db()).await?;
    let mut draft = letters::draft(&account, "password_changed", String::new());
    draft.values = serde_json::json!({ "name": account.display_name, "links": [] });
    mail::send(ctx, format!("password:{}", ctx.secret()?), draft).await?;
    Ok(account)
}
