//! What is done to deals.

use actix_web::{http::StatusCode, post, web};

use crate::{
    kernel::{Result, id::DealId},
    platform::http::{Call, Json, Reply},
};

use super::super::{
    commands::{Plain, acceptance, cancel, dispute, recordal, release, ruling, sign},
    view::{CancelDealIn, DealActionIn, DealOut, DisputeDealIn, EvidenceIn, FileDealIn, ProposeRulingIn},
};

fn plain(id: &web::Path<DealId>, body: &Json<DealActionIn>) -> Plain {
    Plain { id: **id, version: body.0.version }
}

/// Signs the newest version of the contract. The second signature concludes it.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/sign")]
pub(crate) async fn sign_deal(call: Call, id: web::Path<DealId>, body: Json<DealActionIn>) -> Result<Reply> {
    let input = plain(&id, &body);
    call.command("sign_deal", StatusCode::OK, input, |ctx, input| Box::pin(sign::sign(ctx, input))).await
}

/// Gives the deal up, before any money came.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/cancel")]
pub(crate) async fn cancel_deal(call: Call, id: web::Path<DealId>, body: Json<CancelDealIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("cancel_deal", StatusCode::OK, input, |ctx, input| Box::pin(cancel::cancel(ctx, input))).await
}

/// Says under which number it was filed with the patent office.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/file")]
pub(crate) async fn file_deal(call: Call, id: web::Path<DealId>, body: Json<FileDealIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("file_deal", StatusCode::OK, input, |ctx, input| Box::pin(recordal::file(ctx, input))).await
}

/// The operator saw that it was filed.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/confirm_recordal")]
pub(crate) async fn confirm_deal_recordal(
    call: Call,
    id: web::Path<DealId>,
    body: Json<DealActionIn>,
) -> Result<Reply> {
    let input = plain(&id, &body);
    call.command("confirm_deal_recordal", StatusCode::OK, input, |ctx, input| {
        Box::pin(recordal::confirm_recordal(ctx, input))
    })
    .await
}

/// The seller has delivered; the inspection period begins.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/deliver")]
pub(crate) async fn deliver_deal(call: Call, id: web::Path<DealId>, body: Json<DealActionIn>) -> Result<Reply> {
    let input = plain(&id, &body);
    call.command("deliver_deal", StatusCode::OK, input, |ctx, input| Box::pin(acceptance::deliver(ctx, input))).await
}

/// The buyer finds it as agreed.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/accept")]
pub(crate) async fn accept_deal(call: Call, id: web::Path<DealId>, body: Json<DealActionIn>) -> Result<Reply> {
    let input = plain(&id, &body);
    call.command("accept_deal", StatusCode::OK, input, |ctx, input| Box::pin(acceptance::accept(ctx, input))).await
}

/// The buyer takes more time to inspect.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/extend")]
pub(crate) async fn extend_deal(call: Call, id: web::Path<DealId>, body: Json<DealActionIn>) -> Result<Reply> {
    let input = plain(&id, &body);
    call.command("extend_deal", StatusCode::OK, input, |ctx, input| Box::pin(acceptance::extend(ctx, input))).await
}

/// The operator pays out: commission, fee, the rest to the seller. Needs an Idempotency-Key.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/release")]
pub(crate) async fn release_deal(call: Call, id: web::Path<DealId>, body: Json<DealActionIn>) -> Result<Reply> {
    let input = plain(&id, &body);
    call.money_command("release_deal", StatusCode::OK, input, |ctx, input| Box::pin(release::release(ctx, input))).await
}

/// Opens a dispute, which freezes the escrow.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/dispute")]
pub(crate) async fn dispute_deal(call: Call, id: web::Path<DealId>, body: Json<DisputeDealIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("dispute_deal", StatusCode::OK, input, |ctx, input| Box::pin(dispute::dispute(ctx, input))).await
}

/// Adds evidence to the dispute.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/add_evidence")]
pub(crate) async fn add_deal_evidence(call: Call, id: web::Path<DealId>, body: Json<EvidenceIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("add_deal_evidence", StatusCode::OK, input, |ctx, input| Box::pin(dispute::add_evidence(ctx, input)))
        .await
}

/// Takes the dispute back: the deal returns to its stage, with the time it had left.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/withdraw_dispute")]
pub(crate) async fn withdraw_deal_dispute(
    call: Call,
    id: web::Path<DealId>,
    body: Json<DealActionIn>,
) -> Result<Reply> {
    let input = plain(&id, &body);
    call.command("withdraw_deal_dispute", StatusCode::OK, input, |ctx, input| {
        Box::pin(dispute::withdraw_dispute(ctx, input))
    })
    .await
}

/// The operator proposes how the held money is split.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/propose_ruling")]
pub(crate) async fn propose_deal_ruling(
    call: Call,
    id: web::Path<DealId>,
    body: Json<ProposeRulingIn>,
) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("propose_deal_ruling", StatusCode::OK, input, |ctx, input| {
        Box::pin(ruling::propose_ruling(ctx, input))
    })
    .await
}

/// Another person of the operator confirms the ruling, and the money is split. Needs an Idempotency-Key.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/actions/confirm_ruling")]
pub(crate) async fn confirm_deal_ruling(call: Call, id: web::Path<DealId>, body: Json<DealActionIn>) -> Result<Reply> {
    let input = plain(&id, &body);
    call.money_command("confirm_deal_ruling", StatusCode::OK, input, |ctx, input| {
        Box::pin(ruling::confirm_ruling(ctx, input))
    })
    .await
}
