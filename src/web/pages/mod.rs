//! The public pages: HTML by the server, complete without a script, in both languages under `/zh-CN` and `/en`.
//!
//! A page is a handler here, a template in `frontend/templates/pages`, and texts in `frontend/locales`. What lives on it
//! (`frontend/src/islands`) finds its place in the page and its data beside it. See `docs/public-pages.md`.

pub mod catalogue;
mod compare;
mod directory;
mod feeds;
mod figures;
mod files;
mod guides;
mod home;
mod listing;
mod missing;
mod organisation;
mod search;
pub mod site;
mod templates;
mod visit;
mod wanted;

use actix_web::{HttpRequest, HttpResponse, http::header, middleware::from_fn, route, web};

use crate::{
    kernel::{Error, Locale, Result},
    web::session,
};

pub use missing::{not_found, page_for_fault};
use visit::Visit;

/// Adds the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(root).service(logo).configure(feeds::routes);
    for locale in [Locale::Zh, Locale::En] {
        let pages = web::scope(locale.tag())
            .wrap(from_fn(session::within_rates))
            .wrap(from_fn(page_for_fault))
            .service(home::page)
            .service(home::slash)
            .service(search::page)
            .service(compare::page)
            .service(listing::page)
            .service(organisation::page)
            .service(directory::page)
            .configure(guides::routes)
            .configure(feeds::in_language);
        config.service(pages);
    }
}

/// To the reader's language.
#[route("/", method = "GET", method = "HEAD")]
async fn root(request: HttpRequest) -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, format!("/{}", visit::preferred(&request).tag())))
        .insert_header((header::VARY, "Accept-Language, Cookie"))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .finish()
}

/// The installation's own mark.
#[route("/site/logo", method = "GET", method = "HEAD")]
async fn logo(visit: Visit) -> Result<HttpResponse> {
    let file = visit.services.settings.logo.clone().ok_or_else(Error::not_found)?;
    let content = tokio::fs::read(&file).await.map_err(|_| Error::not_found())?;
    let kind = match file.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => return Err(Error::not_found()),
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(content))
}
