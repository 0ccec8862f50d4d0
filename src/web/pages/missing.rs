//! Pages for what isn't there, or went wrong: for people, where the API answers with a problem.

use actix_web::{
    Error as ActixError, HttpRequest, HttpResponse, ResponseError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use minijinja::context;

use crate::kernel::{Error, Result};

use super::visit::{Head, Visit};

/// Whatever no route answers.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    let fault = Error::not_found();
    let page = request.path().starts_with("/api/") || !wants_page(&request);
    if page { fault.error_response() } else { told(&request, &fault).await }
}

fn wants_page(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Turns the problems of pages into pages.
///
/// # Errors
/// None of its own.
pub async fn page_for_fault(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let response = next.call(request).await?;
    let fault = response.response().error().and_then(|fault| fault.as_error::<Error>().map(Error::code));
    let Some(code) = fault else { return Ok(response.map_into_left_body()) };
    let visited = response.into_parts().0;
    let page = told(&visited, &Error::new(code)).await;
    Ok(ServiceResponse::new(visited, page).map_into_right_body())
}

async fn told(request: &HttpRequest, fault: &Error) -> HttpResponse {
    match page(request, fault).await {
        Ok(page) => page,
        Err(worse) => worse.error_response(),
    }
}

async fn page(request: &HttpRequest, fault: &Error) -> Result<HttpResponse> {
    let visit = Visit::of(request)?;
    let status = fault.status_code();
    let name = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::GONE => "gone",
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => "not_read",
        StatusCode::TOO_MANY_REQUESTS => "too_many",
        _ => "broken",
    };
    let head = Head { title: visit.text(&format!("public:fault.{name}.title"))?, unlisted: true, ..Head::default() };
    visit.page_as(status, "missing.html", head, context! { name, status => status.as_u16() }).await
}
