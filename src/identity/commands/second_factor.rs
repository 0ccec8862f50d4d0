//! Setting up and removing the second factor.

use entity::{account, api_token, session};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};

use crate::{
    kernel::{DateTime, Error, FieldError, Result, error as codes, id::AccountId, random::Random},
    platform::Ctx,
};

use super::{
    super::{
        error, queries, totp,
        view::{AccountOut, TotpOut},
    },
    passkeys,
};

/// The actor's own account, locked.
///
/// # Errors
/// `unauthenticated`; `forbidden` for API tokens.
pub(super) async fn lock(ctx: &Ctx) -> Result<account::Model> {
    let (account, _) = ctx.actor().in_session()?;
    let find = ctx.for_update(account::Entity::find_by_id(account.0));
    find.one(ctx.db()).await?.ok_or_else(Error::not_found)
}

/// Refuses a session that has not shown the second factor that the account has: whoever knows the password alone must not
/// put a factor of his own beside it or in its place. Passkeys bind the operator's people so; others may have lost theirs
/// and sign in by password.
///
/// # Errors
/// `second_factor_required`.
pub(super) async fn expect_shown(ctx: &Ctx, account: &account::Model) -> Result<()> {
    let (id, session) = ctx.actor().in_session()?;
    let session = session::Entity::find_by_id(session.0).one(ctx.db()).await?;
    if session.is_some_and(|row| row.second_factor_at.is_some()) {
        return Ok(());
    }
    let bound = account.totp_enabled_at.is_some()
        || (passkeys::of(id).count(ctx.db()).await? > 0 && queries::is_operators(ctx.db(), id).await?);
    if bound {
        let todo = "sign in with the passkey or the code that this account has";
        return Err(Error::because(codes::SECOND_FACTOR_REQUIRED, todo));
    }
    Ok(())
}

/// Looks at a proof that the account is the caller's; its row is locked. Returns the account as it is then.
///
/// # Errors
/// `validation` on `code` or `password`.
pub(super) async fn prove(ctx: &Ctx, account: account::Model, proof: Proof) -> Result<account::Model> {
    match proof {
        Proof::Code(code) if account.totp_enabled_at.is_some() => {
            totp::accept(ctx, account, &code).await?.ok_or_else(wrong_code)
        }
        Proof::Code(_) => {
            Err(FieldError::new("code", "wrong").limit("this account has no codes; give the password").into())
        }
        Proof::Password(hash) if hash == account.password_hash => Ok(account),
        Proof::Password(_) => Err(FieldError::new("password", "wrong").into()),
    }
}

/// A fresh secret, and the installation's name to show with it.
#[derive(Clone)]
pub struct SetUp {
    /// Base32.
    pub secret: String,
    /// The installation's name.
    pub issuer: String,
}

impl SetUp {
    /// With a new secret.
    ///
    /// # Errors
    /// `internal` when there is no randomness.
    pub fn new(random: &Random, issuer: &str) -> Result<Self> {
        Ok(Self { secret: totp::new_secret(random)?, issuer: issuer.to_owned() })
    }
}

/// Begins: the account gets a secret, which counts for nothing until a code of it was confirmed.
///
/// # Errors
/// `totp_enabled` when there is one in force.
pub async fn set_up(ctx: &mut Ctx, input: SetUp) -> Result<TotpOut> {
    let account = lock(ctx).await?;
    if account.totp_enabled_at.is_some() {
        return Err(Error::new(error::TOTP_ENABLED));
    }
    expect_shown(ctx, &account).await?;
    let uri = totp::uri(&input.secret, &input.issuer, &account.email)?;
    ctx.audit_target(AccountId(account.id));
    let mut account = account.into_active_model();
    account.totp_secret = Set(Some(input.secret.clone()));
    account.totp_last_step = Set(0);
    account.update(ctx.db()).await?;
    Ok(TotpOut { secret: input.secret, uri })
}

/// Confirms with a code: signing in takes one from now on. This session has shown the factor by that.
///
/// # Errors
/// `validation` on `code`; `totp_enabled` when one is in force; `not_found` before [`set_up`].
pub async fn confirm(ctx: &mut Ctx, code: String) -> Result<AccountOut> {
    let (_, session) = ctx.actor().in_session()?;
    let account = lock(ctx).await?;
    if account.totp_enabled_at.is_some() {
        return Err(Error::new(error::TOTP_ENABLED));
    }
    expect_shown(ctx, &account).await?;
    if account.totp_secret.is_none() {
        return Err(Error::not_found());
    }
    let account = totp::accept(ctx, account, &code).await?.ok_or_else(wrong_code)?;
    let now = ctx.now();
    let version = account.version;
    let mut account = account.into_active_model();
    account.totp_enabled_at = Set(Some(now));
    account.version = Set(version + 1);
    let account = account.update(ctx.db()).await?;
    ctx.audit_target(AccountId(account.id));
    session::Entity::update_many()
        .col_expr(session::Column::SecondFactorAt, Expr::value(now))
        .filter(session::Column::Id.eq(session.0))
        .exec(ctx.db())
        .await?;
    Ok(account.into())
}

fn wrong_code() -> Error {
    FieldError::new("code", "wrong").limit("the six digits shown now, each used once").into()
}

/// How a removal was confirmed.
#[derive(Clone)]
pub enum Proof {
    /// By the password whose hash is this, checked before.
    Password(String),
    /// By a code, to be checked.
    Code(String),
}

/// Removes the codes. Whatever stood on them (the operator's sessions and API tokens) stands no more; what stands on passkeys
/// does.
///
/// # Errors
/// `validation` on `code`; `not_found` when there is none.
pub async fn remove(ctx: &mut Ctx, proof: Proof) -> Result<AccountOut> {
    let account = lock(ctx).await?;
    if account.totp_enabled_at.is_none() {
        return Err(Error::not_found());
    }
    let account = prove(ctx, account, proof).await?;
    let (id, version) = (AccountId(account.id), account.version);
    let mut account = account.into_active_model();
    account.totp_secret = Set(None);
    account.totp_enabled_at = Set(None);
    account.version = Set(version + 1);
    let account = account.update(ctx.db()).await?;
    session::Entity::update_many()
        .col_expr(session::Column::SecondFactorAt, Expr::value(None::<DateTime>))
        .filter(session::Column::AccountId.eq(id.0))
        .filter(session::Column::PasskeyId.is_null())
        .exec(ctx.db())
        .await?;
    if passkeys::of(id).count(ctx.db()).await? == 0 {
        api_token::Entity::update_many()
            .col_expr(api_token::Column::SecondFactor, Expr::value(false))
            .filter(api_token::Column::AccountId.eq(id.0))
            .exec(ctx.db())
            .await?;
    }
    ctx.audit_target(id);
    Ok(account.into())
}
