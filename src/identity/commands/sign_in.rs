//! Sign-in: a session with a short access token and a refresh token that rotates.

use entity::{account, passkey, session};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{
    kernel::{
        Error, Result,
        id::{AccountId, PasskeyId, SessionId},
    },
    platform::{Ctx, Services, db::Origin},
};

use super::{
    super::{
        error, password, queries, tokens,
        tokens::RefreshToken,
        totp,
        view::{Opened, SessionMode, SignInIn},
        webauthn::{self, RelyingParty, Used},
    },
    passkeys,
};

/// The browser or program that signs in.
#[derive(Clone)]
pub struct Agent {
    /// Where the secrets go.
    pub mode: SessionMode,
    /// What it calls itself.
    pub name: Option<String>,
    /// Where it is.
    pub address: Option<String>,
}

/// A sign-in whose password was checked, outside the transaction.
#[derive(Clone)]
pub struct SignIn {
    account: AccountId,
    /// What was verified: a password changed meanwhile is another one.
    password_hash: String,
    totp: Option<String>,
    agent: Agent,
    token_key: Vec<u8>,
}

/// Checks the password.
///
/// # Errors
/// `wrong_credentials`, whatever exactly was wrong; `rate_limited` for too many tries at one account.
pub async fn prepare(services: &Services, input: SignInIn, agent: Agent) -> Result<SignIn> {
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
        agent,
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
    let how = How { second_factor, passkey: None, agent: input.agent, token_key: input.token_key };
    open(ctx, account, how).await
}

/// How somebody signed in.
struct How {
    second_factor: bool,
    passkey: Option<PasskeyId>,
    agent: Agent,
    token_key: Vec<u8>,
}

async fn open(ctx: &mut Ctx, account: account::Model, how: How) -> Result<Opened> {
    let id: SessionId = ctx.id()?;
    let seed = ctx.secret()?;
    let now = ctx.now();
    let row = session::ActiveModel {
        id: Set(id.0),
        account_id: Set(account.id),
        refresh_seed: Set(seed.clone()),
        generation: Set(1),
        rotated_at: Set(now),
        second_factor_at: Set(how.second_factor.then_some(now)),
        mode: Set(how.agent.mode.name().to_owned()),
        user_agent: Set(how.agent.name),
        address: Set(how.agent.address),
        created_at: Set(now),
        expires_at: Set(now + tokens::SESSION),
        revoked_at: Set(None),
        passkey_id: Set(how.passkey.map(|id| id.0)),
    };
    session::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    ctx.audit_target(id);
    Ok(Opened {
        access_token: tokens::sign(&how.token_key, id, account.id.into(), now)?,
        refresh_token: RefreshToken::issue(&how.token_key, id, &seed, 1)?,
        mode: how.agent.mode,
        account: account.into(),
    })
}

/// A sign-in by passkey, verified outside the transaction.
#[derive(Clone)]
pub struct ByPasskey {
    /// As it was when the answer was verified.
    passkey: passkey::Model,
    used: Used,
    agent: Agent,
    token_key: Vec<u8>,
}

/// Takes the ceremony that `credential` answers, and verifies the answer.
///
/// # Errors
/// `passkey_refused`, whatever exactly was wrong.
pub async fn prepare_passkey(services: &Services, credential: &serde_json::Value, agent: Agent) -> Result<ByPasskey> {
    let refused = || Error::new(error::PASSKEY_REFUSED);
    let party = RelyingParty::of(&services.settings)?;
    let (challenge, id, answer) = webauthn::read_sign_in(credential)?;
    let origin = Origin::system("passkeys");
    let state = services.db.run(origin, (challenge, None), |ctx, which| Box::pin(passkeys::take(ctx, which))).await?;
    let state = state.ok_or_else(refused)?;
    let find = passkey::Entity::find().filter(passkey::Column::CredentialId.eq(id));
    let passkey = find.one(services.db.read()).await?.ok_or_else(refused)?;
    let used = party.signed_in(&state, &answer, &passkey).inspect_err(|fault| {
        // A counter that stands still is one of the reasons, and means that somebody has a copy.
        tracing::warn!(passkey = %PasskeyId(passkey.id), %fault, "a passkey was refused");
    })?;
    Ok(ByPasskey { passkey, used, agent, token_key: services.settings.token_key.clone() })
}

/// Opens the session. A passkey verifies who holds it: both factors are shown.
///
/// # Errors
/// `passkey_refused` when it was removed or used meanwhile, or the account is no more.
pub async fn sign_in_by_passkey(ctx: &mut Ctx, input: ByPasskey) -> Result<Opened> {
    let refused = || Error::new(error::PASSKEY_REFUSED);
    let locked = ctx.for_update(account::Entity::find_by_id(input.passkey.account_id)).one(ctx.db()).await?;
    let account = locked.filter(|row| row.disabled_at.is_none()).ok_or_else(refused)?;
    let locked = ctx.for_update(passkey::Entity::find_by_id(input.passkey.id)).one(ctx.db()).await?;
    let row = locked.filter(|row| row.state == input.passkey.state).ok_or_else(refused)?;
    let id = PasskeyId(row.id);
    let mut row = row.into_active_model();
    row.state = Set(input.used.state);
    row.synced = Set(input.used.synced);
    row.last_used_at = Set(Some(ctx.now()));
    row.update(ctx.db()).await?;
    let how = How { second_factor: true, passkey: Some(id), agent: input.agent, token_key: input.token_key };
    open(ctx, account, how).await
}
