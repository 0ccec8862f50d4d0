//! Changing settings.

use std::sync::Arc;

use entity::setting;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use crate::{
    identity,
    kernel::{Actor, Error, Result, Role, error, id::SettingId},
    platform::{
        Ctx,
        ctx::expect_match,
        db::is_unique_violation,
        events::NewEvent,
        site::{self, SiteSettings},
    },
};

use super::{
    events, queries,
    view::{SectionChange, SettingSection, SettingsIn, SettingsOut},
};

/// What to change, checked, of which version.
#[derive(Clone)]
pub struct Change {
    /// What.
    pub input: SettingsIn,
    /// The version it builds on.
    pub version: i64,
    /// What holds where nothing was set.
    pub defaults: Arc<SiteSettings>,
}

/// Refuses all but the operator's approvers and owners, in person: no program changes what the exchange stands for.
///
/// # Errors
/// `unauthenticated`, `forbidden`, `second_factor_required`.
pub fn may_change(actor: &Actor) -> Result<()> {
    actor.with_role(Role::Manager)?;
    if !actor.is_operator() {
        return Err(Error::new(error::FORBIDDEN));
    }
    actor.in_session().map(|_| ())
}

/// Writes a change; one that changes nothing leaves no trace.
///
/// # Errors
/// As [`may_change`]; `precondition_failed` when somebody was faster.
pub async fn change(ctx: &mut Ctx, change: Change) -> Result<SettingsOut> {
    may_change(ctx.actor())?;
    let before = site::read(ctx.db(), &change.defaults).await?;
    expect_match(before.version, change.version)?;
    let mut after = applied(before.clone(), change.input);
    let changes = differences(&before, &after)?;
    if changes.is_empty() {
        return queries::out(before, ctx.actor(), ctx.now());
    }
    after.version = before.version + 1;
    let id: SettingId = ctx.id()?;
    let sections: Vec<SettingSection> = changes.iter().map(|change| change.section).collect();
    let row = setting::ActiveModel {
        id: Set(id.0),
        version: Set(after.version),
        document: Set(serde_json::to_value(&after).map_err(Error::internal)?),
        changes: Set(serde_json::to_value(&changes).map_err(Error::internal)?),
        account_id: Set(ctx.actor().account().map(|account| account.0)),
        at: Set(ctx.now()),
    };
    match setting::Entity::insert(row).exec_without_returning(ctx.db()).await.map_err(Error::from) {
        // The version is unique: another change was written after ours had looked.
        Err(fault) if is_unique_violation(&fault) => return Err(Error::new(error::PRECONDITION_FAILED)),
        outcome => outcome?,
    };
    ctx.audit_target(id);
    let operator = identity::operator(ctx.db()).await?;
    ctx.emit(
        NewEvent::about(events::SETTING_CHANGED, id)
            .concerns(operator)
            .facts(json!({ "version": after.version, "sections": sections })),
    )?;
    queries::out(after, ctx.actor(), ctx.now())
}

fn applied(before: SiteSettings, input: SettingsIn) -> SiteSettings {
    SiteSettings {
        version: before.version,
        name: input.name.unwrap_or(before.name),
        contact: input.contact.unwrap_or(before.contact),
        announcement: input.announcement.unwrap_or(before.announcement),
        texts: input.texts.unwrap_or(before.texts),
        fees: input.fees.unwrap_or(before.fees),
        reasons: input.reasons.unwrap_or(before.reasons),
        periods: input.periods.unwrap_or(before.periods),
    }
}

fn differences(before: &SiteSettings, after: &SiteSettings) -> Result<Vec<SectionChange>> {
    let read = |settings: &SiteSettings| serde_json::to_value(settings).map_err(Error::internal);
    let (before, after) = (read(before)?, read(after)?);
    let mut changes = Vec::new();
    for section in [
        SettingSection::Name,
        SettingSection::Contact,
        SettingSection::Announcement,
        SettingSection::Texts,
        SettingSection::Fees,
        SettingSection::Reasons,
        SettingSection::Periods,
    ] {
        let name = serde_json::to_value(section).map_err(Error::internal)?;
        let of = |document: &Value| document[name.as_str().unwrap_or_default()].clone();
        let (from, to) = (of(&before), of(&after));
        if from != to {
            changes.push(SectionChange { section, from, to });
        }
    }
    Ok(changes)
}
