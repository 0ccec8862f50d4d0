//! Routes of settings.

use std::sync::Arc;

use actix_web::{get, http::StatusCode, put, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{List, Page, Result},
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    change::{self, Change},
    check, queries,
    view::{SettingChangeOut, SettingsIn, SettingsOut, SiteOut},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_site).service(get_settings).service(put_settings).service(list_setting_changes);
}

/// The installation: its name, how to reach the exchange, what it announces. For everybody.
#[utoipa::path(tag = "settings", responses((status = 200, body = SiteOut)))]
#[get("/site")]
pub(crate) async fn get_site(call: Call) -> Result<web::Json<SiteOut>> {
    Ok(web::Json(queries::site(&call.services).await?))
}

/// The settings in force, for the operator's people.
#[utoipa::path(tag = "settings", security(("bearer" = [])), responses(
    (status = 200, body = SettingsOut),
    (status = 403),
))]
#[get("/settings")]
pub(crate) async fn get_settings(call: Call) -> Result<web::Json<SettingsOut>> {
    Ok(web::Json(queries::show(&call.services, call.actor()).await?))
}

/// Changes settings, for the operator's approvers and owners, signed in. They hold at once; a deal that is open keeps the
/// fee it opened with.
#[utoipa::path(tag = "settings", params(("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = SettingsOut),
    (status = 403), (status = 412), (status = 428),
))]
#[put("/settings")]
pub(crate) async fn put_settings(call: Call, body: Json<SettingsIn>) -> Result<Reply> {
    change::may_change(call.actor())?;
    let version = call.if_match()?;
    let input = check::checked(body.0)?;
    let input = Change { input, version, defaults: Arc::new(call.services.site.defaults().clone()) };
    call.command("put_settings", StatusCode::OK, input, |ctx, input| Box::pin(change::change(ctx, input))).await
}

/// Every change of the settings, newest first, for the operator's people.
#[utoipa::path(tag = "settings", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<SettingChangeOut>)),
    (status = 403), (status = 422),
))]
#[get("/settings/history")]
pub(crate) async fn list_setting_changes(call: Call, page: Query<Page>) -> Result<web::Json<List<SettingChangeOut>>> {
    Ok(web::Json(queries::history(call.db(), call.actor(), &page.0).await?))
}
