//! The front end's build inside the program: scripts, styles, pictures. Builds for development read it from the disk.

use std::borrow::Cow;

use actix_web::{HttpRequest, HttpResponse, http::header, route, web::ServiceConfig};
use rust_embed::{Embed, EmbeddedFile};

use crate::kernel::{Error, Result};

/// Names in `/assets/` hold a digest of the content: what a name means never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
const A_DAY: &str = "public, max-age=86400";

#[derive(Embed)]
#[folder = "frontend/dist"]
#[allow_missing = true]
struct Dist;

/// Adds the files.
pub fn routes(config: &mut ServiceConfig) {
    config.service(asset).service(favicon).service(old_favicon);
}

/// A file of the build.
pub(super) fn read(path: &str) -> Option<Cow<'static, [u8]>> {
    Dist::get(path).map(|file| file.data)
}

/// Scripts, styles and pictures of every page.
#[route("/assets/{name:.+}", method = "GET", method = "HEAD")]
async fn asset(request: HttpRequest) -> Result<HttpResponse> {
    serve(&request, FOREVER)
}

/// The mark in the browser's tab.
#[route("/favicon.svg", method = "GET", method = "HEAD")]
async fn favicon(request: HttpRequest) -> Result<HttpResponse> {
    serve(&request, A_DAY)
}

/// Where browsers look when a page names no mark.
#[route("/favicon.ico", method = "GET", method = "HEAD")]
async fn old_favicon() -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((header::LOCATION, "/favicon.svg")).finish()
}

fn serve(request: &HttpRequest, cache: &'static str) -> Result<HttpResponse> {
    let path = request.path().trim_start_matches('/');
    let whole = Dist::get(path).ok_or_else(Error::not_found)?;
    let content_type = match whole.metadata.mimetype() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    let tag = header::EntityTag::new_strong(hex(&whole.metadata.sha256_hash()));
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, cache)).insert_header((header::VARY, "Accept-Encoding"));
    response.insert_header(header::ETag(tag)).content_type(content_type);
    let Some((encoding, packed)) = packed(request, path) else { return Ok(response.body(whole.data)) };
    Ok(response.insert_header((header::CONTENT_ENCODING, encoding)).body(packed.data))
}

/// The smallest form that the reader takes: the build leaves two of each file beside it.
fn packed(request: &HttpRequest, path: &str) -> Option<(&'static str, EmbeddedFile)> {
    let accepted = request.headers().get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let takes = |name: &str| accepted.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == name);
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(name, _)| takes(name))
        .find_map(|(name, ending)| Some((name, Dist::get(&format!("{path}.{ending}"))?)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
