//! Routes of enquiries.

use actix_web::{get, http::StatusCode, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{
        List, Page, Result,
        id::{EnquiryId, ListingId},
    },
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    commands::{ask, write},
    queries,
    view::{EnquiriesIn, EnquiryOut, MessageIn},
};

/// Adds the routes of enquiries.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_enquiries).service(list_listing_enquiries).service(ask_enquiry).service(get_enquiry);
    config.service(find_enquiry).service(write_message);
}

/// The organisation's enquiries, asked and received, newest first; the operator's people see all.
#[utoipa::path(tag = "listings", params(EnquiriesIn), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<EnquiryOut>)),
    (status = 422),
))]
#[get("/enquiries")]
pub(crate) async fn list_enquiries(call: Call, query: Query<EnquiriesIn>) -> Result<web::Json<List<EnquiryOut>>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::list(call.db(), call.actor(), None, &query.0, now).await?))
}

/// The enquiries about a listing that the reader is a side of, newest first; the operator's people see all.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<EnquiryOut>)),
    (status = 404), (status = 422),
))]
#[get("/listings/{id}/enquiries")]
pub(crate) async fn list_listing_enquiries(
    call: Call,
    id: web::Path<ListingId>,
    page: Query<Page>,
) -> Result<web::Json<List<EnquiryOut>>> {
    let now = call.services.db.clock().now();
    let wanted = EnquiriesIn { limit: page.0.limit, cursor: page.0.cursor, ..Default::default() };
    Ok(web::Json(queries::list(call.db(), call.actor(), Some(*id), &wanted, now).await?))
}

/// Asks the holder something; its response clock starts.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), security(("bearer" = [])), responses(
    (status = 201, body = EnquiryOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/listings/{id}/enquiries")]
pub(crate) async fn ask_enquiry(call: Call, id: web::Path<ListingId>, body: Json<MessageIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("ask_enquiry", StatusCode::CREATED, input, |ctx, input| Box::pin(ask::ask(ctx, input))).await
}

/// One enquiry with its thread, by its id alone.
#[utoipa::path(tag = "listings", params(("id" = EnquiryId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = EnquiryOut),
    (status = 404),
))]
#[get("/enquiries/{id}")]
pub(crate) async fn find_enquiry(call: Call, id: web::Path<EnquiryId>) -> Result<web::Json<EnquiryOut>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::thread(call.db(), call.actor(), (None, *id), now).await?))
}

/// One enquiry with its thread.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("enquiry" = EnquiryId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = EnquiryOut),
    (status = 404),
))]
#[get("/listings/{id}/enquiries/{enquiry}")]
pub(crate) async fn get_enquiry(call: Call, path: web::Path<(ListingId, EnquiryId)>) -> Result<web::Json<EnquiryOut>> {
    let now = call.services.db.clock().now();
    let (listing, id) = *path;
    Ok(web::Json(queries::thread(call.db(), call.actor(), (Some(listing), id), now).await?))
}

/// Adds a message to the thread; the holder's first one stops its clock.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("enquiry" = EnquiryId, Path)), security(("bearer" = [])), responses(
    (status = 201, body = EnquiryOut),
    (status = 403), (status = 404),
))]
#[post("/listings/{id}/enquiries/{enquiry}/messages")]
pub(crate) async fn write_message(
    call: Call,
    path: web::Path<(ListingId, EnquiryId)>,
    body: Json<MessageIn>,
) -> Result<Reply> {
    let input = (path.0, path.1, body.0);
    call.command("write_message", StatusCode::CREATED, input, |ctx, input| Box::pin(write::write(ctx, input))).await
}
