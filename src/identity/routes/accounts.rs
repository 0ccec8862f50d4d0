//! Routes of sign-up, confirmation and reset: for people who are not signed in.

use actix_web::{HttpResponse, http::StatusCode, post};

use crate::{
    kernel::{Result, fields::Fields},
    platform::http::{Call, Json, Reply},
};

use super::super::{
    commands::{operator, reset, sign_up, verify},
    letters::{self, Letter, Purpose},
    view::{AccountOut, EmailIn, FirstOperatorIn, ResetIn, SignUpIn, VerifiedOut, VerifyIn},
};

async fn letter(call: &Call, operation: &'static str, purpose: Purpose, email: &str) -> Result<HttpResponse> {
    call.services.rates.credentials(call.facts.address)?;
    let mut fields = Fields::new();
    let email = sign_up::normal_email(&mut fields, email);
    fields.finish()?;
    let letter = Letter { purpose, email };
    call.services.db.run(call.origin(operation), letter, |ctx, letter| Box::pin(letters::ask(ctx, letter))).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Signs up. The answer is the same whether or not the address has an account; the mail tells.
#[utoipa::path(tag = "identity", responses(
    (status = 202, description = "A mail is on its way"),
))]
#[post("/accounts")]
pub(crate) async fn create_account(call: Call, body: Json<SignUpIn>) -> Result<HttpResponse> {
    call.services.rates.credentials(call.facts.address)?;
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
))]
#[post("/accounts/verify")]
pub(crate) async fn verify_account(call: Call, body: Json<VerifyIn>) -> Result<Reply> {
    call.services.rates.credentials(call.facts.address)?;
    call.command("verify_account", StatusCode::OK, body.0.token, |ctx, token| Box::pin(verify::verify(ctx, token)))
        .await
}

/// Mails the link that confirms an address again. The answer is the same whatever the address.
#[utoipa::path(tag = "identity", responses(
    (status = 202, description = "A mail is on its way, if it is needed"),
))]
#[post("/accounts/verify/resend")]
pub(crate) async fn resend_verification(call: Call, body: Json<EmailIn>) -> Result<HttpResponse> {
    letter(&call, "resend_verification", Purpose::Verify, &body.0.email).await
}

/// Mails a link to set a new password. The answer is the same whatever the address.
#[utoipa::path(tag = "identity", responses(
    (status = 202, description = "A mail is on its way, if the address has an account"),
))]
#[post("/accounts/reset")]
pub(crate) async fn request_reset(call: Call, body: Json<EmailIn>) -> Result<HttpResponse> {
    letter(&call, "request_reset", Purpose::Reset, &body.0.email).await
}

/// Sets a new password with the secret of the mailed link. Every session of the account ends.
#[utoipa::path(tag = "identity", responses(
    (status = 200, body = AccountOut),
))]
#[post("/accounts/reset/confirm")]
pub(crate) async fn confirm_reset(call: Call, body: Json<ResetIn>) -> Result<Reply> {
    call.services.rates.credentials(call.facts.address)?;
    let input = reset::prepare(&call.services, body.0).await?;
    call.command("confirm_reset", StatusCode::OK, input, |ctx, input| Box::pin(reset::reset(ctx, input))).await
}

/// Makes the account of the first operator, with the secret of the link in the server's log.
#[utoipa::path(tag = "identity", responses(
    (status = 201, body = AccountOut),
    (status = 409),
))]
#[post("/accounts/first-operator")]
pub(crate) async fn create_first_operator(call: Call, body: Json<FirstOperatorIn>) -> Result<Reply> {
    call.services.rates.credentials(call.facts.address)?;
    let input = operator::prepare_first(&call.services, body.0).await?;
    call.command("create_first_operator", StatusCode::CREATED, input, |ctx, input| {
        Box::pin(operator::first_operator(ctx, input))
    })
    .await
}
