//! Sign-in: a session with a short access token and a refresh token that rotates.

use entity::{account, session};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{
    kernel::{
        Error, Result,
        id::{AccountId, SessionId},
    },
    platform::{Ctx, Services},
};

use super::super::{
    error, password, queries, tokens,
    tokens::RefreshToken,
    totp,
    view::{Opened, SessionMode, SignInIn},
};

/// A sign-in whose password was checked, outside the transaction.
#[derive(Clone)]
pub struct SignIn {
    account: AccountId,
    /// What was verified: a password changed meanwhile is another one.
    password_hash: String,
    totp: Option<String>,
    mode: SessionMode,
    user_agent: Option<String>,
    address: Option<String>,
    token_key: Vec<u8>,
}

/// Checks the password.
///
/// # Errors
/// `wrong_credentials`, whatever exactly was wrong; `rate_limited` for too many tries at one account.
pub async fn prepare(
    services: &Services,
    input: SignInIn,
    user_agent: Option<String>,
    address: Option<String>,
) -> Result<SignIn> {
    let email = input.email.trim().to_lowercase();
    services.rates.guess(&email)?;
    let found = queries::account_by_email(services.db.read(), &email).await?;
    let right = password::verify(input.password, found.as_ref().map(|row| row.password_hash.clone())).await?;
    let account =
        found.filter(|row| right && row.disabled_at.is_none()).ok_or_else(|| Error::new(error::WRONG_CREDENTIALS))?;
    Ok(SignIn {
        account: account.id.into(),
        password_hash: account.password_hash,
        totp: input.totp,
        mode: input.mode,
        user_agent: user_agent.map(|agent| agent.chars().take(300).collect()),
        address,
        token_key: services.settings.token_key.clone(),
    })
}

/// Opens the session. Where a second factor is set up, its code is part of the sign-in.
///
/// # Errors
/// `totp_required` when the code is missing, `wrong_credentials` when it is wrong or was used.
pub async fn sign_in(ctx: &mut Ctx, input: SignIn) -> Result<Opened> {
    let wrong = || Error::new(error::WRONG_CREDENTIALS);
    let locked = ctx.for_update(account::Entity::find_by_id(input.account.0)).one(ctx.db()).await?;
    let unchanged = |row: &account::Model| row.password_hash == input.password_hash && row.disabled_at.is_none();
    let mut account = locked.filter(unchanged).ok_or_else(wrong)?;
    let second_factor = account.totp_enabled_at.is_some();
    if second_factor {
        let code = input.totp.as_deref().ok_or_else(|| Error::new(error::TOTP_REQUIRED))?;
        account = totp::accept(ctx, account, code).await?.ok_or_else(wrong)?;
    }
    let id: SessionId = ctx.id()?;
    let seed = ctx.secret()?;
    let now = ctx.now();
    let row = session::ActiveModel {
        id: Set(id.0),
        account_id: Set(account.id),
        refresh_seed: Set(seed.clone()),
        generation: Set(1),
        rotated_at: Set(now),
        second_factor_at: Set(second_factor.then_some(now)),
        mode: Set(input.mode.name().to_owned()),
        user_agent: Set(input.user_agent),
        address: Set(input.address),
        created_at: Set(now),
        expires_at: Set(now + tokens::SESSION),
        revoked_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    ctx.audit_target(id);
    Ok(Opened {
        access_token: tokens::sign(&input.token_key, id, input.account, now)?,
        refresh_token: RefreshToken::issue(&input.token_key, id, &seed, 1)?,
        mode: input.mode,
        account: account.into(),
    })
}
