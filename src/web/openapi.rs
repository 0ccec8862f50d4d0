//! The API description (OpenAPI 3.1), made from the code.

use actix_web::{App, HttpResponse, get, web};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, OpenApi as Document, Ref, ResponseBuilder,
        path::Operation,
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
    let (_, mut document) = app.service(scope::scope("/api/v1").configure(super::api)).split_for_parts();
    for item in document.paths.paths.values_mut() {
        let posts = item.post.is_some();
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        operations.into_iter().flatten().for_each(|operation| complete(operation, posts));
    }
    document
}

/// Adds the refusals that no handler knows of, because what stands before it makes them.
fn complete(operation: &mut Operation, posts: bool) {
    let mut common = vec![("429", "Too many requests; `Retry-After` says how long to wait")];
    if operation.security.is_some() {
        common.push(("401", "Not signed in"));
    }
    if operation.request_body.is_some() {
        common.extend([
            ("400", "The body is not JSON"),
            ("413", "The body is longer than this server takes"),
            ("415", "The body is of another type"),
            ("422", "Fields are not acceptable, or the `Idempotency-Key` was used for another request"),
        ]);
    }
    if posts && operation.security.is_some() {
        common.push(("409", "The first request with this `Idempotency-Key` is still under way"));
    }
    for (status, description) in common {
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        let response =
            ResponseBuilder::new().description(description).content("application/problem+json", problem).build();
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| response.into());
    }
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
