//! Routes of offers.

use actix_web::{get, http::StatusCode, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{
        List, Result,
        id::{ListingId, OfferId},
    },
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    commands::{
        accept, answer,
        counter::{self, Counter},
        make::{self, Make},
    },
    queries,
    view::{AcceptedOut, CounterIn, DeclineIn, OfferActionIn, OfferIn, OfferOut, OffersIn},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_offers_on_listing).service(create_offer).service(list_offers).service(get_offer);
    config.service(counter_offer).service(accept_offer).service(decline_offer).service(withdraw_offer);
}

/// The offers on a listing: to its holder all, to a buyer its own. Newest first.
#[utoipa::path(tag = "trading", params(("id" = ListingId, Path), OffersIn), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<OfferOut>)),
    (status = 404), (status = 422),
))]
#[get("/listings/{id}/offers")]
pub(crate) async fn list_offers_on_listing(
    call: Call,
    id: web::Path<ListingId>,
    query: Query<OffersIn>,
) -> Result<web::Json<List<OfferOut>>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::on_listing(call.db(), call.actor(), *id, query.0, now).await?))
}

/// Makes an offer on a published listing: the first of a thread.
#[utoipa::path(tag = "trading", params(("id" = ListingId, Path)), security(("bearer" = [])), responses(
    (status = 201, body = OfferOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/listings/{id}/offers")]
pub(crate) async fn create_offer(call: Call, id: web::Path<ListingId>, body: Json<OfferIn>) -> Result<Reply> {
    let input = Make { listing: *id, offer: body.0 };
    call.command("create_offer", StatusCode::CREATED, input, |ctx, input| Box::pin(make::make(ctx, input))).await
}

/// One's own offers on either side (the operator's people see all), newest first.
#[utoipa::path(tag = "trading", params(OffersIn), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<OfferOut>)),
    (status = 422),
))]
#[get("/offers")]
pub(crate) async fn list_offers(call: Call, query: Query<OffersIn>) -> Result<web::Json<List<OfferOut>>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::list(call.db(), call.actor(), &query.0, now).await?))
}

/// One thread of offers, with every round.
#[utoipa::path(tag = "trading", params(("id" = OfferId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OfferOut),
    (status = 404),
))]
#[get("/offers/{id}")]
pub(crate) async fn get_offer(call: Call, id: web::Path<OfferId>) -> Result<web::Json<OfferOut>> {
    let offer = queries::find(call.db(), call.actor(), *id).await?;
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::show(call.db(), call.actor(), offer, now).await?))
}

/// Answers with other terms; then it is the other side's turn.
#[utoipa::path(tag = "trading", params(("id" = OfferId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OfferOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/offers/{id}/actions/counter")]
pub(crate) async fn counter_offer(call: Call, id: web::Path<OfferId>, body: Json<CounterIn>) -> Result<Reply> {
    let input = Counter { id: *id, input: body.0 };
    call.command("counter_offer", StatusCode::OK, input, |ctx, input| Box::pin(counter::counter(ctx, input))).await
}

/// Accepts the standing offer: the deal begins, and offers whose right conflicts are declined. Needs an
/// `Idempotency-Key`.
#[utoipa::path(tag = "trading", params(("id" = OfferId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = AcceptedOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/offers/{id}/actions/accept")]
pub(crate) async fn accept_offer(call: Call, id: web::Path<OfferId>, body: Json<OfferActionIn>) -> Result<Reply> {
    let input = (*id, body.0.version);
    call.money_command("accept_offer", StatusCode::OK, input, |ctx, input| Box::pin(accept::accept(ctx, input))).await
}

/// Declines the standing offer, with a reason.
#[utoipa::path(tag = "trading", params(("id" = OfferId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OfferOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/offers/{id}/actions/decline")]
pub(crate) async fn decline_offer(call: Call, id: web::Path<OfferId>, body: Json<DeclineIn>) -> Result<Reply> {
    call.command("decline_offer", StatusCode::OK, (*id, body.0), |ctx, input| Box::pin(answer::decline(ctx, input)))
        .await
}

/// Takes the standing offer back: its author may, while nobody has answered.
#[utoipa::path(tag = "trading", params(("id" = OfferId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = OfferOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/offers/{id}/actions/withdraw")]
pub(crate) async fn withdraw_offer(call: Call, id: web::Path<OfferId>, body: Json<OfferActionIn>) -> Result<Reply> {
    let input = (*id, body.0.version);
    call.command("withdraw_offer", StatusCode::OK, input, |ctx, input| Box::pin(answer::withdraw(ctx, input))).await
}
