//! Routes of the desk.

use actix_web::{get, http::StatusCode, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{Error, List, Result},
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    assign::{self, Assign},
    audit,
    model::TaskId,
    queries,
    view::{AssignIn, AuditEntryOut, AuditQuery, DeskTaskOut, DeskTasksOut, TasksQuery},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_desk_tasks).service(get_desk_task).service(assign_desk_task).service(list_audit);
}

/// Everything that waits for the exchange, the nearest deadline first; or what it did, the latest first. For the operator's
/// people.
#[utoipa::path(tag = "desk", params(TasksQuery), security(("bearer" = [])), responses(
    (status = 200, body = DeskTasksOut),
    (status = 403), (status = 422),
))]
#[get("/desk/tasks")]
pub(crate) async fn list_desk_tasks(call: Call, query: Query<TasksQuery>) -> Result<web::Json<DeskTasksOut>> {
    Ok(web::Json(queries::list(&call.services, call.actor(), &query.0).await?))
}

/// One task that waits. For the operator's people.
#[utoipa::path(tag = "desk", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DeskTaskOut),
    (status = 404),
))]
#[get("/desk/tasks/{id}")]
pub(crate) async fn get_desk_task(call: Call, id: web::Path<String>) -> Result<web::Json<DeskTaskOut>> {
    call.actor().membership()?;
    if !call.actor().is_operator() {
        return Err(Error::not_found());
    }
    let id: TaskId = id.parse()?;
    let periods = call.services.site.current().await?.periods;
    Ok(web::Json(queries::find(call.db(), periods, id, call.services.db.clock().now()).await?))
}

/// Takes a task in hand, gives it to a colleague, or puts it back (`assignee` null). For the operator's clerks, approvers
/// and owners; whoever has it, each may still decide what she may.
#[utoipa::path(tag = "desk", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = DeskTaskOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/desk/tasks/{id}/actions/assign")]
pub(crate) async fn assign_desk_task(call: Call, id: web::Path<String>, body: Json<AssignIn>) -> Result<Reply> {
    call.actor().membership()?;
    let periods = call.services.site.current().await?.periods;
    let input = Assign { id: id.parse()?, input: body.0, periods };
    call.command("assign_desk_task", StatusCode::OK, input, |ctx, input| Box::pin(assign::assign(ctx, input))).await
}

/// The audit trail, the latest first: all of it for the operator's auditors, approvers and owners; for the owners of other
/// organisations what was done for those.
#[utoipa::path(tag = "desk", params(AuditQuery), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<AuditEntryOut>)),
    (status = 403), (status = 422),
))]
#[get("/audit")]
pub(crate) async fn list_audit(call: Call, query: Query<AuditQuery>) -> Result<web::Json<List<AuditEntryOut>>> {
    Ok(web::Json(audit::list(call.db(), call.actor(), &query.0).await?))
}
