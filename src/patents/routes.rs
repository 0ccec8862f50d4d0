//! Routes of patents.

use actix_web::{get, http::StatusCode, patch, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{List, Page, Result, id::PatentId},
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    commands::{
        create,
        edit::{self, Edit},
        record::Record,
    },
    queries,
    view::{PatentIn, PatentOut, PatentPatch},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_patents).service(create_patent).service(get_patent).service(edit_patent);
}

/// The records the organisation keeps (the operator's people see all), newest first.
#[utoipa::path(tag = "patents", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<PatentOut>)),
    (status = 422),
))]
#[get("/patents")]
pub(crate) async fn list_patents(call: Call, page: Query<Page>) -> Result<web::Json<List<PatentOut>>> {
    Ok(web::Json(queries::list(call.db(), call.actor(), &page.0).await?))
}

/// Makes a bibliographic record; one a number.
#[utoipa::path(tag = "patents", security(("bearer" = [])), responses(
    (status = 201, body = PatentOut),
    (status = 403), (status = 409),
))]
#[post("/patents")]
pub(crate) async fn create_patent(call: Call, body: Json<PatentIn>) -> Result<Reply> {
    call.actor().membership()?;
    let record = Record::check(body.0)?;
    call.command("create_patent", StatusCode::CREATED, record, |ctx, record| Box::pin(create::create(ctx, record)))
        .await
}

/// One record, by id or by number in any usual spelling.
#[utoipa::path(tag = "patents", params(("id" = String, Path, description = "Id or number")), security(("bearer" = [])), responses(
    (status = 200, body = PatentOut),
    (status = 404),
))]
#[get("/patents/{id}")]
pub(crate) async fn get_patent(call: Call, id: web::Path<String>) -> Result<web::Json<PatentOut>> {
    call.actor().principal()?;
    Ok(web::Json(queries::find(call.db(), call.actor(), &id).await?))
}

/// Corrects a record: what is left out stays, and so does its number; `If-Match` carries the version it is based on.
#[utoipa::path(tag = "patents", params(("id" = PatentId, Path), ("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = PatentOut),
    (status = 403), (status = 404), (status = 412), (status = 428),
))]
#[patch("/patents/{id}")]
pub(crate) async fn edit_patent(call: Call, id: web::Path<PatentId>, body: Json<PatentPatch>) -> Result<Reply> {
    call.actor().membership()?;
    let input = Edit { id: *id, version: call.if_match()?, patch: body.0 };
    call.command("edit_patent", StatusCode::OK, input, |ctx, input| Box::pin(edit::edit(ctx, input))).await
}
