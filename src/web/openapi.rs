//! The API description (OpenAPI 3.1), made from the code.

use actix_web::{App, HttpResponse, get, web};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_actix_web::{AppExt, scope};

/// The part that no route tells.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Jiaxiu",
        description = "The exchange's whole API. Money is in minor units; times are RFC 3339 in UTC; errors are RFC 9457 problems whose `code` says what happened.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&Bearer)
)]
struct Base;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

/// The whole description.
pub fn document() -> Document {
    let app = App::new().into_utoipa_app().openapi(Base::openapi());
    let (_, document) = app.service(scope::scope("/api/v1").configure(super::api)).split_for_parts();
    document
}

/// The description as text, as it is committed.
///
/// # Errors
/// `internal` when it does not serialise.
pub fn text() -> crate::kernel::Result<String> {
    document().to_pretty_json().map_err(crate::kernel::Error::internal)
}

/// Serves the description.
#[get("/api/v1/openapi.json")]
pub async fn describe(document: web::Data<Document>) -> HttpResponse {
    HttpResponse::Ok().json(document.as_ref())
}
