//! Around every request: its name, its span in the log, and what is counted.

use std::time::Instant;

use actix_web::{
    Error as ActixError, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web,
};
use tracing::Instrument;

use crate::{
    kernel::{Error, id::RequestId},
    platform::{Services, http::with_request, telemetry},
};

/// Names the request, then lets it through and looks at the clock. Neither the log nor the metrics see a query string,
/// a header or a body: they may hold secrets.
///
/// # Errors
/// What the request fails with further in.
pub async fn observe(
    services: web::Data<Services>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let id = RequestId(services.db.random().uuid(services.db.clock().now())?);
    request.extensions_mut().insert(id);
    let method = known(request.method());
    let span = tracing::info_span!("request", id = %id, method, path = request.path());
    let begun = Instant::now();
    let outcome = with_request(id, next.call(request)).instrument(span.clone()).await;
    let took = begun.elapsed();
    let (route, status) = match &outcome {
        Ok(response) => {
            let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
            (route, response.status().as_u16())
        }
        Err(fault) => ("unmatched".to_owned(), fault.as_response_error().status_code().as_u16()),
    };
    span.in_scope(|| tracing::debug!(route, status, ms = took.as_secs_f64() * 1000.0, "answered"));
    telemetry::request(method, route, status, took);
    let mut response = outcome?;
    let name = header::HeaderValue::from_str(&id.to_string()).map_err(Error::internal)?;
    response.headers_mut().insert(header::HeaderName::from_static("x-request-id"), name);
    Ok(response)
}

/// A method's name; callers can't invent new ones to be counted under.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
