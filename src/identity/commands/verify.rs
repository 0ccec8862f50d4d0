//! Confirming an address: the account may act from now on, for an organisation that is the person herself.

use entity::{account, account_token, member, organisation};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    kernel::{Error, Locale, Result, Role, Text, actor::OrganisationKind, id::OrganisationId, random},
    platform::{Ctx, events::NewEvent},
};

use super::super::{
    error, events,
    view::{MembershipOut, VerifiedOut},
};

/// Follows the link that sign-up mailed.
///
/// # Errors
/// `link_not_valid`.
pub async fn verify(ctx: &mut Ctx, secret: String) -> Result<VerifiedOut> {
    let invalid = || Error::new(error::LINK_NOT_VALID);
    let token = account_token::Entity::find_by_id(random::hash(&secret)).one(ctx.db()).await?.ok_or_else(invalid)?;
    if token.purpose != "verify" || token.used_at.is_some() || token.expires_at <= ctx.now() {
        return Err(invalid());
    }
    let now = ctx.now();
    let account = account::Entity::find_by_id(token.account_id).one(ctx.db()).await?.ok_or_else(invalid)?;
    let mut token = token.into_active_model();
    token.used_at = Set(Some(now));
    token.update(ctx.db()).await?;
    let mut account = account.into_active_model();
    account.email_verified_at = Set(Some(now));
    let account = account.update(ctx.db()).await?;
    let organisation = personal_organisation(ctx, &account).await?;
    ctx.emit(NewEvent::about(events::ACCOUNT_VERIFIED, crate::kernel::id::AccountId(account.id)))?;
    Ok(VerifiedOut { account: account.into(), organisation })
}

async fn personal_organisation(ctx: &mut Ctx, account: &account::Model) -> Result<MembershipOut> {
    let id: OrganisationId = ctx.id()?;
    let name = match Locale::from_tag(&account.locale) {
        Locale::Zh => Text { zh: Some(account.display_name.clone()), en: None },
        Locale::En => Text { zh: None, en: Some(account.display_name.clone()) },
    };
    let row = organisation::ActiveModel {
        id: Set(id.0),
        kind: Set("individual".to_owned()),
        name_zh: Set(name.zh.clone()),
        name_en: Set(name.en.clone()),
        uscc: Set(None),
        region: Set(None),
        sector: Set(None),
        stage: Set(None),
        staff: Set(None),
        profile_zh: Set(None),
        profile_en: Set(None),
        website: Set(None),
        state: Set("unverified".to_owned()),
        state_reason: Set(None),
        version: Set(1),
        created_at: Set(ctx.now()),
        verified_at: Set(None),
        demo: Set(false),
    };
    organisation::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    let row = member::ActiveModel {
        organisation_id: Set(id.0),
        account_id: Set(account.id),
        role: Set(Role::Owner.name().to_owned()),
        created_at: Set(ctx.now()),
    };
    member::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    ctx.emit(NewEvent::about(events::ORGANISATION_CREATED, id).concerns([id]))?;
    Ok(MembershipOut {
        id,
        kind: OrganisationKind::Individual,
        name,
        role: Role::Owner,
        state: "unverified".to_owned(),
    })
}
