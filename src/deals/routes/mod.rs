//! Routes of deals.

mod actions;
mod documents;
mod messages;

use actix_web::{get, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{List, Result, id::DealId},
    platform::http::{Call, Query},
};

use super::{
    queries,
    view::{DealOut, DealSummaryOut, DealsQuery},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_deals).service(get_deal);
    config.service(documents::list_deal_documents).service(documents::add_deal_document);
    config.service(documents::get_deal_document).service(documents::get_deal_document_content);
    config.service(messages::list_deal_messages).service(messages::write_deal_message);
    config.service(messages::list_commissions);
    config.service(actions::sign_deal).service(actions::cancel_deal);
    config.service(actions::file_deal).service(actions::confirm_deal_recordal);
    config.service(actions::deliver_deal).service(actions::accept_deal).service(actions::extend_deal);
    config.service(actions::release_deal);
    config.service(actions::dispute_deal).service(actions::add_deal_evidence).service(actions::withdraw_deal_dispute);
    config.service(actions::propose_deal_ruling).service(actions::confirm_deal_ruling);
}

/// The deals of the organisation, or the operator's view of all; newest first.
#[utoipa::path(tag = "deals", params(DealsQuery), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<DealSummaryOut>)),
    (status = 422),
))]
#[get("/deals")]
pub(crate) async fn list_deals(call: Call, wanted: Query<DealsQuery>) -> Result<web::Json<List<DealSummaryOut>>> {
    Ok(web::Json(queries::list(call.db(), call.actor(), &wanted.0).await?))
}

/// One deal, with everything both sides know of it.
#[utoipa::path(tag = "deals", params(("id" = DealId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DealOut),
    (status = 404),
))]
#[get("/deals/{id}")]
pub(crate) async fn get_deal(call: Call, id: web::Path<DealId>) -> Result<web::Json<DealOut>> {
    Ok(web::Json(queries::show(call.db(), call.actor(), *id).await?))
}
