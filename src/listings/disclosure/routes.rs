//! Routes of disclosure.

use actix_web::{HttpResponse, delete, get, http::StatusCode, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{
        Error, List, Page, Result,
        id::{AccessRequestId, DocumentId, ListingId},
    },
    listings::{lifecycle::Action, queries::find},
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    commands::{
        add::{self, Add},
        agree, look, remove, request,
        resolve::{self, Resolve},
    },
    model::AccessAction,
    queries, upload,
    view::{AccessActionIn, AccessRequestIn, AccessRequestOut, DocumentIn, DocumentOut, LookOut, NdaIn, NdaOut},
};

/// Adds the routes of disclosure.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_documents).service(add_document).service(get_document).service(remove_document);
    config.service(download_document).service(list_looks).service(get_nda).service(accept_nda);
    config.service(list_access_requests).service(request_access).service(get_access_request);
    config.service(grant_access).service(decline_access).service(revoke_access);
}

/// The documents of a listing, newest first. Of those the reader can't open yet, no more than their names.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), Page), responses(
    (status = 200, body = inline(List<DocumentOut>)),
    (status = 404), (status = 422),
))]
#[get("/listings/{id}/documents")]
pub(crate) async fn list_documents(
    call: Call,
    id: web::Path<ListingId>,
    page: Query<Page>,
) -> Result<web::Json<List<DocumentOut>>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::documents(call.db(), call.actor(), *id, &page.0, now).await?))
}

/// Adds a document to one's own listing.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), security(("bearer" = [])),
    request_body(content = DocumentIn, content_type = "multipart/form-data"), responses(
    (status = 201, body = DocumentOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/listings/{id}/documents")]
pub(crate) async fn add_document(call: Call, id: web::Path<ListingId>, payload: web::Payload) -> Result<Reply> {
    // Nobody fills the store who may not add in the end.
    call.may_write()?;
    call.actor().membership()?;
    let listing = find(call.db(), call.actor(), *id).await?;
    crate::kernel::machine::step(
        crate::listings::lifecycle::TRANSITIONS,
        listing.state,
        Action::Edit,
        &listing.parties(call.actor()),
    )?;
    let upload = upload::read(&call.request, payload, call.services.settings.max_upload).await?;
    let mut name = [0u8; 16];
    call.services.db.random().fill(&mut name)?;
    let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
    let blob = call.services.blobs.put(&name, upload.content).await?;
    let input = Add {
        listing: *id,
        level: upload.level,
        title: upload.title,
        name: upload.name,
        media_type: upload.media_type,
        blob,
    };
    call.command("add_document", StatusCode::CREATED, input, |ctx, input| Box::pin(add::add(ctx, input))).await
}

/// One document, without its content.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("document" = DocumentId, Path)), responses(
    (status = 200, body = DocumentOut),
    (status = 404),
))]
#[get("/listings/{id}/documents/{document}")]
pub(crate) async fn get_document(
    call: Call,
    path: web::Path<(ListingId, DocumentId)>,
) -> Result<web::Json<DocumentOut>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::show_document(call.db(), call.actor(), *path, now).await?))
}

/// Removes a document from one's own listing.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("document" = DocumentId, Path)), security(("bearer" = [])), responses(
    (status = 204),
    (status = 403), (status = 404), (status = 409),
))]
#[delete("/listings/{id}/documents/{document}")]
pub(crate) async fn remove_document(call: Call, path: web::Path<(ListingId, DocumentId)>) -> Result<Reply> {
    call.command("remove_document", StatusCode::NO_CONTENT, *path, |ctx, input| Box::pin(remove::remove(ctx, input)))
        .await
}

/// The content of a document, as a file to save. Every look is on record.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("document" = DocumentId, Path)), responses(
    (status = 200, body = inline(Vec<u8>), content_type = "application/octet-stream"),
    (status = 401), (status = 403), (status = 404),
))]
#[get("/listings/{id}/documents/{document}/content")]
pub(crate) async fn download_document(call: Call, path: web::Path<(ListingId, DocumentId)>) -> Result<HttpResponse> {
    let origin = call.origin("download_document");
    let row = call.services.db.run(origin, *path, |ctx, input| Box::pin(look::look(ctx, input))).await?;
    let content = call.services.blobs.get(&row.blob_key).await.map_err(|fault| {
        // A row without its file is our fault, not the reader's.
        if fault.code() == crate::kernel::error::NOT_FOUND { Error::internal(fault) } else { fault }
    })?;
    Ok(HttpResponse::Ok()
        .content_type(row.media_type)
        .insert_header(("Content-Disposition", attachment(&row.name)))
        .insert_header(("Cache-Control", "private, no-store"))
        // Whatever it is, it runs nowhere.
        .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
        .body(content))
}

/// `Content-Disposition` with the name in ASCII and, for whoever reads RFC 8187, as it is.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// Every look at the listing's documents, newest first; for the holder and the operator.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<LookOut>)),
    (status = 403), (status = 404), (status = 422),
))]
#[get("/listings/{id}/looks")]
pub(crate) async fn list_looks(
    call: Call,
    id: web::Path<ListingId>,
    page: Query<Page>,
) -> Result<web::Json<List<LookOut>>> {
    Ok(web::Json(queries::looks(call.db(), call.actor(), *id, &page.0).await?))
}

/// The non-disclosure agreement that opens documents of level `nda`.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), responses(
    (status = 200, body = NdaOut),
    (status = 404),
))]
#[get("/listings/{id}/nda")]
pub(crate) async fn get_nda(call: Call, id: web::Path<ListingId>) -> Result<web::Json<NdaOut>> {
    Ok(web::Json(queries::agreement(call.db(), call.actor(), *id).await?))
}

/// Accepts the agreement for one's organisation.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = NdaOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/listings/{id}/nda")]
pub(crate) async fn accept_nda(call: Call, id: web::Path<ListingId>, body: Json<NdaIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("accept_nda", StatusCode::OK, input, |ctx, input| Box::pin(agree::accept(ctx, input))).await
}

/// Requests to see the qualified documents, newest first: the holder sees all, others their own.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<AccessRequestOut>)),
    (status = 404), (status = 422),
))]
#[get("/listings/{id}/access-requests")]
pub(crate) async fn list_access_requests(
    call: Call,
    id: web::Path<ListingId>,
    page: Query<Page>,
) -> Result<web::Json<List<AccessRequestOut>>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::requests(call.db(), call.actor(), *id, &page.0, now).await?))
}

/// Asks the holder for the qualified documents.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path)), security(("bearer" = [])), responses(
    (status = 201, body = AccessRequestOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/listings/{id}/access-requests")]
pub(crate) async fn request_access(call: Call, id: web::Path<ListingId>, body: Json<AccessRequestIn>) -> Result<Reply> {
    let input = (*id, body.0);
    call.command("request_access", StatusCode::CREATED, input, |ctx, input| Box::pin(request::request(ctx, input)))
        .await
}

/// One request.
#[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("request" = AccessRequestId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = AccessRequestOut),
    (status = 404),
))]
#[get("/listings/{id}/access-requests/{request}")]
pub(crate) async fn get_access_request(
    call: Call,
    path: web::Path<(ListingId, AccessRequestId)>,
) -> Result<web::Json<AccessRequestOut>> {
    let now = call.services.db.clock().now();
    Ok(web::Json(queries::show_request(call.db(), call.actor(), *path, now).await?))
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $path:literal $action:ident;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(tag = "listings", params(("id" = ListingId, Path), ("request" = AccessRequestId, Path)), security(("bearer" = [])), responses(
            (status = 200, body = AccessRequestOut),
    (status = 403), (status = 404), (status = 409),
))]
        #[post($path)]
        pub(crate) async fn $name(
            call: Call,
            path: web::Path<(ListingId, AccessRequestId)>,
            body: Json<AccessActionIn>,
        ) -> Result<Reply> {
            let (listing, id) = *path;
            let input = Resolve { listing, id, action: AccessAction::$action, input: body.0 };
            call.command(stringify!($name), StatusCode::OK, input, |ctx, input| Box::pin(resolve::resolve(ctx, input)))
                .await
        }
    )*};
}

actions! {
    /// The holder opens its qualified documents to who asked, until a date or without end.
    grant_access "/listings/{id}/access-requests/{request}/actions/grant" Grant;
    /// The holder refuses.
    decline_access "/listings/{id}/access-requests/{request}/actions/decline" Decline;
    /// The holder closes them again.
    revoke_access "/listings/{id}/access-requests/{request}/actions/revoke" Revoke;
}
