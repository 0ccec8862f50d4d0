//! Acting for a principal: an intermediary's managers, by mandates in force that say `may_act`.

use entity::{mandate, member, organisation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    identity,
    kernel::{
        Actor, DateTime, Principal, Result, Role,
        actor::{ActingMandate, Grant, Membership, OrganisationKind},
        id::OrganisationId,
    },
    platform::Services,
};

use super::{
    lifecycle::State,
    model::{Mandate, Scope, may_be_principal},
};

/// The membership by which `actor`, who is no member of `principal`, acts for it; none when no mandate says so.
///
/// Looked up at every request: a mandate that ended, an intermediary that was suspended and a manager who was demoted are
/// refused at once.
///
/// # Errors
/// Faults of the database.
pub async fn membership_by_mandate(
    services: &Services,
    actor: &Actor,
    principal: OrganisationId,
) -> Result<Option<Membership>> {
    let Actor::Account(account) = actor else { return Ok(None) };
    if !account.email_verified {
        return Ok(None);
    }
    let db = services.db.read();
    let mandates = in_force(db, principal, services.db.clock().now()).await?;
    let Some(intermediary) = managed(db, account, &mandates).await? else { return Ok(None) };
    let row = identity::organisation(db, principal).await?;
    let kind = identity::queries::kind_from_name(&row.kind)?;
    if !may_be_principal(kind) {
        return Ok(None);
    }
    let grants = mandates.iter().filter(|mandate| mandate.intermediary == intermediary).map(grant).collect();
    Ok(Some(Membership {
        organisation: principal,
        kind,
        role: Role::Manager,
        verified: row.state == "verified",
        mandate: Some(ActingMandate { intermediary, grants }),
    }))
}

fn grant(mandate: &Mandate) -> Grant {
    let listing = match mandate.scope {
        Scope::All => None,
        Scope::Listing(id) => Some(id),
    };
    Grant { mandate: mandate.id, side: mandate.side, listing }
}

/// The mandates to act for `principal`, the oldest first.
async fn in_force(db: &impl ConnectionTrait, principal: OrganisationId, now: DateTime) -> Result<Vec<Mandate>> {
    let rows = mandate::Entity::find()
        .filter(mandate::Column::PrincipalId.eq(principal.0))
        .filter(mandate::Column::State.eq(State::Active.name()))
        .filter(mandate::Column::MayAct.eq(true))
        .filter(mandate::Column::ValidUntil.gt(now))
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(Mandate::try_from).collect()
}

/// The first of the mandates' intermediaries that is verified and that the account manages. A token bound to one
/// organisation, and an account that has only one, act by that one's mandates.
async fn managed(
    db: &impl ConnectionTrait,
    account: &Principal,
    mandates: &[Mandate],
) -> Result<Option<OrganisationId>> {
    let acts_for = account.membership.as_ref().map(|own| own.organisation);
    let candidates = mandates.iter().map(|mandate| mandate.intermediary);
    let candidates: Vec<_> = candidates.filter(|id| acts_for.is_none_or(|own| own == *id)).collect();
    if candidates.is_empty() {
        return Ok(None);
    }
    let rows = member::Entity::find()
        .find_also_related(organisation::Entity)
        .filter(member::Column::AccountId.eq(account.account.0))
        .filter(member::Column::OrganisationId.is_in(candidates.iter().map(|id| id.0)))
        .filter(organisation::Column::State.eq("verified"))
        .all(db)
        .await?;
    let mut managed = Vec::new();
    for (row, found) in rows {
        let Some(found) = found else { continue };
        let manages = Role::from_name(&row.role).is_some_and(|role| role.covers(Role::Manager));
        if manages && identity::queries::kind_from_name(&found.kind)? == OrganisationKind::Intermediary {
            managed.push(OrganisationId::from(found.id));
        }
    }
    Ok(candidates.into_iter().find(|id| managed.contains(id)))
}
