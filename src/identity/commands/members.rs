//! Members: invited by mail, given roles, removed. An organisation always has an owner.

use chrono::TimeDelta;
use entity::{account, invitation, member};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait,
    QueryFilter,
};
use serde_json::json;

use crate::{
    kernel::{
        Error, FieldError, Locale, Result, Role, Text, error as codes,
        fields::Fields,
        id::{AccountId, InvitationId, OrganisationId},
        random,
    },
    platform::{Ctx, events::NewEvent, mail},
};

use super::{
    super::{
        error, events,
        model::{Organisation, has_role},
        queries,
        view::{InvitationOut, MemberIn, MemberOut, MembershipOut},
    },
    found, sign_up,
};

/// How long an invitation stands.
const STANDS: TimeDelta = TimeDelta::days(14);
/// Open invitations that one organisation may have.
const OPEN: u64 = 200;

/// An invitation to write.
#[derive(Clone)]
pub struct Invite {
    /// Into which.
    pub organisation: OrganisationId,
    /// Whom, as what.
    pub member: MemberIn,
    /// Where links lead.
    pub public_url: String,
}

/// Locks the organisation that its owner is about to change the members of.
async fn lock_own(ctx: &Ctx, id: OrganisationId, role: Role) -> Result<Organisation> {
    let found = queries::lock_visible(ctx, id).await?;
    let own = ctx.actor().in_person()?;
    let allowed = own.organisation == id && own.role.covers(role);
    if allowed { Ok(found) } else { Err(Error::new(codes::FORBIDDEN)) }
}

fn check_role(fields: &mut Fields, found: &Organisation, role: Role) {
    fields.check(has_role(found.kind, role), || {
        let limit = if has_role(found.kind, Role::Clerk) {
            "owner, clerk, approver or auditor"
        } else {
            "owner, manager, member or viewer"
        };
        FieldError::invalid("role", role.name(), limit)
    });
}

/// Invites somebody by mail. Nothing tells whether the address has an account.
///
/// # Errors
/// `not_found`, `forbidden` below owner, `validation`, `already_a_member`.
pub async fn invite(ctx: &mut Ctx, input: Invite) -> Result<InvitationOut> {
    let found = lock_own(ctx, input.organisation, Role::Owner).await?;
    let mut fields = Fields::new();
    let email = sign_up::normal_email(&mut fields, &input.member.email);
    check_role(&mut fields, &found, input.member.role);
    fields.finish()?;
    let account = queries::account_by_email(ctx.db(), &email).await?;
    if let Some(account) = &account
        && member::Entity::find_by_id((found.id.0, account.id)).one(ctx.db()).await?.is_some()
    {
        return Err(Error::new(error::ALREADY_A_MEMBER));
    }
    let open = invitation::Entity::find()
        .filter(invitation::Column::OrganisationId.eq(found.id.0))
        .filter(invitation::Column::AcceptedAt.is_null());
    // A second invitation takes the place of the first.
    let earlier = open.clone().filter(invitation::Column::Email.eq(&email)).all(ctx.db()).await?;
    for earlier in earlier {
        earlier.delete(ctx.db()).await?;
    }
    if open.count(ctx.db()).await? >= OPEN {
        return Err(Error::because(codes::FORBIDDEN, format!("at most {OPEN} open invitations")));
    }
    let by = ctx.actor().principal()?;
    let locale = account.as_ref().map_or(by.locale, |account| Locale::from_tag(&account.locale));
    let id: InvitationId = ctx.id()?;
    let secret = ctx.secret()?;
    let row = invitation::ActiveModel {
        id: Set(id.0),
        organisation_id: Set(found.id.0),
        email: Set(email.clone()),
        role: Set(input.member.role.name().to_owned()),
        token_hash: Set(random::hash(&secret)),
        invited_by: Set(by.account.0),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + STANDS),
        accepted_at: Set(None),
    };
    let row = invitation::Entity::insert(row).exec_with_returning(ctx.db()).await?;
    let link = format!("{}/app/invitation?token={secret}", input.public_url);
    let draft = mail::Draft {
        account: account.map(|account| account.id.into()),
        recipient: email,
        locale,
        kind: "invitation".to_owned(),
        values: json!({ "organisation": { "zh": found.name.zh, "en": found.name.en }, "links": [link] }),
    };
    mail::send(ctx, format!("invitation:{id}"), draft).await?;
    ctx.audit_target(id);
    InvitationOut::try_from(row)
}

/// Takes an invitation back.
///
/// # Errors
/// `not_found`, `forbidden` below owner.
pub async fn uninvite(ctx: &mut Ctx, (organisation, id): (OrganisationId, InvitationId)) -> Result<()> {
    lock_own(ctx, organisation, Role::Owner).await?;
    ctx.audit_target(id);
    let open = invitation::Entity::find_by_id(id.0)
        .filter(invitation::Column::OrganisationId.eq(organisation.0))
        .filter(invitation::Column::AcceptedAt.is_null());
    open.one(ctx.db()).await?.ok_or_else(Error::not_found)?.delete(ctx.db()).await?;
    Ok(())
}

/// Accepts an invitation: the account must be the invited address's own.
///
/// # Errors
/// `link_not_valid`, `already_a_member`.
pub async fn accept(ctx: &mut Ctx, secret: String) -> Result<MembershipOut> {
    let (account, _) = ctx.actor().in_session()?;
    let invalid = || Error::new(error::LINK_NOT_VALID);
    let find = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(random::hash(&secret)));
    let row = ctx.for_update(find).one(ctx.db()).await?.ok_or_else(invalid)?;
    let account = account::Entity::find_by_id(account.0).one(ctx.db()).await?.ok_or_else(invalid)?;
    if row.accepted_at.is_some() || row.expires_at <= ctx.now() {
        return Err(invalid());
    }
    if row.email != account.email {
        return Err(Error::because(error::LINK_NOT_VALID, "the invitation is for another address"));
    }
    let organisation: OrganisationId = row.organisation_id.into();
    let role = Role::from_name(&row.role).ok_or_else(|| Error::internal("an invitation without a role"))?;
    if member::Entity::find_by_id((organisation.0, account.id)).one(ctx.db()).await?.is_some() {
        return Err(Error::new(error::ALREADY_A_MEMBER));
    }
    let mut row = row.into_active_model();
    row.accepted_at = Set(Some(ctx.now()));
    row.update(ctx.db()).await?;
    found::join(ctx, organisation, account.id.into(), role).await?;
    said(ctx, events::MEMBER_JOINED, organisation, account.id.into(), Some(role))?;
    let found: Organisation = queries::organisation(ctx.db(), organisation).await?.try_into()?;
    let name: Text = found.name;
    Ok(MembershipOut { id: organisation, kind: found.kind, name, role, state: found.state })
}

fn said(
    ctx: &mut Ctx,
    kind: &'static str,
    organisation: OrganisationId,
    account: AccountId,
    role: Option<Role>,
) -> Result<()> {
    ctx.audit_target(account);
    let facts = json!({ "account": account, "role": role });
    ctx.emit(NewEvent::about(kind, organisation).concerns([organisation]).facts(facts))
}

/// A member's new role, and the version it is based on.
#[derive(Clone, Copy)]
pub struct ChangeRole {
    /// Where.
    pub organisation: OrganisationId,
    /// Whose.
    pub account: AccountId,
    /// The version that was read.
    pub version: i64,
    /// As what from now on.
    pub role: Role,
}

/// Gives a member another role.
///
/// # Errors
/// `not_found`, `forbidden` below owner, `precondition_failed`, `validation`, `last_owner`.
pub async fn change_role(ctx: &mut Ctx, input: ChangeRole) -> Result<MemberOut> {
    let found = lock_own(ctx, input.organisation, Role::Owner).await?;
    let find = member::Entity::find_by_id((found.id.0, input.account.0));
    let row = find.one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    if row.version != input.version {
        let fault = FieldError::new("If-Match", "stale").value(input.version).limit(format!("\"{}\"", row.version));
        return Err(Error::fields(codes::PRECONDITION_FAILED, vec![fault]));
    }
    let mut fields = Fields::new();
    check_role(&mut fields, &found, input.role);
    fields.finish()?;
    if input.role != Role::Owner {
        keeps_an_owner(ctx, &row).await?;
    }
    let mut row = row.into_active_model();
    row.role = Set(input.role.name().to_owned());
    row.version = Set(input.version + 1);
    let row = row.update(ctx.db()).await?;
    said(ctx, events::MEMBER_ROLE_CHANGED, found.id, input.account, Some(input.role))?;
    let account = account::Entity::find_by_id(input.account.0).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    MemberOut::of(row, account)
}

/// Removes a member: the owner anyone, everyone herself. It takes effect with the next request.
///
/// # Errors
/// `not_found`, `forbidden`, `last_owner`.
pub async fn remove(ctx: &mut Ctx, (organisation, account): (OrganisationId, AccountId)) -> Result<()> {
    let leaves = ctx.actor().account() == Some(account);
    lock_own(ctx, organisation, if leaves { Role::Viewer } else { Role::Owner }).await?;
    let find = member::Entity::find_by_id((organisation.0, account.0));
    let row = find.one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    keeps_an_owner(ctx, &row).await?;
    row.delete(ctx.db()).await?;
    said(ctx, events::MEMBER_LEFT, organisation, account, None)
}

/// Refuses to lose the last owner. The organisation's row is locked.
async fn keeps_an_owner(ctx: &Ctx, leaving: &member::Model) -> Result<()> {
    if leaving.role != Role::Owner.name() || queries::other_owners(ctx.db(), leaving).await? > 0 {
        Ok(())
    } else {
        Err(Error::new(error::LAST_OWNER))
    }
}
