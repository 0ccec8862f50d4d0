//! Who asks: the middleware that turns credentials into an actor before any handler runs.

use std::net::IpAddr;

use actix_web::{
    Error as ActixError, HttpMessage, ResponseError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web,
};

use crate::{
    identity::{self, Cookies},
    intermediaries,
    kernel::{
        Actor, Error, Principal, Result, error,
        id::{OrganisationId, RequestId},
    },
    platform::{Services, http::RequestFacts},
};

/// Where an account may go before its e-mail address is confirmed: it looks after itself, and reads its mail.
const UNCONFIRMED: [&str; 4] = ["/api/v1/me", "/api/v1/mail", "/api/v1/sessions", "/api/v1/accounts"];

/// Finds out who asks, then lets the request through.
///
/// # Errors
/// What authentication refuses with.
pub async fn identify(
    services: web::Data<Services>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let named = request.extensions().get::<RequestId>().copied();
    let id = named.ok_or_else(|| Error::internal("the request has no name"))?;
    let address = address(&services, &request);
    match admit(&services, &request, address).await {
        Ok(actor) => {
            request.extensions_mut().insert(RequestFacts { actor, id, address });
            Ok(next.call(request).await?.map_into_left_body())
        }
        // Answered here, where the problem still knows which request it belongs to.
        Err(fault) => Ok(request.into_response(fault.error_response()).map_into_right_body()),
    }
}

/// Lets visitors of pages through as often as they may ask the API without signing in.
///
/// # Errors
/// `rate_limited`.
pub async fn within_rates(
    services: web::Data<Services>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    services.rates.anonymous(address(&services, &request))?;
    next.call(request).await
}

/// The caller's address: the connection's, or behind a proxy of ours the one that the proxy saw, which it appends to
/// whatever the caller claimed.
fn address(services: &Services, request: &ServiceRequest) -> Option<IpAddr> {
    let peer = request.peer_addr().map(|peer| peer.ip());
    if !services.settings.behind_proxy {
        return peer;
    }
    let forwarded = request.headers().get_all("X-Forwarded-For").last().and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).or(peer)
}

/// Finds out who asks, unless they ask too often, or may not come here yet.
async fn admit(services: &Services, request: &ServiceRequest, address: Option<IpAddr>) -> Result<Actor> {
    let actor = match actor(services, request).await {
        Ok(actor) => actor,
        Err(fault) => {
            services.rates.anonymous(address)?;
            return Err(fault);
        }
    };
    let Ok(principal) = actor.principal() else {
        services.rates.anonymous(address)?;
        return Ok(actor);
    };
    services.rates.account(principal.account)?;
    let path = request.path();
    let within = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if principal.email_verified || UNCONFIRMED.iter().any(|root| within(root)) {
        Ok(actor)
    } else {
        Err(Error::new(identity::error::EMAIL_NOT_VERIFIED))
    }
}

async fn actor(services: &Services, request: &ServiceRequest) -> Result<Actor> {
    let organisation = organisation(request)?;
    if let Some(token) = bearer(request) {
        return authenticate(services, &token, organisation).await;
    }
    let cookies = Cookies::of(&services.settings);
    same_site(services, request, cookies)?;
    let Some(cookie) = request.cookie(cookies.access) else { return Ok(Actor::Anonymous) };
    // A browser keeps sending a cookie whose session is over; it is then nobody, and may sign in again.
    match authenticate(services, cookie.value(), organisation).await {
        Err(fault) if fault.code() == identity::error::SESSION_OVER => Ok(Actor::Anonymous),
        outcome => outcome,
    }
}

/// Who holds `token`; a member of the organisation named, or of an intermediary that acts for it by mandate.
async fn authenticate(services: &Services, token: &str, named: Option<OrganisationId>) -> Result<Actor> {
    let outcome = identity::authenticate(services, token, named).await;
    let (Err(fault), Some(principal)) = (&outcome, named) else { return outcome };
    if fault.code() != identity::error::NO_SUCH_MEMBERSHIP {
        return outcome;
    }
    let actor = identity::authenticate(services, token, None).await?;
    match (intermediaries::membership_by_mandate(services, &actor, principal).await?, actor) {
        (Some(membership), Actor::Account(account)) => {
            Ok(Actor::Account(Box::new(Principal { membership: Some(membership), ..*account })))
        }
        _ => outcome,
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

/// Cookies ride along on requests that other sites make, and other sites may sign a browser in as somebody else: without
/// a token in its header, a request from another site changes nothing.
fn same_site(services: &Services, request: &ServiceRequest, cookies: Cookies) -> Result<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let trusted = match text("Sec-Fetch-Site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match text("Origin") {
            Some(origin) => origin == services.settings.public_url,
            None => [cookies.access, cookies.refresh].iter().all(|name| request.cookie(name).is_none()),
        },
    };
    if trusted { Ok(()) } else { Err(Error::because(error::FORBIDDEN, "the request came from another site")) }
}
