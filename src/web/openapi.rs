//! The API description (OpenAPI 3.1), made from the code.

use actix_web::{App, HttpResponse, get, web};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, OpenApi as Document, Ref, RefOr, Response,
        path::Operation,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_actix_web::{AppExt, scope};

use crate::platform::http::Problem;

/// The part that no route tells.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Jiaxiu",
        description = "The exchange's whole API. Money is in minor units; times are RFC 3339 in UTC; errors are RFC 9457 problems whose `code` says what happened.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(Problem)),
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

/// Adds the refusals that no handler knows of, because what stands before it makes them, and says of every refusal what it
/// means and that its body is a problem: handlers name no more than the status.
fn complete(operation: &mut Operation, posts: bool) {
    let mut statuses = vec!["429"];
    if operation.security.is_some() {
        statuses.push("401");
    }
    if operation.request_body.is_some() {
        statuses.extend(["400", "413", "415", "422"]);
    }
    if posts && operation.security.is_some() {
        statuses.push("409");
    }
    let responses = &mut operation.responses.responses;
    for status in statuses {
        responses.entry(status.to_owned()).or_insert_with(|| Response::new("").into());
    }
    for (status, response) in responses {
        let (Some(meaning), RefOr::T(response)) = (refusal(status), response) else { continue };
        meaning.clone_into(&mut response.description);
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        response.content.insert("application/problem+json".to_owned(), problem.into());
    }
}

/// What a status above 399 means, wherever it comes from.
fn refusal(status: &str) -> Option<&'static str> {
    Some(match status {
        "400" => "The request can't be read: its body is not JSON, or a header is missing",
        "401" => "Not signed in",
        "403" => "Not for this account, organisation or role",
        "404" => "Not there, or not for this account to see",
        "409" => {
            "Not possible in the present state, or the first request with this `Idempotency-Key` is still under way"
        }
        "410" => "It was there, and has ended",
        "412" => "`If-Match` names another version than the present one",
        "413" => "The body is longer than this server takes",
        "415" => "The body is of another type",
        "422" => "Fields are not acceptable, or the `Idempotency-Key` was used for another request",
        "428" => "`If-Match` is missing",
        "429" => "Too many requests; `Retry-After` says how long to wait",
        "503" => "Something that this needs does not answer at present",
        _ => return None,
    })
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
