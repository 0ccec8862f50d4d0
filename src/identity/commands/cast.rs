//! The demo's people and organisations, who come in confirmed and verified. Nothing but the demo calls this.

use entity::{account, organisation};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    kernel::{
        Locale, Result, Role,
        id::{AccountId, OrganisationId},
    },
    platform::Ctx,
};

use super::found::{self, Founding};

/// Somebody of the demo.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Address.
    pub email: String,
    /// Name that others see.
    pub display_name: String,
    /// Language.
    pub locale: Locale,
    /// Of the demo's password.
    pub password_hash: String,
    /// Base32, for the operator's people.
    pub totp_secret: Option<String>,
    /// Role in the organisation.
    pub role: Role,
}

/// An organisation of the demo with its people, the owner first.
#[derive(Clone, Debug)]
pub struct Troupe {
    /// The organisation.
    pub founding: Founding,
    /// Its people.
    pub people: Vec<Newcomer>,
}

/// Brings an organisation and its people in.
///
/// # Errors
/// `validation` for a social credit code that is taken; faults of the database.
pub async fn bring_in(ctx: &mut Ctx, troupe: Troupe) -> Result<(OrganisationId, Vec<AccountId>)> {
    let mut accounts = Vec::with_capacity(troupe.people.len());
    for person in &troupe.people {
        accounts.push(newcomer(ctx, person).await?);
    }
    let Some((owner, others)) = accounts.split_first() else {
        return Err(crate::kernel::Error::internal("an organisation without people"));
    };
    let row = found::insert(ctx, troupe.founding, *owner).await?;
    let id: OrganisationId = row.id.into();
    for (account, person) in others.iter().zip(troupe.people.iter().skip(1)) {
        found::join(ctx, id, *account, person.role).await?;
    }
    let mut row: organisation::ActiveModel = row.into_active_model();
    row.demo = Set(true);
    row.update(ctx.db()).await?;
    Ok((id, accounts))
}

async fn newcomer(ctx: &Ctx, person: &Newcomer) -> Result<AccountId> {
    let id: AccountId = ctx.id()?;
    let row = account::ActiveModel {
        id: Set(id.0),
        email: Set(person.email.clone()),
        email_verified_at: Set(Some(ctx.now())),
        password_hash: Set(person.password_hash.clone()),
        display_name: Set(person.display_name.clone()),
        locale: Set(person.locale.tag().to_owned()),
        totp_secret: Set(person.totp_secret.clone()),
        totp_enabled_at: Set(person.totp_secret.as_ref().map(|_| ctx.now())),
        totp_last_step: Set(0),
        version: Set(1),
        created_at: Set(ctx.now()),
        disabled_at: Set(None),
    };
    account::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(id)
}
