//! `/app`: the workspace's one page, whatever path under it is asked for.

use actix_web::{HttpResponse, http::header, route, web};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

use crate::{
    kernel::{Error, Result, error},
    platform::Services,
};

use super::assets;

/// What the build leaves where the answer's nonce belongs (`html.cspNonce` in vite.config.ts).
const PLACE: &str = "JIAXIU_NONCE";

/// Adds the page.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(root).service(below);
}

/// Scripts come from here. Components bring styles of their own, and those carry the answer's nonce.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

#[route("/app", method = "GET", method = "HEAD")]
async fn root(services: web::Data<Services>) -> Result<HttpResponse> {
    page(&services)
}

#[route("/app/{path:.*}", method = "GET", method = "HEAD")]
async fn below(services: web::Data<Services>) -> Result<HttpResponse> {
    page(&services)
}

fn page(services: &Services) -> Result<HttpResponse> {
    let Some(page) = assets::read("index.html") else {
        let told = "this program was built without the front end: run `make dist`, then build it again";
        return Err(Error::because(error::UNAVAILABLE, told));
    };
    let page = std::str::from_utf8(&page).map_err(Error::internal)?;
    let nonce = nonce(services)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy(&nonce)))
        // The nonce is this answer's own; nothing is gained by keeping the page.
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .body(page.replace(PLACE, &nonce)))
}

fn nonce(services: &Services) -> Result<String> {
    let mut bytes = [0u8; 18];
    services.db.random().fill(&mut bytes)?;
    Ok(STANDARD_NO_PAD.encode(bytes))
}
