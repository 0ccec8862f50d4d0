//! API tokens: how programs sign in. Shown once; bound to the organisation they were made for.

use chrono::TimeDelta;
use entity::{api_token, session};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

use crate::{
    kernel::{Error, FieldError, Result, error, fields::Fields, id::ApiTokenId, random},
    platform::Ctx,
};

use super::super::{
    authenticate::API_TOKEN_PREFIX,
    view::{ApiTokenIn, ApiTokenMade},
};

/// Longest life.
const LONGEST: TimeDelta = TimeDelta::days(366);
/// Life unless told.
const USUAL: TimeDelta = TimeDelta::days(90);
/// Tokens in force that one account may have.
const MOST: u64 = 50;

/// Makes a token that acts for the organisation acted for now, with the account's role in it.
///
/// # Errors
/// `validation`, `forbidden` for API tokens and beyond fifty, `organisation_required`.
pub async fn make(ctx: &mut Ctx, input: ApiTokenIn) -> Result<ApiTokenMade> {
    let (account, session) = ctx.actor().in_session()?;
    let organisation = ctx.actor().in_person()?.organisation;
    let now = ctx.now();
    let mut fields = Fields::new();
    let name = fields.text("name", &input.name, 1, 100);
    let expires_at = input.expires_at.unwrap_or(now + USUAL);
    fields.check(expires_at > now && expires_at <= now + LONGEST, || {
        FieldError::out_of_range("expires_at", expires_at, now, now + LONGEST)
    });
    fields.finish()?;
    let in_force = api_token::Entity::find()
        .filter(api_token::Column::AccountId.eq(account.0))
        .filter(api_token::Column::RevokedAt.is_null())
        .filter(api_token::Column::ExpiresAt.gt(now));
    if in_force.count(ctx.db()).await? >= MOST {
        return Err(Error::because(error::FORBIDDEN, format!("at most {MOST} API tokens")));
    }
    let session = session::Entity::find_by_id(session.0).one(ctx.db()).await?;
    let secret = format!("{API_TOKEN_PREFIX}{}", ctx.secret()?);
    let id: ApiTokenId = ctx.id()?;
    let row = api_token::ActiveModel {
        id: Set(id.0),
        account_id: Set(account.0),
        organisation_id: Set(Some(organisation.0)),
        name: Set(name),
        token_hash: Set(random::hash(&secret)),
        read_only: Set(input.read_only),
        second_factor: Set(session.is_some_and(|row| row.second_factor_at.is_some())),
        created_at: Set(now),
        expires_at: Set(Some(expires_at)),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    let row = api_token::Entity::insert(row).exec_with_returning(ctx.db()).await?;
    ctx.audit_target(id);
    Ok(ApiTokenMade { token: secret, api_token: row.into() })
}

/// Ends a token.
///
/// # Errors
/// `not_found` for another account's.
pub async fn revoke(ctx: &mut Ctx, id: ApiTokenId) -> Result<()> {
    let (account, _) = ctx.actor().in_session()?;
    let row = api_token::Entity::find_by_id(id.0)
        .filter(api_token::Column::AccountId.eq(account.0))
        .filter(api_token::Column::RevokedAt.is_null())
        .one(ctx.db())
        .await?;
    let mut row = row.ok_or_else(Error::not_found)?.into_active_model();
    row.revoked_at = Set(Some(ctx.now()));
    row.update(ctx.db()).await?;
    ctx.audit_target(id);
    Ok(())
}
