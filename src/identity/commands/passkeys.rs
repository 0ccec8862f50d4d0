//! An account's passkeys: making, naming, removing. What is verified is verified before, outside the transaction.

use chrono::TimeDelta;
use entity::{account, api_token, passkey, passkey_ceremony, session};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait,
    QueryFilter, sea_query::Expr,
};
use serde_json::json;

use crate::{
    kernel::{
        DateTime, Error, Result, error as codes,
        fields::Fields,
        id::{AccountId, PasskeyId, SessionId},
    },
    platform::{Ctx, ctx::expect_match, events::NewEvent, mail},
};

use super::{
    super::{
        error, events, letters,
        view::PasskeyOut,
        webauthn::{Begun, Made},
    },
    second_factor::{self, Proof},
};

/// How long an answer is waited for.
const LASTS: TimeDelta = TimeDelta::minutes(5);
/// Passkeys that one account may have.
const MOST: u64 = 20;

/// A ceremony to be kept until its answer comes.
#[derive(Clone)]
pub struct Kept {
    challenge: String,
    state: Vec<u8>,
    /// Who registers, and how she showed that the account is hers; none for a sign-in.
    whose: Option<(AccountId, Proof)>,
}

impl Kept {
    /// A sign-in.
    pub fn sign_in(begun: &Begun) -> Self {
        Self { challenge: begun.challenge.clone(), state: begun.state.clone(), whose: None }
    }

    /// A registration.
    pub fn registration(begun: &Begun, account: AccountId, proof: Proof) -> Self {
        Self { whose: Some((account, proof)), ..Self::sign_in(begun) }
    }
}

/// Keeps a ceremony. For a registration the proof is looked at first.
///
/// # Errors
/// `validation` on the proof; `second_factor_required` in a session that has not shown the factor there is; `forbidden` beyond
/// twenty passkeys.
pub async fn begin(ctx: &mut Ctx, input: Kept) -> Result<()> {
    let account = match input.whose {
        None => None,
        Some((account, proof)) => {
            let row = second_factor::lock(ctx).await?;
            second_factor::expect_shown(ctx, &row).await?;
            second_factor::prove(ctx, row, proof).await?;
            if of(account).count(ctx.db()).await? >= MOST {
                return Err(Error::because(codes::FORBIDDEN, format!("at most {MOST} passkeys")));
            }
            ctx.audit_target(account);
            Some(account)
        }
    };
    let row = passkey_ceremony::ActiveModel {
        challenge: Set(input.challenge),
        account_id: Set(account.map(|account| account.0)),
        purpose: Set(if account.is_some() { "register" } else { "sign_in" }.to_owned()),
        state: Set(input.state),
        expires_at: Set(ctx.now() + LASTS),
    };
    passkey_ceremony::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(())
}

/// Takes a ceremony away, whatever comes of it: each has one answer. Returns its state, if it is waited for still.
///
/// # Errors
/// Faults of the database.
pub async fn take(ctx: &mut Ctx, (challenge, account): (String, Option<AccountId>)) -> Result<Option<Vec<u8>>> {
    use passkey_ceremony::Column as C;
    let find = ctx.for_update(passkey_ceremony::Entity::find_by_id(challenge.clone()));
    let Some(row) = find.one(ctx.db()).await? else { return Ok(None) };
    // Somebody else's stays where it is.
    if row.account_id != account.map(|account| account.0) {
        return Ok(None);
    }
    passkey_ceremony::Entity::delete_many().filter(C::Challenge.eq(challenge)).exec(ctx.db()).await?;
    Ok((row.expires_at > ctx.now()).then_some(row.state))
}

pub(super) fn of(account: AccountId) -> sea_orm::Select<passkey::Entity> {
    passkey::Entity::find().filter(passkey::Column::AccountId.eq(account.0))
}

/// A verified passkey, and what to call it.
#[derive(Clone)]
pub struct New {
    /// The passkey.
    pub made: Made,
    /// Its name.
    pub name: String,
}

/// Adds a passkey to the account. This session has shown a second factor by that, unless there was one that it had not shown.
///
/// # Errors
/// `validation` on `name`; `passkey_known`; `second_factor_required`.
pub async fn add(ctx: &mut Ctx, input: New) -> Result<PasskeyOut> {
    let (account, session) = ctx.actor().in_session()?;
    let row = second_factor::lock(ctx).await?;
    second_factor::expect_shown(ctx, &row).await?;
    if row.id != input.made.account {
        return Err(Error::new(error::PASSKEY_NOT_MADE));
    }
    let mut fields = Fields::new();
    let name = fields.text("name", &input.name, 1, 100);
    fields.finish()?;
    let known = passkey::Entity::find().filter(passkey::Column::CredentialId.eq(&input.made.credential_id));
    if known.count(ctx.db()).await? > 0 {
        return Err(Error::new(error::PASSKEY_KNOWN));
    }
    let id: PasskeyId = ctx.id()?;
    let now = ctx.now();
    let made = passkey::ActiveModel {
        id: Set(id.0),
        account_id: Set(account.0),
        credential_id: Set(input.made.credential_id),
        name: Set(name),
        public_key: Set(input.made.public_key),
        state: Set(input.made.state),
        transports: Set(input.made.transports),
        synced: Set(input.made.synced),
        version: Set(1),
        created_at: Set(now),
        last_used_at: Set(None),
    };
    let made = passkey::Entity::insert(made).exec_with_returning(ctx.db()).await?;
    session::Entity::update_many()
        .col_expr(session::Column::SecondFactorAt, Expr::value(now))
        .col_expr(session::Column::PasskeyId, Expr::value(id.0))
        .filter(session::Column::Id.eq(session.0))
        .filter(session::Column::SecondFactorAt.is_null())
        .exec(ctx.db())
        .await?;
    tell(ctx, &row, "passkey_added", &made).await?;
    ctx.audit_target(id);
    ctx.emit(NewEvent::about(events::PASSKEY_ADDED, account))?;
    Ok(made.into())
}

async fn tell(ctx: &Ctx, account: &account::Model, kind: &str, passkey: &passkey::Model) -> Result<()> {
    let mut draft = letters::draft(account, kind, String::new());
    draft.values = json!({ "name": account.display_name, "passkey": passkey.name, "links": [] });
    mail::send(ctx, format!("{kind}:{}", passkey.id), draft).await
}

async fn own(ctx: &Ctx, account: AccountId, id: PasskeyId) -> Result<passkey::Model> {
    let find = ctx.for_update(of(account).filter(passkey::Column::Id.eq(id.0)));
    find.one(ctx.db()).await?.ok_or_else(Error::not_found)
}

/// A new name, and the version it is based on.
#[derive(Clone)]
pub struct Rename {
    /// Which.
    pub id: PasskeyId,
    /// The version that was read.
    pub version: i64,
    /// The name.
    pub name: String,
}

/// Names a passkey anew.
///
/// # Errors
/// `not_found` for another account's; `precondition_failed`; `validation` on `name`.
pub async fn rename(ctx: &mut Ctx, input: Rename) -> Result<PasskeyOut> {
    let (account, _) = ctx.actor().in_session()?;
    let row = own(ctx, account, input.id).await?;
    expect_match(row.version, input.version)?;
    let mut fields = Fields::new();
    let name = fields.text("name", &input.name, 1, 100);
    fields.finish()?;
    let mut row = row.into_active_model();
    row.name = Set(name);
    row.version = Set(input.version + 1);
    ctx.audit_target(input.id);
    Ok(row.update(ctx.db()).await?.into())
}

/// Removes a passkey, and ends what it opened: the other sessions; this one goes on without its second factor.
///
/// # Errors
/// `not_found` for another account's; `second_factor_required`; `validation` on the proof.
pub async fn remove(ctx: &mut Ctx, (id, proof): (PasskeyId, Proof)) -> Result<()> {
    let (account, session) = ctx.actor().in_session()?;
    let row = second_factor::lock(ctx).await?;
    let passkey = own(ctx, account, id).await?;
    second_factor::expect_shown(ctx, &row).await?;
    let row = second_factor::prove(ctx, row, proof).await?;
    end_sessions_of(ctx, id, session).await?;
    passkey.clone().delete(ctx.db()).await?;
    if row.totp_enabled_at.is_none() && of(account).count(ctx.db()).await? == 0 {
        // Nothing is left for them to stand on.
        api_token::Entity::update_many()
            .col_expr(api_token::Column::SecondFactor, Expr::value(false))
            .filter(api_token::Column::AccountId.eq(account.0))
            .exec(ctx.db())
            .await?;
        session::Entity::update_many()
            .col_expr(session::Column::SecondFactorAt, Expr::value(None::<DateTime>))
            .filter(session::Column::AccountId.eq(account.0))
            .exec(ctx.db())
            .await?;
    }
    tell(ctx, &row, "passkey_removed", &passkey).await?;
    ctx.audit_target(id);
    ctx.emit(NewEvent::about(events::PASSKEY_REMOVED, account))
}

async fn end_sessions_of(ctx: &Ctx, id: PasskeyId, this: SessionId) -> Result<()> {
    use session::Column as C;
    let by_it = || session::Entity::update_many().filter(C::PasskeyId.eq(id.0));
    by_it()
        .col_expr(C::RevokedAt, Expr::value(ctx.now()))
        .filter(C::Id.ne(this.0))
        .filter(C::RevokedAt.is_null())
        .exec(ctx.db())
        .await?;
    by_it()
        .col_expr(C::SecondFactorAt, Expr::value(None::<DateTime>))
        .col_expr(C::PasskeyId, Expr::value(None::<uuid::Uuid>))
        .filter(C::Id.eq(this.0))
        .exec(ctx.db())
        .await?;
    Ok(())
}

/// Forgets ceremonies that nobody finished.
///
/// # Errors
/// Faults of the database.
pub async fn forget_old(ctx: &mut Ctx, (): ()) -> Result<u64> {
    let old = passkey_ceremony::Entity::delete_many().filter(passkey_ceremony::Column::ExpiresAt.lte(ctx.now()));
    Ok(old.exec(ctx.db()).await?.rows_affected)
}
