//! Routes of organisations and their verification.

use actix_web::{get, http::StatusCode, patch, post, web};

use crate::{
    kernel::{List, Result, id::OrganisationId},
    platform::http::{Call, Json, Query, Reply},
};

use super::super::{
    commands::{
        decide::{self, Decide},
        found,
        revise::{self, Revise},
    },
    lifecycle::Action,
    queries,
    view::{DecisionIn, OrganisationIn, OrganisationOut, OrganisationPatch, OrganisationsQuery, ReasonIn},
};

async fn act(call: Call, operation: &'static str, input: Decide) -> Result<Reply> {
    call.command(operation, StatusCode::OK, input, |ctx, input| Box::pin(decide::decide(ctx, input))).await
}

/// Makes an organisation; the account owns it.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 201, body = OrganisationOut),
    (status = 403), (status = 409),
))]
#[post("/organisations")]
pub(crate) async fn create_organisation(call: Call, body: Json<OrganisationIn>) -> Result<Reply> {
    call.command("create_organisation", StatusCode::CREATED, body.0, |ctx, input| Box::pin(found::found(ctx, input)))
        .await
}

/// One's own organisations and the verified ones (persons excepted); to the operator all. Newest first.
#[utoipa::path(tag = "identity", params(OrganisationsQuery), security((), ("bearer" = [])), responses(
    (status = 200, body = inline(List<OrganisationOut>)),
    (status = 422),
))]
#[get("/organisations")]
pub(crate) async fn list_organisations(
    call: Call,
    query: Query<OrganisationsQuery>,
) -> Result<web::Json<List<OrganisationOut>>> {
    Ok(web::Json(queries::list(call.db(), call.actor(), &query.0).await?))
}

/// An organisation: its public profile, and to its members and the operator all of it.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security((), ("bearer" = [])), responses(
    (status = 200, body = OrganisationOut),
    (status = 404),
))]
#[get("/organisations/{id}")]
pub(crate) async fn get_organisation(call: Call, id: web::Path<OrganisationId>) -> Result<web::Json<OrganisationOut>> {
    Ok(web::Json(queries::show(call.db(), call.actor(), *id).await?))
}

/// Edits the profile. A verified organisation that changes its name or social credit code is to be verified again.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OrganisationOut),
    (status = 403), (status = 404), (status = 409), (status = 412), (status = 428),
))]
#[patch("/organisations/{id}")]
pub(crate) async fn update_organisation(
    call: Call,
    id: web::Path<OrganisationId>,
    body: Json<OrganisationPatch>,
) -> Result<Reply> {
    call.actor().principal()?;
    let input = Revise { id: *id, version: call.if_match()?, patch: body.0 };
    call.command("update_organisation", StatusCode::OK, input, |ctx, input| Box::pin(revise::revise(ctx, input))).await
}

/// Asks the operator to verify the organisation.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OrganisationOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/organisations/{id}/actions/request_verification")]
pub(crate) async fn request_verification(
    call: Call,
    id: web::Path<OrganisationId>,
    body: Json<DecisionIn>,
) -> Result<Reply> {
    let input = Decide { id: *id, version: body.0.version, action: Action::RequestVerification, reason: None };
    act(call, "request_verification", input).await
}

/// Verifies an organisation. For the operator.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OrganisationOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/organisations/{id}/actions/verify")]
pub(crate) async fn verify_organisation(
    call: Call,
    id: web::Path<OrganisationId>,
    body: Json<DecisionIn>,
) -> Result<Reply> {
    let input = Decide { id: *id, version: body.0.version, action: Action::Verify, reason: None };
    act(call, "verify_organisation", input).await
}

/// Refuses to verify an organisation, and says why. For the operator.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OrganisationOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/organisations/{id}/actions/reject")]
pub(crate) async fn reject_organisation(
    call: Call,
    id: web::Path<OrganisationId>,
    body: Json<ReasonIn>,
) -> Result<Reply> {
    let input = Decide { id: *id, version: body.0.version, action: Action::Reject, reason: Some(body.0.reason) };
    act(call, "reject_organisation", input).await
}

/// Takes away what verification gave, at once, and says why. For the operator.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OrganisationOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/organisations/{id}/actions/suspend")]
pub(crate) async fn suspend_organisation(
    call: Call,
    id: web::Path<OrganisationId>,
    body: Json<ReasonIn>,
) -> Result<Reply> {
    let input = Decide { id: *id, version: body.0.version, action: Action::Suspend, reason: Some(body.0.reason) };
    act(call, "suspend_organisation", input).await
}

/// Ends a suspension. For the operator.
#[utoipa::path(tag = "identity", params(("id" = OrganisationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OrganisationOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/organisations/{id}/actions/reinstate")]
pub(crate) async fn reinstate_organisation(
    call: Call,
    id: web::Path<OrganisationId>,
    body: Json<DecisionIn>,
) -> Result<Reply> {
    let input = Decide { id: *id, version: body.0.version, action: Action::Reinstate, reason: None };
    act(call, "reinstate_organisation", input).await
}
