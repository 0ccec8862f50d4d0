//! Errors on the wire: RFC 9457 `application/problem+json`.

use std::future::Future;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::{Error, FieldError, id::RequestId};

/// Why a request was refused (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable name of the error; branch on this.
    pub code: &'static str,
    /// What the code means, in English; `code` has a translation wherever people read it.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// About this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Faulty fields, each with what is accepted.
    pub errors: Vec<FieldError>,
    /// True when the same request may succeed later.
    pub retryable: bool,
    /// Name of this request in the server's log.
    #[schema(value_type = Option<String>)]
    pub request_id: Option<RequestId>,
}

tokio::task_local! {
    static REQUEST: RequestId;
}

/// Runs `work` as part of request `id`, so that its problems can name it.
pub async fn with_request<F: Future>(id: RequestId, work: F) -> F::Output {
    REQUEST.scope(id, work).await
}

/// The request under way.
pub fn current_request() -> Option<RequestId> {
    REQUEST.try_with(|id| *id).ok()
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let code = self.code();
        let request_id = current_request();
        if code.status >= 500 {
            tracing::error!(error = %self, request = ?request_id, "a request failed");
        } else {
            tracing::debug!(error = %self, request = ?request_id, "a request was refused");
        }
        let problem = Problem {
            code: code.name,
            title: code.title,
            status: code.status,
            detail: self.detail().map(str::to_owned),
            errors: self.field_errors().to_vec(),
            retryable: code.retryable,
            request_id,
        };
        let mut response = HttpResponse::build(self.status_code());
        if code.status == 401 {
            response.insert_header(("WWW-Authenticate", "Bearer"));
        }
        if let Some(seconds) = self.retry_after() {
            response.insert_header(("Retry-After", seconds));
        }
        response.insert_header(("Cache-Control", "no-store")).content_type("application/problem+json");
        response.body(serde_json::to_vec(&problem).unwrap_or_default())
    }
}
