//! From a request's credentials to its actor.

use chrono::TimeDelta;
use entity::{account, api_token, member, organisation, session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    kernel::{
        Actor, Error, Locale, Principal, Result, Role,
        actor::{Membership, OrganisationKind},
        id::{ApiTokenId, OrganisationId, SessionId},
        random,
    },
    platform::{Ctx, Services, db::Origin},
};

use super::{error, queries::kind_from_name, tokens};

/// What a long-lived API token begins with.
pub const API_TOKEN_PREFIX: &str = "jx_";

struct Known {
    account: account::Model,
    session: Option<SessionId>,
    api_token: Option<ApiTokenId>,
    read_only: bool,
    second_factor: bool,
    bound_to: Option<OrganisationId>,
    /// An API token whose last use was noted too long ago.
    stale_use: bool,
}

/// How exactly the last use of an API token is known.
const USE_NOTED: TimeDelta = TimeDelta::hours(1);

async fn touch(ctx: &mut Ctx, id: Option<ApiTokenId>) -> Result<()> {
    let now = ctx.now();
    api_token::Entity::update_many()
        .col_expr(api_token::Column::LastUsedAt, Expr::value(now))
        .filter(api_token::Column::Id.eq(id.map(|id| id.0)))
        .exec(ctx.db())
        .await?;
    Ok(())
}

/// The actor that `token` (an access token or an API token) stands for, acting for `organisation` if it names one.
///
/// # Errors
/// `session_over` for a token that does not work (any more); `no_such_membership` for an organisation the account is no
/// member of.
pub async fn authenticate(services: &Services, token: &str, organisation: Option<OrganisationId>) -> Result<Actor> {
    let known = if token.starts_with(API_TOKEN_PREFIX) {
        by_api_token(services, token).await?
    } else {
        by_access_token(services, token).await?
    };
    if known.account.disabled_at.is_some() {
        return Err(Error::new(error::SESSION_OVER));
    }
    let (membership, second_factor_missing) = membership(services, &known, organisation).await?;
    if known.stale_use {
        let origin = Origin::system("api_tokens");
        services.db.run(origin, known.api_token, |ctx, id| Box::pin(touch(ctx, id))).await?;
    }
    Ok(Actor::Account(Box::new(Principal {
        account: known.account.id.into(),
        session: known.session,
        api_token: known.api_token,
        read_only: known.read_only,
        email_verified: known.account.email_verified_at.is_some(),
        second_factor_missing,
        locale: Locale::from_tag(&known.account.locale),
        membership,
    })))
}

async fn by_access_token(services: &Services, token: &str) -> Result<Known> {
    let now = services.db.clock().now();
    let claims = tokens::read(&services.settings.token_key, token, now)?;
    let found = session::Entity::find_by_id(claims.sid.0)
        .find_also_related(account::Entity)
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .one(services.db.read())
        .await?;
    let Some((session, Some(account))) = found else { return Err(Error::new(error::SESSION_OVER)) };
    Ok(Known {
        account,
        session: Some(session.id.into()),
        api_token: None,
        read_only: false,
        second_factor: session.second_factor_at.is_some(),
        bound_to: None,
        stale_use: false,
    })
}

async fn by_api_token(services: &Services, token: &str) -> Result<Known> {
    let now = services.db.clock().now();
    let found = api_token::Entity::find()
        .find_also_related(account::Entity)
        .filter(api_token::Column::TokenHash.eq(random::hash(token)))
        .filter(api_token::Column::RevokedAt.is_null())
        .one(services.db.read())
        .await?;
    let Some((row, Some(account))) = found else { return Err(Error::new(error::SESSION_OVER)) };
    if row.expires_at.is_some_and(|end| end <= now) {
        return Err(Error::new(error::SESSION_OVER));
    }
    Ok(Known {
        account,
        session: None,
        api_token: Some(row.id.into()),
        read_only: row.read_only,
        second_factor: row.second_factor,
        bound_to: row.organisation_id.map(Into::into),
        stale_use: row.last_used_at.is_none_or(|at| at + USE_NOTED < now),
    })
}

/// The membership acted by, and whether it is withheld for want of a second factor.
async fn membership(
    services: &Services,
    known: &Known,
    named: Option<OrganisationId>,
) -> Result<(Option<Membership>, bool)> {
    // An account whose address is not confirmed acts for nobody.
    if known.account.email_verified_at.is_none() {
        return Ok((None, false));
    }
    let refused = || Error::new(error::NO_SUCH_MEMBERSHIP);
    let wanted = match (known.bound_to, named) {
        (Some(bound), Some(named)) if bound != named => return Err(refused()),
        (bound, named) => bound.or(named),
    };
    let mut find = member::Entity::find()
        .find_also_related(organisation::Entity)
        .filter(member::Column::AccountId.eq(known.account.id));
    if let Some(wanted) = wanted {
        find = find.filter(member::Column::OrganisationId.eq(wanted.0));
    }
    let mut rows = find.all(services.db.read()).await?;
    let only = if rows.len() == 1 { rows.pop() } else { None };
    let Some((member, Some(organisation))) = only else {
        return if wanted.is_some() { Err(refused()) } else { Ok((None, false)) };
    };
    let kind = kind_from_name(&organisation.kind)?;
    if kind == OrganisationKind::Operator && !known.second_factor {
        // She may still set up her second factor.
        return Ok((None, true));
    }
    let role = Role::from_name(&member.role).ok_or_else(|| Error::internal(format!("unknown role {}", member.role)))?;
    let membership = Membership {
        organisation: organisation.id.into(),
        kind,
        role,
        verified: organisation.state == "verified",
        mandate: None,
    };
    Ok((Some(membership), false))
}

/// True while the session or token that `principal` came with still works: for streams, which outlive their request.
///
/// # Errors
/// Faults of the database.
pub async fn is_signed_in(services: &Services, principal: &Principal) -> Result<bool> {
    let now = services.db.clock().now();
    if let Some(id) = principal.session {
        let session = session::Entity::find_by_id(id.0).one(services.db.read()).await?;
        return Ok(session.is_some_and(|row| row.revoked_at.is_none() && row.expires_at > now));
    }
    let Some(id) = principal.api_token else { return Ok(false) };
    let token = api_token::Entity::find_by_id(id.0).one(services.db.read()).await?;
    Ok(token.is_some_and(|row| row.revoked_at.is_none() && row.expires_at.is_none_or(|end| end > now)))
}
