//! Routes of members and invitations.

use actix_web::{delete, get, http::StatusCode, patch, post, web};

use crate::{
    kernel::{
        List, Page, Result,
        id::{AccountId, InvitationId, OrganisationId},
    },
    platform::http::{Call, Json, Query, Reply},
};

use super::super::{
    commands::members::{self, ChangeRole, Invite},
    queries,
    view::{InvitationOut, MemberIn, MemberOut, MemberPatch, MembershipOut, VerifyIn},
};

/// The members of an organisation, to its members and the operator.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path), Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<MemberOut>)),
    (status = 403), (status = 404), (status = 422),
))]
#[get("/organisations/{id}/members")]
pub(crate) async fn list_members(
    call: Call,
    id: web::Path<OrganisationId>,
    page: Query<Page>,
) -> Result<web::Json<List<MemberOut>>> {
    Ok(web::Json(queries::members(call.db(), call.actor(), *id, &page.0).await?))
}

/// Invites somebody by mail. The answer is the same whether or not the address has an account.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security(("bearer" = [])), responses(
    (status = 202, body = InvitationOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/organisations/{id}/members")]
pub(crate) async fn invite_member(call: Call, id: web::Path<OrganisationId>, body: Json<MemberIn>) -> Result<Reply> {
    let public_url = call.services.settings.public_url.clone();
    let input = Invite { organisation: *id, member: body.0, public_url };
    call.command("invite_member", StatusCode::ACCEPTED, input, |ctx, input| Box::pin(members::invite(ctx, input))).await
}

/// One member of an organisation, to its members and the operator.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path), ("account" = AccountId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = MemberOut),
    (status = 403), (status = 404),
))]
#[get("/organisations/{id}/members/{account}")]
pub(crate) async fn get_member(
    call: Call,
    path: web::Path<(OrganisationId, AccountId)>,
) -> Result<web::Json<MemberOut>> {
    let (id, account) = path.into_inner();
    Ok(web::Json(queries::member(call.db(), call.actor(), id, account).await?))
}

/// Gives a member another role. For owners. `If-Match` takes the version of the membership.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path), ("account" = AccountId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = MemberOut),
    (status = 403), (status = 404), (status = 409), (status = 412), (status = 428),
))]
#[patch("/organisations/{id}/members/{account}")]
pub(crate) async fn update_member(
    call: Call,
    path: web::Path<(OrganisationId, AccountId)>,
    body: Json<MemberPatch>,
) -> Result<Reply> {
    call.actor().principal()?;
    let (organisation, account) = path.into_inner();
    let input = ChangeRole { organisation, account, version: call.if_match()?, role: body.0.role };
    call.command("update_member", StatusCode::OK, input, |ctx, input| Box::pin(members::change_role(ctx, input))).await
}

/// Removes a member: an owner anyone, everyone herself. An owner stays.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path), ("account" = AccountId, Path)), security(("bearer" = [])), responses(
    (status = 204, description = "No member any more"),
    (status = 403), (status = 404), (status = 409),
))]
#[delete("/organisations/{id}/members/{account}")]
pub(crate) async fn remove_member(call: Call, path: web::Path<(OrganisationId, AccountId)>) -> Result<Reply> {
    call.command("remove_member", StatusCode::NO_CONTENT, path.into_inner(), |ctx, input| {
        Box::pin(members::remove(ctx, input))
    })
    .await
}

/// The invitations that nobody accepted yet. For owners and the operator.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path), Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<InvitationOut>)),
    (status = 403), (status = 404), (status = 422),
))]
#[get("/organisations/{id}/invitations")]
pub(crate) async fn list_invitations(
    call: Call,
    id: web::Path<OrganisationId>,
    page: Query<Page>,
) -> Result<web::Json<List<InvitationOut>>> {
    Ok(web::Json(queries::invitations(call.db(), call.actor(), *id, &page.0).await?))
}

/// Takes an invitation back. For owners.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path), ("invitation" = InvitationId, Path)), security(("bearer" = [])), responses(
    (status = 204, description = "The link works no more"),
    (status = 403), (status = 404),
))]
#[delete("/organisations/{id}/invitations/{invitation}")]
pub(crate) async fn withdraw_invitation(call: Call, path: web::Path<(OrganisationId, InvitationId)>) -> Result<Reply> {
    call.command("withdraw_invitation", StatusCode::NO_CONTENT, path.into_inner(), |ctx, input| {
        Box::pin(members::uninvite(ctx, input))
    })
    .await
}

/// Accepts an invitation with the secret of the mailed link. The account's address must be the invited one.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 200, body = MembershipOut),
    (status = 403), (status = 409),
))]
#[post("/invitations/accept")]
pub(crate) async fn accept_invitation(call: Call, body: Json<VerifyIn>) -> Result<Reply> {
    call.command("accept_invitation", StatusCode::OK, body.0.token, |ctx, token| Box::pin(members::accept(ctx, token)))
        .await
}
