//! Confirming an address: the account may act from now on, for an organisation that is the person herself.

use entity::{account, account_token, member, organisation};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

use crate::{
    kernel::{
        Error, Locale, Result, Role, Text,
        actor::OrganisationKind,
        id::{AccountId, OrganisationId},
        random,
    },
    platform::{Ctx, events::NewEvent},
};

use super::{
    super::{
        error, events,
        lifecycle::State,
        view::{MembershipOut, VerifiedOut},
    },
    found::{self, Founding},
};

/// Follows the link that sign-up mailed.
///
/// # Errors
/// `link_not_valid`.
pub async fn verify(ctx: &mut Ctx, secret: String) -> Result<VerifiedOut> {
    let (_, account) = use_token(ctx, &secret, "verify").await?;
    let account = account.filter(|row| row.email_verified_at.is_none() && row.disabled_at.is_none());
    let account = account.ok_or_else(|| Error::new(error::LINK_NOT_VALID))?;
    let account = confirm(ctx, account).await?;
    let organisation = personal_organisation(ctx, &account).await?;
    Ok(VerifiedOut { account: account.into(), organisation })
}

/// Uses up a token for `purpose`; returns it with its account, both locked.
///
/// # Errors
/// `link_not_valid`.
pub(super) async fn use_token(
    ctx: &Ctx,
    secret: &str,
    purpose: &str,
) -> Result<(account_token::Model, Option<account::Model>)> {
    let invalid = || Error::new(error::LINK_NOT_VALID);
    let find = account_token::Entity::find_by_id(random::hash(secret));
    let token = ctx.for_update(find).one(ctx.db()).await?.ok_or_else(invalid)?;
    if token.purpose != purpose || token.used_at.is_some() || token.expires_at <= ctx.now() {
        return Err(invalid());
    }
    let account = match token.account_id {
        Some(id) => ctx.for_update(account::Entity::find_by_id(id)).one(ctx.db()).await?,
        None => None,
    };
    let mut token = token.into_active_model();
    token.used_at = Set(Some(ctx.now()));
    Ok((token.update(ctx.db()).await?, account))
}

/// Notes that the account's address is its owner's.
///
/// # Errors
/// Faults of the database.
pub(super) async fn confirm(ctx: &mut Ctx, account: account::Model) -> Result<account::Model> {
    let id = AccountId(account.id);
    let mut account = account.into_active_model();
    account.email_verified_at = Set(Some(ctx.now()));
    let account = account.update(ctx.db()).await?;
    ctx.audit_target(id);
    ctx.emit(NewEvent::about(events::ACCOUNT_VERIFIED, id))?;
    Ok(account)
}

/// True when the account belongs to any organisation.
pub(super) async fn belongs_somewhere(ctx: &Ctx, account: &account::Model) -> Result<bool> {
    let count = member::Entity::find().filter(member::Column::AccountId.eq(account.id)).count(ctx.db()).await?;
    Ok(count > 0)
}

/// Makes the organisation that stands for the person herself.
///
/// # Errors
/// Faults of the database.
pub(super) async fn personal_organisation(ctx: &mut Ctx, account: &account::Model) -> Result<MembershipOut> {
    let name = match Locale::from_tag(&account.locale) {
        Locale::Zh => Text { zh: Some(account.display_name.clone()), en: None },
        Locale::En => Text { zh: None, en: Some(account.display_name.clone()) },
    };
    let founding = Founding { kind: OrganisationKind::Individual, name, ..Founding::default() };
    let row: organisation::Model = found::insert(ctx, founding, AccountId(account.id)).await?;
    Ok(MembershipOut {
        id: OrganisationId(row.id),
        kind: OrganisationKind::Individual,
        name: Text { zh: row.name_zh, en: row.name_en },
        role: Role::Owner,
        state: State::Unverified,
    })
}
