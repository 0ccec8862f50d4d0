//! `/api/docs`: the API description, browsable. Everything it needs comes from this server.

use actix_web::{HttpResponse, get, web::ServiceConfig};

/// Scripts, styles and the description from here; nothing else, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Adds the pages.
pub fn routes(config: &mut ServiceConfig) {
    config.service(page).service(script).service(request).service(style);
}

fn file(content_type: &'static str, content: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header(("Content-Security-Policy", POLICY))
        .insert_header(("Cache-Control", "no-cache"))
        .body(content)
}

/// The page.
#[get("/api/docs")]
async fn page() -> HttpResponse {
    file("text/html; charset=utf-8", include_str!("docs/index.html"))
}

/// Renders the description.
#[get("/api/docs/viewer.js")]
async fn script() -> HttpResponse {
    file("text/javascript; charset=utf-8", include_str!("docs/viewer.js"))
}

/// Makes requests, and the curl commands that make the same ones.
#[get("/api/docs/request.js")]
async fn request() -> HttpResponse {
    file("text/javascript; charset=utf-8", include_str!("docs/request.js"))
}

/// Its looks.
#[get("/api/docs/viewer.css")]
async fn style() -> HttpResponse {
    file("text/css; charset=utf-8", include_str!("docs/viewer.css"))
}
