//! Routes of identity.

use actix_web::{HttpResponse, http::StatusCode, http::header, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::Result,
    platform::http::{Body, Call, Problem, Reply},
};

use super::{
    commands::{sign_in, sign_up, verify},
    view::{SessionOut, SignInIn, SignUpIn, VerifiedOut, VerifyIn},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_account).service(verify_account).service(create_session);
}

/// Signs up. The answer is the same whether or not the address has an account; the mail tells.
#[utoipa::path(tag = "identity", responses(
    (status = 202, description = "A mail is on its way, if the address is new"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
#[post("/accounts")]
pub(crate) async fn create_account(call: Call, body: Body<SignUpIn>) -> Result<HttpResponse> {
    let input = sign_up::prepare(&call.services, body.0).await?;
    call.services
        .db
        .run(call.origin("create_account"), input, |ctx, input| Box::pin(sign_up::sign_up(ctx, input)))
        .await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Confirms an address with the secret of the mailed link.
#[utoipa::path(tag = "identity", responses(
    (status = 200, body = VerifiedOut),
    (status = 422, body = Problem, content_type = "application/problem+json"),
))]
#[post("/accounts/verify")]
pub(crate) async fn verify_account(call: Call, body: Body<VerifyIn>) -> Result<Reply> {
    call.command("verify_account", StatusCode::OK, body.0.token, |ctx, token| Box::pin(verify::verify(ctx, token)))
        .await
}

/// Signs in.
#[utoipa::path(tag = "identity", responses(
    (status = 201, body = SessionOut),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
#[post("/sessions")]
pub(crate) async fn create_session(call: Call, body: Body<SignInIn>) -> Result<Reply> {
    let agent = call.request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let input = sign_in::prepare(&call.services, body.0, agent, call.facts.address.clone()).await?;
    let session = call
        .services
        .db
        .run(call.origin("create_session"), input, |ctx, input| Box::pin(sign_in::sign_in(ctx, input)))
        .await?;
    Reply::json(StatusCode::CREATED, &session)
}
