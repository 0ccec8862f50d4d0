//! Reads of settings: the operator's people everything, everybody the public part.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::{account, setting};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    identity::webauthn,
    kernel::{Actor, DateTime, Error, List, Page, Result, error},
    platform::{
        Services,
        site::{Fees, SiteSettings},
    },
    rules,
};

use super::{
    change::may_change,
    view::{SettingChangeOut, SettingsOut, SiteOut},
};

/// The pack whose fee holds until one is set; deals pin it.
const PACK: &str = "private";
/// China's clock: the day on which a rule is in force is the day there.
const AHEAD_OF_UTC: TimeDelta = TimeDelta::hours(8);

/// The fee of the rule pack in force.
///
/// # Errors
/// `internal` where the pack says nothing.
pub fn standard_fees(now: DateTime) -> Result<Fees> {
    let pack = rules::packs()?.latest(PACK).ok_or_else(|| Error::internal(format!("no rule pack {PACK}")))?;
    let rules = pack.at((now + AHEAD_OF_UTC).date_naive());
    Ok(Fees {
        bps: rules.fee_bps().map_err(Error::internal)?,
        min: rules.fee_min().map_err(Error::internal)?,
        cap: rules.fee_max().map_err(Error::internal)?,
    })
}

/// Settings as `actor` sees them.
///
/// # Errors
/// As [`standard_fees`].
pub fn out(settings: SiteSettings, actor: &Actor, now: DateTime) -> Result<SettingsOut> {
    Ok(SettingsOut::of(settings, standard_fees(now)?, may_change(actor).is_ok()))
}

/// Refuses whoever is not the operator's.
fn operators(actor: &Actor) -> Result<()> {
    actor.membership()?;
    if actor.is_operator() { Ok(()) } else { Err(Error::new(error::FORBIDDEN)) }
}

/// The settings in force, for the operator's people.
///
/// # Errors
/// `forbidden` for others.
pub async fn show(services: &Services, actor: &Actor) -> Result<SettingsOut> {
    operators(actor)?;
    let current = services.site.current().await?;
    out(current.as_ref().clone(), actor, services.db.clock().now())
}

/// The changes, newest first, for the operator's people.
///
/// # Errors
/// `forbidden` for others; `validation` on the page.
pub async fn history(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<SettingChangeOut>> {
    operators(actor)?;
    let limit = page.limit()?;
    let mut find = setting::Entity::find().order_by_desc(setting::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(setting::Column::Id.lt(after));
    }
    let rows = find.all(db).await?;
    let accounts: Vec<Uuid> = rows.iter().filter_map(|row| row.account_id).collect();
    let names: HashMap<Uuid, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(accounts))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.display_name))
        .collect();
    let page = List::of(rows, limit, |row| row.id, |row| row);
    let show = |row: setting::Model| {
        Ok(SettingChangeOut {
            id: row.id.into(),
            version: row.version,
            account: row.account_id.map(Into::into),
            name: row.account_id.and_then(|id| names.get(&id).cloned()),
            at: row.at,
            changes: serde_json::from_value(row.changes).map_err(Error::internal)?,
        })
    };
    Ok(List { items: page.items.into_iter().map(show).collect::<Result<_>>()?, next: page.next })
}

/// What everybody may know.
///
/// # Errors
/// Faults of the database.
pub async fn site(services: &Services) -> Result<SiteOut> {
    let current = services.site.current().await?;
    Ok(SiteOut {
        announcement: current.announced(services.db.clock().now()).cloned(),
        name: current.name.clone(),
        contact: current.contact.clone(),
        texts: current.texts.clone(),
        demo: services.settings.demo,
        sandbox_bank: services.settings.sandbox_bank,
        captured_mail: services.mailer.is_captured(),
        passkey_origin: webauthn::origin(&services.settings.public_url).map(|(_, origin)| origin),
    })
}
