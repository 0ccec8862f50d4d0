//! Files of deals.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, get, http::StatusCode, post, web};

use crate::{
    kernel::{
        List, Result,
        id::{DealId, DocumentId},
    },
    platform::http::{Call, Reply, Upload, download},
};

use super::super::{
    commands::document::{AddDocument, add_document},
    queries,
    view::{DealDocumentForm, DealDocumentOut, DocumentKind},
};

/// The files of a deal, oldest first.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<DealDocumentOut>)),
    (status = 404),
))]
#[get("/deals/{id}/documents")]
pub(crate) async fn list_deal_documents(call: Call, id: web::Path<DealId>) -> Result<web::Json<List<DealDocumentOut>>> {
    queries::find(call.db(), call.actor(), *id).await?;
    Ok(web::Json(List { items: queries::documents(call.db(), *id).await?, next: None }))
}

/// Adds a file. A file of kind `contract` is the version to sign: what was signed before no longer counts.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])),
    request_body(content = DealDocumentForm, content_type = "multipart/form-data"), responses(
    (status = 201, body = DealDocumentOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/deals/{id}/documents")]
pub(crate) async fn add_deal_document(call: Call, id: web::Path<DealId>, form: Multipart) -> Result<Reply> {
    queries::find(call.db(), call.actor(), *id).await?;
    call.may_write()?;
    let upload = Upload::read(&call, form).await?;
    let accepted = DocumentKind::ALL.map(DocumentKind::name).join(", ");
    let kind = upload.word("kind", &accepted)?;
    upload.only(&["kind"])?;
    let random = call.services.db.random().uuid(call.services.db.clock().now())?;
    let blob = call.services.blobs.put(&random.simple().to_string(), upload.content).await?;
    let input = AddDocument { deal: *id, kind, name: upload.name, media_type: upload.media_type, blob };
    call.command("add_deal_document", StatusCode::CREATED, input, |ctx, input| Box::pin(add_document(ctx, input))).await
}

/// One file of a deal.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path), ("document" = DocumentId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealDocumentOut),
    (status = 404),
))]
#[get("/deals/{id}/documents/{document}")]
pub(crate) async fn get_deal_document(
    call: Call,
    path: web::Path<(DealId, DocumentId)>,
) -> Result<web::Json<DealDocumentOut>> {
    let (deal, id) = path.into_inner();
    Ok(web::Json(queries::document(call.db(), call.actor(), deal, id).await?.try_into()?))
}

/// The content of a file, for both sides and the operator.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path), ("document" = DocumentId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    (status = 404),
))]
#[get("/deals/{id}/documents/{document}/content")]
pub(crate) async fn get_deal_document_content(
    call: Call,
    path: web::Path<(DealId, DocumentId)>,
) -> Result<HttpResponse> {
    let (deal, id) = path.into_inner();
    let document = queries::document(call.db(), call.actor(), deal, id).await?;
    let content = call.services.blobs.get(&document.blob_key).await?;
    Ok(download(&document.name, &document.media_type, content))
}
