//! Is it alive, and is it ready?

use actix_web::{HttpResponse, get, web};
use sea_orm::ConnectionTrait;

use crate::platform::Services;

/// The process runs.
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// The process can answer: it is not about to stop, and its database answers.
#[get("/readyz")]
pub async fn readyz(services: web::Data<Services>) -> HttpResponse {
    if services.shutdown.has_begun() {
        return HttpResponse::ServiceUnavailable().content_type("text/plain").body("shutting down\n");
    }
    match services.db.read().execute_unprepared("SELECT 1").await {
        Ok(_) => HttpResponse::Ok().content_type("text/plain").body("ready\n"),
        Err(fault) => {
            tracing::warn!(%fault, "not ready");
            HttpResponse::ServiceUnavailable().content_type("text/plain").body("the database does not answer\n")
        }
    }
}
