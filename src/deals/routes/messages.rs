//! The thread of a deal, and commissions.

use actix_web::{get, http::StatusCode, post, web};

use crate::{
    kernel::{List, Page, Result, id::DealId},
    platform::http::{Call, Json, Query, Reply},
};

use super::super::{
    commands::message,
    commissions, messages,
    view::{CommissionOut, DealMessageIn, DealMessageOut},
};

/// What the sides of a deal wrote to each other, oldest first. The operator's people read it while a dispute is open.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<DealMessageOut>)),
    (status = 403), (status = 404),
))]
#[get("/deals/{id}/messages")]
pub(crate) async fn list_deal_messages(call: Call, id: web::Path<DealId>) -> Result<web::Json<List<DealMessageOut>>> {
    Ok(web::Json(messages::thread(call.db(), call.actor(), *id).await?))
}

/// Writes to the other side.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 201, body = DealMessageOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/messages")]
pub(crate) async fn write_deal_message(call: Call, id: web::Path<DealId>, body: Json<DealMessageIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("write_deal_message", StatusCode::CREATED, input, |ctx, input| Box::pin(message::write(ctx, input)))
        .await
}

/// What the organisation earned and will earn as an intermediary, those of the newest deals first.
#[utoipa::path(tag = "deals", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<CommissionOut>)),
    (status = 403), (status = 422),
))]
#[get("/commissions")]
pub(crate) async fn list_commissions(call: Call, page: Query<Page>) -> Result<web::Json<List<CommissionOut>>> {
    Ok(web::Json(commissions::list(call.db(), call.actor(), &page.0).await?))
}
