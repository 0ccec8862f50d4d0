//! Routes of an account's passkeys.

use actix_web::{
    HttpResponse, delete, get,
    http::{StatusCode, header},
    patch, post, web,
};

use crate::{
    kernel::{Error, List, Result, id::PasskeyId},
    platform::{
        db::Origin,
        http::{Call, Json, Reply},
    },
};

use super::{
    super::{
        commands::passkeys::{self, Kept, New, Rename},
        error, own,
        view::{CeremonyOut, PasskeyIn, PasskeyOut, PasskeyPatch, ProofIn},
        webauthn::{self, RelyingParty},
    },
    me,
};

/// The account's passkeys, oldest first.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 200, body = inline(List<PasskeyOut>)),
    (status = 403),
))]
#[get("/me/passkeys")]
pub(crate) async fn list_passkeys(call: Call) -> Result<web::Json<List<PasskeyOut>>> {
    Ok(web::Json(own::passkeys(call.db(), call.actor()).await?))
}

/// Begins to add a passkey: what the browser needs to make one. Takes a code or the password. Takes no `Idempotency-Key`: a
/// ceremony that gets no answer is forgotten after five minutes.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 201, body = CeremonyOut),
    (status = 403), (status = 409),
))]
#[post("/me/passkeys/begin")]
pub(crate) async fn begin_passkey(call: Call, body: Json<ProofIn>) -> Result<HttpResponse> {
    let (account, _) = call.actor().in_session()?;
    let party = RelyingParty::of(&call.services.settings)?;
    let proof = me::proof(&call, body.0).await?;
    let (row, known) = own::for_passkey(call.db(), account).await?;
    let begun = party.register(&row, &known)?;
    let kept = Kept::registration(&begun, account, proof);
    let origin = call.origin("begin_passkey");
    call.services.db.run(origin, kept, |ctx, kept| Box::pin(passkeys::begin(ctx, kept))).await?;
    let out = CeremonyOut { options: begun.options };
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(out))
}

/// Adds the passkey that the browser made. Its owner is told by mail. Each ceremony takes one answer.
#[utoipa::path(tag = "identity", security(("bearer" = [])), responses(
    (status = 201, body = PasskeyOut),
    (status = 403), (status = 409),
))]
#[post("/me/passkeys")]
pub(crate) async fn add_passkey(call: Call, body: Json<PasskeyIn>) -> Result<HttpResponse> {
    let (account, _) = call.actor().in_session()?;
    let party = RelyingParty::of(&call.services.settings)?;
    let (challenge, answer) = webauthn::read_registration(&body.0.credential)?;
    let (db, which) = (&call.services.db, (challenge, Some(account)));
    let state = db.run(Origin::system("passkeys"), which, |ctx, which| Box::pin(passkeys::take(ctx, which))).await?;
    let state = state.ok_or_else(|| Error::new(error::PASSKEY_NOT_MADE))?;
    let new = New { made: party.registered(&state, &answer)?, name: body.0.name };
    let added = db.run(call.origin("add_passkey"), new, |ctx, new| Box::pin(passkeys::add(ctx, new))).await?;
    Ok(HttpResponse::Created().json(added))
}

/// Names a passkey anew. `If-Match` takes its version.
#[utoipa::path(tag = "identity", params(("id" = PasskeyId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = PasskeyOut),
    (status = 403), (status = 404), (status = 412), (status = 428),
))]
#[patch("/me/passkeys/{id}")]
pub(crate) async fn rename_passkey(call: Call, id: web::Path<PasskeyId>, body: Json<PasskeyPatch>) -> Result<Reply> {
    call.actor().in_session()?;
    let input = Rename { id: *id, version: call.if_match()?, name: body.0.name };
    call.command("rename_passkey", StatusCode::OK, input, |ctx, input| Box::pin(passkeys::rename(ctx, input))).await
}

/// Removes a passkey and ends the sessions it opened. Takes a code or the password. Its owner is told by mail.
#[utoipa::path(tag = "identity", params(("id" = PasskeyId, Path)), security(("bearer" = [])), responses(
    (status = 204, description = "It signs in no more"),
    (status = 403), (status = 404),
))]
#[delete("/me/passkeys/{id}")]
pub(crate) async fn remove_passkey(call: Call, id: web::Path<PasskeyId>, body: Json<ProofIn>) -> Result<Reply> {
    // Another's is not there, whatever the proof.
    own::passkey(call.db(), call.actor(), *id).await?;
    let proof = me::proof(&call, body.0).await?;
    call.command("remove_passkey", StatusCode::NO_CONTENT, (*id, proof), |ctx, input| {
        Box::pin(passkeys::remove(ctx, input))
    })
    .await
}
