//! Routes of listings.

use actix_web::{get, http::StatusCode, patch, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{List, Result, id::ListingId},
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    commands::{
        act::{self, Act},
        create,
        edit::{self, Edit},
    },
    lifecycle::Action,
    queries,
    tradeability::TradeabilityOut,
    view::{ListingActionIn, ListingIn, ListingOut, ListingPatch, ListingVersionOut, ListingsIn},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_listings)
        .service(create_listing)
        .service(get_listing)
        .service(edit_listing)
        .service(list_versions)
        .service(get_version)
        .service(get_tradeability);
    config.service(submit_listing).service(return_listing).service(publish_listing).service(pause_listing);
    config.service(resume_listing).service(withdraw_listing);
    config.configure(super::disclosure::routes::routes);
    config.configure(super::enquiries::routes::routes);
    config.configure(super::watching::routes);
}

/// The organisation's own listings (the operator's people see all), newest first.
#[utoipa::path(tag = "listings", params(ListingsIn), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<ListingOut>)),
    (status = 422),
))]
#[get("/listings")]
pub(crate) async fn list_listings(call: Call, query: Query<ListingsIn>) -> Result<web::Json<List<ListingOut>>> {
    Ok(web::Json(queries::list(call.db(), call.actor(), &query.0).await?))
}

/// Makes a draft.
#[utoipa::path(tag = "listings", security(("bearer" = [])), responses(
    (status = 201, body = ListingOut),
    (status = 403), (status = 409),
))]
#[post("/listings")]
pub(crate) async fn create_listing(call: Call, body: Json<ListingIn>) -> Result<Reply> {
    call.command("create_listing", StatusCode::CREATED, body.0, |ctx, input| Box::pin(create::create(ctx, input))).await
}

/// One listing. What is published is for everybody.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), responses(
    (status = 200, body = ListingOut),
    (status = 404),
))]
#[get("/listings/{id}")]
pub(crate) async fn get_listing(call: Call, id: web::Path<ListingId>) -> Result<web::Json<ListingOut>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::show_whole(call.db(), call.actor(), *id, now).await?))
}

/// Whether what the listing offers can be traded, as far as the records here tell, with the reasons.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), responses(
    (status = 200, body = TradeabilityOut),
    (status = 404),
))]
#[get("/listings/{id}/tradeability")]
pub(crate) async fn get_tradeability(call: Call, id: web::Path<ListingId>) -> Result<web::Json<TradeabilityOut>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::tradeability(call.db(), call.actor(), *id, now).await?))
}

/// What the listing said in one version; for the holder and the operator.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("version" = i64, Path)), security(("bearer" = [])), responses(
    (status = 200, body = ListingVersionOut),
    (status = 404),
))]
#[get("/listings/{id}/versions/{version}")]
pub(crate) async fn get_version(call: Call, path: web::Path<(ListingId, i64)>) -> Result<web::Json<ListingVersionOut>> {
    call.actor().principal()?;
    Ok(web::Json(queries::version(call.db(), call.actor(), *path).await?))
}

/// Changes the content; `If-Match` carries the version it is based on.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = ListingOut),
    (status = 403), (status = 404), (status = 409), (status = 412), (status = 428),
))]
#[patch("/listings/{id}")]
pub(crate) async fn edit_listing(call: Call, id: web::Path<ListingId>, body: Json<ListingPatch>) -> Result<Reply> {
    let input = Edit { id: *id, version: call.if_match()?, patch: body.0 };
    call.command("edit_listing", StatusCode::OK, input, |ctx, input| Box::pin(edit::edit(ctx, input))).await
}

/// Every version of the content, newest first; for the holder and the operator.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<ListingVersionOut>)),
    (status = 404),
))]
#[get("/listings/{id}/versions")]
pub(crate) async fn list_versions(call: Call, id: web::Path<ListingId>) -> Result<web::Json<List<ListingVersionOut>>> {
    call.actor().principal()?;
    Ok(web::Json(queries::versions(call.db(), call.actor(), *id).await?))
}

async fn step(
    call: Call,
    id: ListingId,
    body: ListingActionIn,
    action: Action,
    operation: &'static str,
) -> Result<Reply> {
    let input = Act { id, version: body.version, action, reason: body.reason };
    call.command(operation, StatusCode::OK, input, |ctx, input| Box::pin(act::act(ctx, input))).await
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $path:literal $action:ident;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), security(("bearer" = [])), responses(
            (status = 200, body = ListingOut),
    (status = 403), (status = 404), (status = 409),
))]
        #[post($path)]
        pub(crate) async fn $name(call: Call, id: web::Path<ListingId>, body: Json<ListingActionIn>) -> Result<Reply> {
            step(call, *id, body.0, Action::$action, stringify!($name)).await
        }
    )*};
}

actions! {
    /// Asks for publication. Takes a title, a summary, a right, and a price or a negotiable one.
    submit_listing "/listings/{id}/actions/submit" Submit;
    /// The operator gives it back for changes, with a reason.
    return_listing "/listings/{id}/actions/return" Return;
    /// The operator publishes it.
    publish_listing "/listings/{id}/actions/publish" Publish;
    /// Takes no offers for a while.
    pause_listing "/listings/{id}/actions/pause" Pause;
    /// Takes offers again.
    resume_listing "/listings/{id}/actions/resume" Resume;
    /// Takes it back, with a reason.
    withdraw_listing "/listings/{id}/actions/withdraw" Withdraw;
}
