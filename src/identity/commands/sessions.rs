//! The life of a session after sign-in: its refresh token rotates, and it ends.

use entity::{account, session};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr,
};

use crate::{
    kernel::{
        Error, Result,
        id::{AccountId, SessionId},
    },
    platform::Ctx,
};

use super::super::{
    queries::from_name,
    tokens,
    tokens::{GRACE, RefreshToken},
    view::Opened,
};

/// A refresh token that a client brought, and the key to judge it by.
#[derive(Clone)]
pub struct Refresh {
    /// The token.
    pub token: RefreshToken,
    /// The server's key.
    pub token_key: Vec<u8>,
}

/// What became of a refresh. Refusing must not undo the end of a session, so it is no error here.
pub enum Refreshed {
    /// The next pair.
    Opened(Box<Opened>),
    /// The session is over, perhaps since now.
    Over,
}

/// Exchanges a refresh token for its successor.
///
/// The token before the present one still gets the same successor for ten seconds. After that, or with any earlier one,
/// somebody has a copy: the session ends, for the thief and for the owner.
///
/// # Errors
/// Faults of the database.
pub async fn refresh(ctx: &mut Ctx, input: Refresh) -> Result<Refreshed> {
    let id = input.token.session;
    let Some(row) = ctx.for_update(session::Entity::find_by_id(id.0)).one(ctx.db()).await? else {
        return Ok(Refreshed::Over);
    };
    let now = ctx.decision_time().await?;
    let alive = row.revoked_at.is_none() && row.expires_at > now;
    if !alive || !input.token.is_genuine(&input.token_key, &row.refresh_seed)? {
        return Ok(Refreshed::Over);
    }
    let account = account::Entity::find_by_id(row.account_id).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    let (behind, rotated_at) = (row.generation - input.token.generation, row.rotated_at);
    let (seed, mode) = (row.refresh_seed.clone(), from_name(&row.mode)?);
    ctx.audit_target(id);
    let generation = match behind {
        0 => {
            let next = row.generation + 1;
            let mut row = row.into_active_model();
            row.generation = Set(next);
            row.rotated_at = Set(now);
            row.expires_at = Set(now + tokens::SESSION);
            row.update(ctx.db()).await?;
            next
        }
        1 if now <= rotated_at + GRACE => row.generation,
        _ => {
            tracing::warn!(session = %id, "a refresh token was used twice: the session ends");
            end(ctx, account.id.into(), Which::One(id)).await?;
            return Ok(Refreshed::Over);
        }
    };
    Ok(Refreshed::Opened(Box::new(Opened {
        access_token: tokens::sign(&input.token_key, id, account.id.into(), ctx.now())?,
        refresh_token: RefreshToken::issue(&input.token_key, id, &seed, generation)?,
        mode,
        account: account.into(),
    })))
}

/// Which sessions of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(SessionId),
    /// Every one but this.
    AllBut(SessionId),
    /// Every one.
    All,
}

/// Ends sessions of `account`; returns how many.
///
/// # Errors
/// Faults of the database.
pub async fn end(ctx: &Ctx, account: AccountId, which: Which) -> Result<u64> {
    use session::Column as C;
    let now = ctx.now();
    let mut update = session::Entity::update_many()
        .col_expr(C::RevokedAt, Expr::value(now))
        .filter(C::AccountId.eq(account.0))
        .filter(C::RevokedAt.is_null());
    match which {
        Which::One(id) => update = update.filter(C::Id.eq(id.0)),
        Which::AllBut(id) => update = update.filter(C::Id.ne(id.0)),
        Which::All => {}
    }
    Ok(update.exec(ctx.db()).await?.rows_affected)
}

/// Ends one of the actor's own sessions.
///
/// # Errors
/// `not_found` for any other.
pub async fn revoke(ctx: &mut Ctx, id: SessionId) -> Result<()> {
    let (account, _) = ctx.actor().in_session()?;
    ctx.audit_target(id);
    if end(ctx, account, Which::One(id)).await? == 0 { Err(Error::not_found()) } else { Ok(()) }
}

/// Ends the actor's other sessions.
///
/// # Errors
/// `unauthenticated`; `forbidden` for API tokens.
pub async fn revoke_others(ctx: &mut Ctx) -> Result<()> {
    let (account, session) = ctx.actor().in_session()?;
    ctx.audit_target(account);
    end(ctx, account, Which::AllBut(session)).await.map(drop)
}

/// Signs out by a refresh token, for browsers whose access token has ended.
///
/// # Errors
/// Faults of the database.
pub async fn sign_out(ctx: &mut Ctx, input: Refresh) -> Result<()> {
    let id = input.token.session;
    let Some(row) = session::Entity::find_by_id(id.0).one(ctx.db()).await? else { return Ok(()) };
    if input.token.is_genuine(&input.token_key, &row.refresh_seed)? {
        ctx.audit_target(id);
        end(ctx, row.account_id.into(), Which::One(id)).await?;
    }
    Ok(())
}
