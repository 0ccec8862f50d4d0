//! Routes of mandates.

use actix_web::{get, http::StatusCode, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{
        List, Page, Result,
        id::{MandateId, OrganisationId},
    },
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    commands::{
        propose,
        resolve::{self, Resolve},
    },
    directory,
    lifecycle::Action,
    queries,
    view::{IntermediaryOut, MandateActionIn, MandateIn, MandateOut},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_mandates).service(create_mandate).service(get_mandate);
    config.service(accept_mandate).service(decline_mandate).service(end_mandate);
    config.service(list_intermediaries).service(get_intermediary);
}

/// The mandates of the organisation, newest first.
#[utoipa::path(tag = "intermediaries", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<MandateOut>)),
    (status = 422),
))]
#[get("/mandates")]
pub(crate) async fn list_mandates(call: Call, page: Query<Page>) -> Result<web::Json<List<MandateOut>>> {
    Ok(web::Json(queries::list(call.db(), call.actor(), &page.0).await?))
}

/// Proposes a mandate to the other side.
#[utoipa::path(tag = "intermediaries", security(("bearer" = [])), responses(
    (status = 201, body = MandateOut),
    (status = 403),
))]
#[post("/mandates")]
pub(crate) async fn create_mandate(call: Call, body: Json<MandateIn>) -> Result<Reply> {
    call.command("create_mandate", StatusCode::CREATED, body.0, |ctx, input| Box::pin(propose::propose(ctx, input)))
        .await
}

/// One mandate.
#[utoipa::path(tag = "intermediaries", params(("id" = MandateId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = MandateOut),
    (status = 404),
))]
#[get("/mandates/{id}")]
pub(crate) async fn get_mandate(call: Call, id: web::Path<MandateId>) -> Result<web::Json<MandateOut>> {
    let mandate = queries::find(call.db(), call.actor(), *id).await?;
    Ok(web::Json(queries::show(call.db(), call.actor(), mandate).await?))
}

async fn act(call: Call, id: MandateId, version: i64, action: Action, operation: &'static str) -> Result<Reply> {
    let input = Resolve { id, version, action };
    call.command(operation, StatusCode::OK, input, |ctx, input| Box::pin(resolve::resolve(ctx, input))).await
}

/// Agrees to a mandate the other side proposed.
#[utoipa::path(tag = "intermediaries", params(("id" = MandateId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = MandateOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/mandates/{id}/actions/accept")]
pub(crate) async fn accept_mandate(call: Call, id: web::Path<MandateId>, body: Json<MandateActionIn>) -> Result<Reply> {
    act(call, *id, body.0.version, Action::Accept, "accept_mandate").await
}

/// Refuses a mandate the other side proposed.
#[utoipa::path(tag = "intermediaries", params(("id" = MandateId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = MandateOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/mandates/{id}/actions/decline")]
pub(crate) async fn decline_mandate(
    call: Call,
    id: web::Path<MandateId>,
    body: Json<MandateActionIn>,
) -> Result<Reply> {
    act(call, *id, body.0.version, Action::Decline, "decline_mandate").await
}

/// Takes back a proposal, or ends a mandate in force. Either side may.
#[utoipa::path(tag = "intermediaries", params(("id" = MandateId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = MandateOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/mandates/{id}/actions/end")]
pub(crate) async fn end_mandate(call: Call, id: web::Path<MandateId>, body: Json<MandateActionIn>) -> Result<Reply> {
    act(call, *id, body.0.version, Action::End, "end_mandate").await
}

/// The verified intermediaries, newest first. For everybody.
#[utoipa::path(tag = "intermediaries", params(Page), responses(
    (status = 200, body = inline(List<IntermediaryOut>)),
    (status = 422),
))]
#[get("/intermediaries")]
pub(crate) async fn list_intermediaries(call: Call, page: Query<Page>) -> Result<web::Json<List<IntermediaryOut>>> {
    Ok(web::Json(directory::list(call.db(), &page.0, call.services.db.clock().now()).await?))
}

/// One verified intermediary. For everybody.
#[utoipa::path(tag = "intermediaries", params(("id" = OrganisationId, Path)), responses(
    (status = 200, body = IntermediaryOut),
    (status = 404),
))]
#[get("/intermediaries/{id}")]
pub(crate) async fn get_intermediary(call: Call, id: web::Path<OrganisationId>) -> Result<web::Json<IntermediaryOut>> {
    Ok(web::Json(directory::find(call.db(), *id, call.services.db.clock().now()).await?))
}
