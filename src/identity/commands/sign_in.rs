//! Sign-in: a session with a short access token and a refresh token that rotates.

use entity::{account, session};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    kernel::{
        Error, Result,
        id::{AccountId, SessionId},
        random,
    },
    platform::{Ctx, Services},
};

use super::super::{
    error, password, tokens,
    view::{SessionMode, SessionOut, SignInIn},
};

/// A sign-in whose password was checked, outside the transaction.
#[derive(Clone)]
pub struct SignIn {
    account: AccountId,
    second_factor: bool,
    mode: SessionMode,
    user_agent: Option<String>,
    address: Option<String>,
    token_key: Vec<u8>,
}

/// Checks the password.
///
/// # Errors
/// `wrong_credentials`, whatever exactly was wrong.
pub async fn prepare(
    services: &Services,
    input: SignInIn,
    user_agent: Option<String>,
    address: Option<String>,
) -> Result<SignIn> {
    let email = input.email.trim().to_lowercase();
    let found = account::Entity::find().filter(account::Column::Email.eq(email)).one(services.db.read()).await?;
    let right = password::verify(input.password, found.as_ref().map(|row| row.password_hash.clone())).await?;
    let account =
        found.filter(|row| right && row.disabled_at.is_none()).ok_or_else(|| Error::new(error::WRONG_CREDENTIALS))?;
    Ok(SignIn {
        account: account.id.into(),
        second_factor: false,
        mode: input.mode,
        user_agent: user_agent.map(|agent| agent.chars().take(300).collect()),
        address,
        token_key: services.settings.token_key.clone(),
    })
}

/// Opens the session.
///
/// # Errors
/// Faults of the database.
pub async fn sign_in(ctx: &mut Ctx, input: SignIn) -> Result<SessionOut> {
    let account = account::Entity::find_by_id(input.account.0)
        .one(ctx.db())
        .await?
        .ok_or_else(|| Error::new(error::WRONG_CREDENTIALS))?;
    let id: SessionId = ctx.id()?;
    let secret = ctx.secret()?;
    let now = ctx.now();
    let row = session::ActiveModel {
        id: Set(id.0),
        account_id: Set(account.id),
        refresh_hash: Set(random::hash(&secret)),
        previous_hash: Set(None),
        successor: Set(None),
        rotated_at: Set(now),
        second_factor_at: Set(input.second_factor.then_some(now)),
        mode: Set(if input.mode == SessionMode::Cookie { "cookie" } else { "token" }.to_owned()),
        user_agent: Set(input.user_agent),
        address: Set(input.address),
        created_at: Set(now),
        expires_at: Set(now + tokens::SESSION),
        revoked_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(SessionOut {
        access_token: Some(tokens::sign(&input.token_key, id, input.account, now)?),
        expires_in: Some(tokens::ACCESS.num_seconds()),
        refresh_token: Some(format!("{id}.{secret}")),
        account: account.into(),
    })
}
