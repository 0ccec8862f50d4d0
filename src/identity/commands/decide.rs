//! Verification: the organisation asks, the operator decides.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::{
    kernel::{Error, FieldError, Result, actor::OrganisationKind, error, fields::Fields, id::OrganisationId, machine},
    platform::{Ctx, ctx::expect_version, events::NewEvent},
};

use super::super::{
    events,
    lifecycle::{Action, State, TRANSITIONS},
    model::Organisation,
    queries,
    view::OrganisationOut,
};

/// Longest reason, in characters.
const REASON: usize = 2_000;

/// Which organisation, in which version, and what to do.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Which.
    pub id: OrganisationId,
    /// The version the actor saw.
    pub version: i64,
    /// What.
    pub action: Action,
    /// Why; for a refusal and a suspension.
    pub reason: Option<String>,
}

/// Takes one step of the machine.
///
/// # Errors
/// `not_found`, `forbidden`, `stale_version`, `not_allowed_now`; `validation` on a missing `reason` or `uscc`.
pub async fn decide(ctx: &mut Ctx, input: Decide) -> Result<OrganisationOut> {
    let found = queries::lock_visible(ctx, input.id).await?;
    ctx.actor().membership()?;
    let parties = found.parties(ctx.actor());
    if parties.is_empty() {
        return Err(Error::new(error::FORBIDDEN));
    }
    expect_version(found.version, input.version)?;
    let arrow = machine::step(TRANSITIONS, found.state, input.action, &parties)?;
    let reason = check(&found, &input)?;
    if ctx.actor().is_operator() {
        queries::apart(ctx.db(), ctx.actor(), &[found.id]).await?;
    }
    let found = step(ctx, found, arrow.to, input.action, reason).await?;
    let actor = ctx.actor().clone();
    Ok(OrganisationOut::of(found, &actor))
}

fn check(found: &Organisation, input: &Decide) -> Result<Option<String>> {
    let mut fields = Fields::new();
    let needs_reason = matches!(input.action, Action::Reject | Action::Suspend);
    let reason = needs_reason.then(|| fields.text("reason", input.reason.as_deref().unwrap_or_default(), 1, REASON));
    let needs_code = input.action == Action::RequestVerification && found.kind != OrganisationKind::Individual;
    fields.check(!needs_code || found.row.uscc.is_some(), || {
        FieldError::required("uscc").limit("a uniform social credit code (GB 32100), for every kind but individual")
    });
    fields.finish()?;
    Ok(reason)
}

/// Writes a step, and says so.
///
/// # Errors
/// Faults of the database.
pub(super) async fn step(
    ctx: &mut Ctx,
    found: Organisation,
    to: State,
    action: Action,
    reason: Option<String>,
) -> Result<Organisation> {
    let (id, version) = (found.id, found.version + 1);
    let mut row = found.row.into_active_model();
    row.state = Set(to.name().to_owned());
    row.state_reason = Set(reason);
    row.version = Set(version);
    if action == Action::Verify {
        row.verified_at = Set(Some(ctx.now()));
    }
    let row = row.update(ctx.db()).await?;
    let kind = match action {
        Action::RequestVerification | Action::Revise => events::VERIFICATION_REQUESTED,
        Action::Verify => events::ORGANISATION_VERIFIED,
        Action::Reject => events::ORGANISATION_REJECTED,
        Action::Suspend | Action::Abandon => events::ORGANISATION_SUSPENDED,
        Action::Reinstate => events::ORGANISATION_REINSTATED,
    };
    let mut concerned = vec![id];
    if kind == events::VERIFICATION_REQUESTED {
        concerned.extend(queries::operator(ctx.db()).await?);
    }
    ctx.audit_target(id);
    let facts = serde_json::json!({ "state": to, "version": version });
    ctx.emit(NewEvent::about(kind, id).concerns(concerned).facts(facts))?;
    row.try_into()
}
