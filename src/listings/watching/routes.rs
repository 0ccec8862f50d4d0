//! Routes of watchlists.

use actix_web::{delete, get, http::StatusCode, post, web};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{List, Page, Result, id::ListingId},
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    commands, queries,
    view::{WatchIn, WatchOut},
};

/// Adds the routes of watchlists.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_watchlist).service(watch_listing).service(unwatch_listing);
}

/// Which entries.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct WatchlistIn {
    /// How many, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// Only this listing: is it watched?
    #[param(value_type = Option<String>)]
    listing: Option<ListingId>,
}

/// What the account watches for its organisation and may see, newest first.
#[utoipa::path(tag = "listings", params(WatchlistIn), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<WatchOut>)),
    (status = 422),
))]
#[get("/watchlist")]
pub(crate) async fn list_watchlist(call: Call, query: Query<WatchlistIn>) -> Result<web::Json<List<WatchOut>>> {
    let WatchlistIn { limit, cursor, listing } = query.0;
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::list(call.db(), call.actor(), (&Page { limit, cursor }, listing), now).await?))
}

/// Watches a listing: one is told when its state or its price changes. Again is no fault.
#[utoipa::path(tag = "listings", security(("bearer" = [])), responses(
    (status = 201, body = WatchOut),
    (status = 403), (status = 404),
))]
#[post("/watchlist")]
pub(crate) async fn watch_listing(call: Call, body: Json<WatchIn>) -> Result<Reply> {
    call.command("watch_listing", StatusCode::CREATED, body.0, |ctx, input| Box::pin(commands::watch(ctx, input))).await
}

/// Watches a listing no more; nothing happens when it was not watched (404 is for what is no id).
#[utoipa::path(tag = "listings", params(("listing" = ListingId, Path)), security(("bearer" = [])), responses(
    (status = 204),
    (status = 404),
))]
#[delete("/watchlist/{listing}")]
pub(crate) async fn unwatch_listing(call: Call, listing: web::Path<ListingId>) -> Result<Reply> {
    call.command("unwatch_listing", StatusCode::NO_CONTENT, *listing, |ctx, id| Box::pin(commands::unwatch(ctx, id)))
        .await
}
