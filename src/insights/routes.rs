//! Routes of insights.

use actix_web::{get, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::Result,
    platform::http::{Call, Query},
};

use super::{
    count,
    quarter::Range,
    view::{OverviewOut, OverviewQuery},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_overview);
}

/// What the exchange moves, by quarter, sector and region, for a verified bureau and the operator's people. Aggregates
/// only: figures over fewer than three deals are withheld, and with them what would give them away.
#[utoipa::path(tag = "insights", params(OverviewQuery), security(("bearer" = [])), responses(
    (status = 200, body = OverviewOut),
    (status = 403), (status = 422),
))]
#[get("/insights/overview")]
pub(crate) async fn get_overview(call: Call, query: Query<OverviewQuery>) -> Result<web::Json<OverviewOut>> {
    count::may_look(call.actor())?;
    let now = call.services.db.clock().now();
    let range = Range::of(query.0.from, query.0.to, now)?;
    let db = call.services.db.snapshot().await?;
    Ok(web::Json(count::overview(&db, range, now).await?))
}
