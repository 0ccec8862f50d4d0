//! Routes of sessions.

use actix_web::{
    HttpResponse, delete, get,
    http::{StatusCode, header},
    post, web,
};

use crate::{
    kernel::{Error, List, Page, Result, error as codes, id::SessionId},
    platform::{
        db::Origin,
        http::{Call, Json, Query, Reply},
    },
};

use super::super::{
    commands::{
        passkeys::{self, Kept},
        sessions::{self, Refresh, Refreshed},
        sign_in::{self, Agent},
    },
    cookies::Cookies,
    error, own,
    tokens::{self, RefreshToken},
    view::{CeremonyOut, Opened, PasskeySignInIn, RefreshIn, SessionInfo, SessionMode, SessionOut, SignInIn},
    webauthn::RelyingParty,
};

/// The answer to a session that was opened or renewed: in mode `cookie` no secret is in the body.
fn answer(call: &Call, status: StatusCode, opened: Opened) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if opened.mode == SessionMode::Token {
        return response.json(SessionOut {
            access_token: Some(opened.access_token),
            expires_in: Some(tokens::ACCESS.num_seconds()),
            refresh_token: Some(opened.refresh_token),
            account: opened.account,
        });
    }
    for cookie in Cookies::of(&call.services.settings).filled(&opened.access_token, &opened.refresh_token) {
        response.cookie(cookie);
    }
    response.json(SessionOut { access_token: None, expires_in: None, refresh_token: None, account: opened.account })
}

fn brought(call: &Call, token: Option<String>) -> Option<Refresh> {
    let text = token.or_else(|| Cookies::of(&call.services.settings).refresh_of(&call.request))?;
    let token = RefreshToken::parse(&text)?;
    Some(Refresh { token, token_key: call.services.settings.token_key.clone() })
}

fn cleared(call: &Call, mut response: HttpResponse) -> HttpResponse {
    for cookie in Cookies::of(&call.services.settings).cleared() {
        // A cookie that can't be written is one that was never set.
        let _ = response.add_cookie(&cookie);
    }
    response
}

fn agent(call: &Call, mode: SessionMode) -> Agent {
    let name = call.request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Agent {
        mode,
        name: name.map(|name| name.chars().take(300).collect()),
        address: call.facts.address.map(|address| address.to_string()),
    }
}

/// Signs in. Takes no `Idempotency-Key`: its answer holds secrets, which are kept nowhere.
#[utoipa::path(tag = "identity", responses(
    (status = 201, body = SessionOut),
    (status = 401), (status = 403),
))]
#[post("/sessions")]
pub(crate) async fn create_session(call: Call, body: Json<SignInIn>) -> Result<HttpResponse> {
    call.services.rates.credentials(call.facts.address)?;
    let agent = agent(&call, body.0.mode);
    let input = sign_in::prepare(&call.services, body.0, agent).await?;
    let opened = call
        .services
        .db
        .run(call.origin("create_session"), input, |ctx, input| Box::pin(sign_in::sign_in(ctx, input)))
        .await?;
    Ok(answer(&call, StatusCode::CREATED, opened))
}

/// Begins a sign-in by passkey: what the device is to sign. It says itself whose it is, so no address is asked for.
#[utoipa::path(tag = "identity", responses(
    (status = 201, body = CeremonyOut),
    (status = 409),
))]
#[post("/sessions/passkey/begin")]
pub(crate) async fn begin_passkey_session(call: Call) -> Result<HttpResponse> {
    let begun = RelyingParty::of(&call.services.settings)?.sign_in()?;
    let kept = Kept::sign_in(&begun);
    let origin = Origin::system("passkeys");
    call.services.db.run(origin, kept, |ctx, kept| Box::pin(passkeys::begin(ctx, kept))).await?;
    let out = CeremonyOut { options: begun.options };
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(out))
}

/// Signs in by passkey. It verified who holds it, so no code is asked for. Each ceremony takes one answer. Takes no
/// `Idempotency-Key`: its answer holds secrets, which are kept nowhere.
#[utoipa::path(tag = "identity", responses(
    (status = 201, body = SessionOut),
    (status = 401), (status = 403), (status = 409),
))]
#[post("/sessions/passkey")]
pub(crate) async fn create_passkey_session(call: Call, body: Json<PasskeySignInIn>) -> Result<HttpResponse> {
    call.services.rates.credentials(call.facts.address)?;
    let agent = agent(&call, body.0.mode);
    let input = sign_in::prepare_passkey(&call.services, &body.0.credential, agent).await?;
    let opened = call
        .services
        .db
        .run(call.origin("create_passkey_session"), input, |ctx, input| {
            Box::pin(sign_in::sign_in_by_passkey(ctx, input))
        })
        .await?;
    Ok(answer(&call, StatusCode::CREATED, opened))
}

/// Exchanges the refresh token, from the body or the cookie, for the next pair. A refresh token works once (and for ten
/// seconds more, for a second tab); using one again later ends the session.
#[utoipa::path(tag = "identity", responses(
    (status = 200, body = SessionOut),
    (status = 401), (status = 403),
))]
#[post("/sessions/refresh")]
pub(crate) async fn refresh_session(call: Call, body: Json<RefreshIn>) -> Result<HttpResponse> {
    let over = || Error::new(error::SESSION_OVER);
    let input = brought(&call, body.0.refresh_token).ok_or_else(over)?;
    let refreshed = call
        .services
        .db
        .run(call.origin("refresh_session"), input, |ctx, input| Box::pin(sessions::refresh(ctx, input)))
        .await?;
    match refreshed {
        Refreshed::Opened(opened) => Ok(answer(&call, StatusCode::OK, *opened)),
        Refreshed::Over => Err(over()),
    }
}

/// Signs out: ends the session of the request, or that of its refresh cookie.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 204, description = "The session is over"),
    (status = 403),
))]
#[delete("/sessions/current")]
pub(crate) async fn end_current_session(call: Call) -> Result<HttpResponse> {
    let done = || cleared(&call, HttpResponse::NoContent().finish());
    if call.actor().principal().is_ok() {
        let (_, id) = call.actor().in_session()?;
        let origin = call.origin("end_current_session");
        call.services.db.run(origin, id, |ctx, id| Box::pin(sessions::revoke(ctx, id))).await?;
        return Ok(done());
    }
    let input = brought(&call, None).ok_or_else(|| Error::new(codes::UNAUTHENTICATED))?;
    let origin = call.origin("end_current_session");
    call.services.db.run(origin, input, |ctx, input| Box::pin(sessions::sign_out(ctx, input))).await?;
    Ok(done())
}

/// The account's sessions that go on, newest first.
#[utoipa::path(tag = "identity", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<SessionInfo>)),
    (status = 403), (status = 422),
))]
#[get("/sessions")]
pub(crate) async fn list_sessions(call: Call, page: Query<Page>) -> Result<web::Json<List<SessionInfo>>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(own::sessions(call.db(), call.actor(), &page.0, now).await?))
}

/// Ends every session of the account but this one.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 204, description = "This session is the only one"),
    (status = 403),
))]
#[post("/sessions/actions/end_others")]
pub(crate) async fn end_other_sessions(call: Call) -> Result<Reply> {
    call.command("end_other_sessions", StatusCode::NO_CONTENT, (), |ctx, ()| Box::pin(sessions::revoke_others(ctx)))
        .await
}

/// Ends one of the account's sessions.
#[utoipa::path(tag = "identity", params(("id" = SessionId, Path)), security(("bearer" = [])), responses(
    (status = 204, description = "The session is over"),
    (status = 403), (status = 404),
))]
#[delete("/sessions/{id}")]
pub(crate) async fn end_session(call: Call, id: web::Path<SessionId>) -> Result<Reply> {
    call.command("end_session", StatusCode::NO_CONTENT, *id, |ctx, id| Box::pin(sessions::revoke(ctx, id))).await
}
