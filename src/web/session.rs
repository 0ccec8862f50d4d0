//! Who asks: the middleware that turns credentials into an actor before any handler runs.

use actix_web::{
    Error as ActixError, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web,
};

use crate::{
    identity,
    kernel::{
        Actor, Error, Result, error,
        id::{OrganisationId, RequestId},
    },
    platform::{
        Services,
        http::{RequestFacts, with_request},
    },
};

/// The cookie that carries the access token. `__Host-` needs https, which a loopback address doesn't have.
pub const ACCESS_COOKIES: [&str; 2] = ["__Host-jiaxiu", "jiaxiu"];

/// Names the request, finds out who asks, then lets it through.
///
/// # Errors
/// What authentication refuses with.
pub async fn identify(
    services: web::Data<Services>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let id = RequestId(services.db.random().uuid(services.db.clock().now())?);
    let mut response = with_request(id, async {
        let actor = actor(&services, &request).await?;
        let address = request.connection_info().realip_remote_addr().map(str::to_owned);
        request.extensions_mut().insert(RequestFacts { actor, id, address });
        next.call(request).await
    })
    .await?;
    let name = header::HeaderValue::from_str(&id.to_string()).map_err(Error::internal)?;
    response.headers_mut().insert(header::HeaderName::from_static("x-request-id"), name);
    Ok(response)
}

async fn actor(services: &Services, request: &ServiceRequest) -> Result<Actor> {
    let organisation = organisation(request)?;
    if let Some(token) = bearer(request) {
        return identity::authenticate(services, &token, organisation).await;
    }
    let Some(cookie) = ACCESS_COOKIES.iter().find_map(|name| request.cookie(name)) else { return Ok(Actor::Anonymous) };
    same_site(services, request)?;
    // A browser keeps sending a cookie whose session is over; it is then nobody, and may sign in again.
    match identity::authenticate(services, cookie.value(), organisation).await {
        Err(fault) if fault.code() == identity::error::SESSION_OVER => Ok(Actor::Anonymous),
        outcome => outcome,
    }
}

fn bearer(request: &ServiceRequest) -> Option<String> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Header `Jiaxiu-Organisation`, or `?organisation=` for streams and downloads, which browsers send without headers.
fn organisation(request: &ServiceRequest) -> Result<Option<OrganisationId>> {
    let header =
        request.headers().get("Jiaxiu-Organisation").map(|value| value.to_str().unwrap_or_default().to_owned());
    let named = header.or_else(|| {
        let query = request.query_string();
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix("organisation="))
            .filter(|id| id.starts_with("org_"))
            .map(str::to_owned)
    });
    named
        .map(|id| {
            id.parse().map_err(|fault| crate::kernel::FieldError::invalid("Jiaxiu-Organisation", &id, fault).into())
        })
        .transpose()
}

/// A cookie rides along on requests that other sites make: those may not change anything.
fn same_site(services: &Services, request: &ServiceRequest) -> Result<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let trusted = match text("Sec-Fetch-Site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => text("Origin").is_some_and(|origin| origin == services.settings.public_url),
    };
    if trusted {
        Ok(())
    } else {
        Err(Error::because(error::FORBIDDEN, "a request with cookies came from another site"))
    }
}
