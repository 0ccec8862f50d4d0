//! Routes of an account to itself.

use actix_web::{
    HttpResponse, delete, get,
    http::{StatusCode, header},
    patch, post, web,
};

use crate::{
    kernel::{Error, FieldError, List, Page, Result, id::ApiTokenId},
    platform::http::{Call, Json, Query, Reply},
};

use super::super::{
    commands::{
        account::{self, Edit},
        api_tokens, reset,
        second_factor::{self, Proof, SetUp},
    },
    own,
    view::{
        AccountOut, AccountPatch, ApiTokenIn, ApiTokenMade, ApiTokenOut, CodeIn, EmailIn, ExportOut, LeaveIn, MailOut,
        MeOut, PasswordIn, ProofIn, TotpOut,
    },
};

/// Who one is, what one belongs to, and for which organisation this request acts.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 200, body = MeOut),
    (status = 403),
))]
#[get("/me")]
pub(crate) async fn get_me(call: Call) -> Result<web::Json<MeOut>> {
    Ok(web::Json(own::me(call.db(), call.actor()).await?))
}

/// Changes name or language. `If-Match` takes the version of the account.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 200, body = AccountOut),
    (status = 403), (status = 412), (status = 428),
))]
#[patch("/me")]
pub(crate) async fn update_me(call: Call, body: Json<AccountPatch>) -> Result<Reply> {
    call.actor().principal()?;
    let input = Edit { version: call.if_match()?, patch: body.0 };
    call.command("update_me", StatusCode::OK, input, |ctx, input| Box::pin(account::edit(ctx, input))).await
}

/// Deletes the account for good: name, address and credentials go, what it did stays under its id.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 204, description = "The account is no more"),
    (status = 403), (status = 409),
))]
#[delete("/me")]
pub(crate) async fn delete_me(call: Call, body: Json<LeaveIn>) -> Result<Reply> {
    let (account, _) = call.actor().in_session()?;
    let row = reset::confirm_password(&call.services, account, body.0.password, "password").await?;
    call.command("delete_me", StatusCode::NO_CONTENT, row.password_hash, |ctx, hash| {
        Box::pin(account::leave(ctx, hash))
    })
    .await
}

/// Sets a new password. The other sessions end.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 204, description = "The password is set"),
    (status = 403),
))]
#[post("/me/password")]
pub(crate) async fn change_password(call: Call, body: Json<PasswordIn>) -> Result<Reply> {
    let who = call.actor().in_session()?;
    let input = reset::prepare_change(&call.services, who, body.0).await?;
    call.command("change_password", StatusCode::NO_CONTENT, input, |ctx, input| Box::pin(reset::change(ctx, input)))
        .await
}

/// Everything kept about the account, as one document.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 200, body = ExportOut),
    (status = 403),
))]
#[get("/me/export")]
pub(crate) async fn export_me(call: Call) -> Result<HttpResponse> {
    let now = call.services.db.clock().now();
    let export = own::export(call.db(), call.actor(), now).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"account.json\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(export))
}

/// Begins to set up a second factor (TOTP). It counts once a code of it is confirmed. Takes no `Idempotency-Key`: its answer
/// holds a secret, which is shown once.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 201, body = TotpOut),
    (status = 403), (status = 409),
))]
#[post("/me/totp")]
pub(crate) async fn set_up_totp(call: Call) -> Result<HttpResponse> {
    call.actor().in_session()?;
    let installation = call.services.site.current().await?.name_in(call.actor().principal()?.locale).to_owned();
    let input = SetUp::new(call.services.db.random(), &installation)?;
    let out = call
        .services
        .db
        .run(call.origin("set_up_totp"), input, |ctx, input| Box::pin(second_factor::set_up(ctx, input)))
        .await?;
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(out))
}

/// Confirms the second factor with a code: from now on signing in takes one.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 200, body = AccountOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/me/totp/confirm")]
pub(crate) async fn confirm_totp(call: Call, body: Json<CodeIn>) -> Result<Reply> {
    let (account, _) = call.actor().in_session()?;
    call.services.rates.guess(&account.to_string())?;
    call.command("confirm_totp", StatusCode::OK, body.0.code, |ctx, code| Box::pin(second_factor::confirm(ctx, code)))
        .await
}

/// What shows that the account is the caller's: a code, to be looked at in the command, or the password, looked at here.
pub(super) async fn proof(call: &Call, given: ProofIn) -> Result<Proof> {
    let (account, _) = call.actor().in_session()?;
    match (given.code, given.password) {
        (Some(code), _) => {
            call.services.rates.guess(&account.to_string())?;
            Ok(Proof::Code(code))
        }
        (None, Some(password)) => {
            let row = reset::confirm_password(&call.services, account, password, "password").await?;
            Ok(Proof::Password(row.password_hash))
        }
        (None, None) => Err(FieldError::required("code").limit("a code or the password").into()),
    }
}

/// Removes the second factor. Takes a code or the password.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 200, body = AccountOut),
    (status = 403), (status = 404),
))]
#[delete("/me/totp")]
pub(crate) async fn remove_totp(call: Call, body: Json<ProofIn>) -> Result<Reply> {
    let proof = proof(&call, body.0).await?;
    call.command("remove_totp", StatusCode::OK, proof, |ctx, proof| Box::pin(second_factor::remove(ctx, proof))).await
}

/// The account's mails, newest first. Only where mail is captured instead of sent.
#[utoipa::path(tag = "identity", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<MailOut>)),
    (status = 403), (status = 404), (status = 422),
))]
#[get("/mail")]
pub(crate) async fn list_mail(call: Call, page: Query<Page>) -> Result<web::Json<List<MailOut>>> {
    call.actor().principal()?;
    if !call.services.mailer.is_captured() {
        return Err(Error::not_found());
    }
    Ok(web::Json(own::mails(call.db(), call.actor(), &page.0).await?))
}

/// The latest mails to an address, for whoever tries out sign-up or reset there. Only in the demo, which listens on its own
/// machine only and whose every password is known.
#[utoipa::path(tag = "identity", params(EmailIn), responses(
    (status = 200, body = inline(List<MailOut>)),
    (status = 404), (status = 422),
))]
#[get("/demo/mail")]
pub(crate) async fn list_demo_mail(call: Call, query: Query<EmailIn>) -> Result<web::Json<List<MailOut>>> {
    if !(call.services.settings.demo && call.services.mailer.is_captured()) {
        return Err(Error::not_found());
    }
    Ok(web::Json(own::mails_to(call.db(), &query.0.email).await?))
}

/// The account's API tokens, newest first, without their secrets.
#[utoipa::path(tag = "identity", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<ApiTokenOut>)),
    (status = 403), (status = 422),
))]
#[get("/api-tokens")]
pub(crate) async fn list_api_tokens(call: Call, page: Query<Page>) -> Result<web::Json<List<ApiTokenOut>>> {
    Ok(web::Json(own::api_tokens(call.db(), call.actor(), &page.0).await?))
}

/// Makes an API token for the organisation acted for. Takes no `Idempotency-Key`: its answer holds the secret, which is shown
/// once.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 201, body = ApiTokenMade),
    (status = 403),
))]
#[post("/api-tokens")]
pub(crate) async fn create_api_token(call: Call, body: Json<ApiTokenIn>) -> Result<HttpResponse> {
    let made = call
        .services
        .db
        .run(call.origin("create_api_token"), body.0, |ctx, input| Box::pin(api_tokens::make(ctx, input)))
        .await?;
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

/// Ends an API token.
#[utoipa::path(tag = "identity", params(("id" = ApiTokenId, Path)), security(("bearer" = [])), responses(
    (status = 204, description = "The token works no more"),
    (status = 403), (status = 404),
))]
#[delete("/api-tokens/{id}")]
pub(crate) async fn revoke_api_token(call: Call, id: web::Path<ApiTokenId>) -> Result<Reply> {
    call.command("revoke_api_token", StatusCode::NO_CONTENT, *id, |ctx, id| Box::pin(api_tokens::revoke(ctx, id))).await
}
