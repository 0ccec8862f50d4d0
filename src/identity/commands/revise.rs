//! Changing what an organisation says of itself.

use entity::organisation;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::{
    kernel::{
        Error, FieldError, Result, Role, actor::OrganisationKind, error, fields::Fields, id::OrganisationId, machine,
    },
    platform::{Ctx, events::NewEvent},
};

use super::{
    super::{
        events,
        lifecycle::{Action, State, TRANSITIONS},
        model::Organisation,
        queries,
        view::{OrganisationOut, OrganisationPatch},
    },
    found,
};

/// An edit, and the version it is based on.
#[derive(Clone)]
pub struct Revise {
    /// Which.
    pub id: OrganisationId,
    /// The version that was read.
    pub version: i64,
    /// What to change.
    pub patch: OrganisationPatch,
}

/// Edits the profile. Another name or social credit code has to be verified again.
///
/// # Errors
/// `not_found`, `forbidden` below manager, `precondition_failed`, `validation`, `not_allowed_now` for the name or code of
/// a suspended organisation.
pub async fn revise(ctx: &mut Ctx, input: Revise) -> Result<OrganisationOut> {
    let found = queries::lock_visible(ctx, input.id).await?;
    let own = ctx.actor().in_person()?;
    if own.organisation != found.id || !own.role.covers(Role::Manager) {
        return Err(Error::new(error::FORBIDDEN));
    }
    if found.version != input.version {
        let fault = FieldError::new("If-Match", "stale").value(input.version).limit(format!("\"{}\"", found.version));
        return Err(Error::fields(error::PRECONDITION_FAILED, vec![fault]));
    }
    let mut fields = Fields::new();
    let row = apply(&mut fields, &found, input.patch);
    fields.finish()?;
    let renamed = changes_identity(&found, &row);
    let mut row = row.into_active_model().reset_all();
    let mut kind = events::ORGANISATION_CHANGED;
    if renamed && found.kind != OrganisationKind::Operator {
        let arrow = machine::step(TRANSITIONS, found.state, Action::Revise, &found.parties(ctx.actor()))?;
        if arrow.to != found.state {
            kind = events::VERIFICATION_REQUESTED;
            row.verified_at = Set(None);
        }
        row.state = Set(arrow.to.name().to_owned());
    }
    row.version = Set(found.version + 1);
    let row = row.update(ctx.db()).await.map_err(|fault| found::taken(fault.into()))?;
    ctx.audit_target(input.id);
    let mut concerned = vec![input.id];
    if kind == events::VERIFICATION_REQUESTED {
        concerned.extend(queries::operator(ctx.db()).await?);
    }
    ctx.emit(NewEvent::about(kind, input.id).concerns(concerned).facts(serde_json::json!({ "version": row.version })))?;
    let actor = ctx.actor().clone();
    Ok(OrganisationOut::of(row.try_into()?, &actor))
}

fn apply(fields: &mut Fields, found: &Organisation, patch: OrganisationPatch) -> organisation::Model {
    let mut row = found.row.clone();
    if let Some(name) = patch.name {
        let name = found::check_name(fields, name);
        (row.name_zh, row.name_en) = (name.zh, name.en);
    }
    if let Some(uscc) = patch.uscc {
        row.uscc = uscc.and_then(|uscc| found::check_uscc(fields, &uscc)).map(String::from);
        let bound = matches!(found.state, State::Requested | State::Verified | State::Suspended);
        fields.check(!bound || row.uscc.is_some() || found.kind == OrganisationKind::Individual, || {
            FieldError::required("uscc").limit("a code, once verification was asked for")
        });
    }
    if let Some(region) = patch.region {
        row.region = region.map(|region| found::check_region(fields, &region));
    }
    if let Some(sector) = patch.sector {
        row.sector = sector.map(|sector| sector.name().to_owned());
    }
    if let Some(stage) = patch.stage {
        row.stage = stage.map(|stage| stage.name().to_owned());
    }
    if let Some(staff) = patch.staff {
        row.staff = staff.and_then(|staff| i32::try_from(found::check_staff(fields, staff)).ok());
    }
    if let Some(profile) = patch.profile {
        let profile = found::check_profile(fields, profile.unwrap_or_default());
        (row.profile_zh, row.profile_en) = (profile.zh, profile.en);
    }
    if let Some(website) = patch.website {
        row.website = website.map(|website| found::check_website(fields, &website)).filter(|text| !text.is_empty());
    }
    row
}

fn changes_identity(found: &Organisation, row: &organisation::Model) -> bool {
    (&found.row.name_zh, &found.row.name_en, &found.row.uscc) != (&row.name_zh, &row.name_en, &row.uscc)
}
