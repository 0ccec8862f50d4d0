//! Taking a task in hand, giving it to a colleague, putting it back.

use entity::{desk_assignment, member};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde_json::json;

use crate::{
    identity,
    kernel::{
        Error, FieldError, Result, Role, error,
        id::{AccountId, OrganisationId},
    },
    platform::{Ctx, ctx::expect_version, events::NewEvent, site::Periods},
};

use super::{
    events,
    model::TaskId,
    queries,
    view::{AssignIn, DeskTaskOut},
};

/// Which task, and whose it is to be.
#[derive(Clone)]
pub struct Assign {
    /// Which.
    pub id: TaskId,
    /// Whose.
    pub input: AssignIn,
    /// What deadlines are counted by.
    pub periods: Periods,
}

/// Says who sees to a task.
///
/// # Errors
/// `not_found` for others than the operator's people and for what does not wait; `forbidden` for auditors;
/// `stale_version` when somebody was faster; `validation` on an account that can't see to it.
pub async fn assign(ctx: &mut Ctx, command: Assign) -> Result<DeskTaskOut> {
    let own = ctx.actor().membership()?.organisation;
    if !ctx.actor().is_operator() {
        return Err(Error::not_found());
    }
    if !ctx.actor().is_operator_staff() {
        return Err(Error::new(error::FORBIDDEN));
    }
    let Assign { id, input, periods } = command;
    let task = id.to_string();
    queries::find(ctx.db(), periods, id, ctx.now()).await?;
    let find = ctx.for_update(desk_assignment::Entity::find_by_id(task.clone()));
    let row = find.one(ctx.db()).await?;
    let version = row.as_ref().map_or(0, |row| row.version);
    if let Some(seen) = input.assignment {
        expect_version(version, seen)?;
    }
    if let Some(account) = input.assignee {
        check(ctx, own, account).await?;
    }
    let row = desk_assignment::ActiveModel {
        task: Set(task.clone()),
        account_id: Set(input.assignee.map(|account| account.0)),
        by_account_id: Set(ctx.actor().account().map(|account| account.0)),
        at: Set(ctx.now()),
        version: Set(version + 1),
    };
    use desk_assignment::Column as C;
    let again =
        OnConflict::column(C::Task).update_columns([C::AccountId, C::ByAccountId, C::At, C::Version]).to_owned();
    desk_assignment::Entity::insert(row).on_conflict(again).exec_without_returning(ctx.db()).await?;
    ctx.audit_target(&task);
    let operator = identity::operator(ctx.db()).await?;
    ctx.emit(
        NewEvent::about(events::TASK_ASSIGNED, &task)
            .concerns(operator)
            .facts(json!({ "assignee": input.assignee, "kind": id.kind })),
    )?;
    queries::find(ctx.db(), periods, id, ctx.now()).await
}

/// Who only reads, or is somebody else's, can't see to anything.
async fn check(ctx: &Ctx, operator: OrganisationId, account: AccountId) -> Result<()> {
    let row = member::Entity::find()
        .filter(member::Column::OrganisationId.eq(operator.0))
        .filter(member::Column::AccountId.eq(account.0))
        .one(ctx.db())
        .await?;
    let role = row.and_then(|row| Role::from_name(&row.role));
    if matches!(role, Some(Role::Owner | Role::Clerk | Role::Approver)) {
        return Ok(());
    }
    Err(FieldError::invalid("assignee", account, "a clerk, approver or owner of the exchange").into())
}
