//! What the operator sets while the exchange runs: name, contact, fees, texts, reasons, periods.
//!
//! Every change is a row of `setting`; the newest one is in force, and before the first the [`SiteSettings::defaults`]
//! are. Reading costs one look at the newest version, so that a change holds on every instance with the next request;
//! the document behind it is read again only when that version is another. The domain `settings` writes.

mod model;

use std::sync::{Arc, RwLock};

use entity::setting;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

use crate::kernel::{Error, Result};

use super::Db;

pub use model::{Announcement, Contact, Fees, Periods, Reason, ReasonFor, SiteSettings, Texts, Tone};

/// The settings in force. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    db: Db,
    defaults: Arc<SiteSettings>,
    known: Arc<RwLock<Arc<SiteSettings>>>,
}

impl Site {
    /// Of the database, and of `defaults` before anything was set.
    pub fn new(db: Db, defaults: SiteSettings) -> Self {
        let defaults = Arc::new(defaults);
        Self { db, known: Arc::new(RwLock::new(defaults.clone())), defaults }
    }

    /// The settings in force at this moment.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn current(&self) -> Result<Arc<SiteSettings>> {
        let newest: Option<i64> = setting::Entity::find()
            .select_only()
            .column_as(setting::Column::Version.max(), "version")
            .into_tuple::<Option<i64>>()
            .one(self.db.read())
            .await?
            .flatten();
        let known = self.peek();
        if known.version == newest.unwrap_or(0) {
            return Ok(known);
        }
        let read = Arc::new(read(self.db.read(), &self.defaults).await?);
        if let Ok(mut known) = self.known.write() {
            *known = read.clone();
        }
        Ok(read)
    }

    /// What was in force when it was last looked at, without looking.
    pub fn peek(&self) -> Arc<SiteSettings> {
        self.known.read().map_or_else(|_| self.defaults.clone(), |known| known.clone())
    }

    /// What holds where nothing was set.
    pub fn defaults(&self) -> &SiteSettings {
        &self.defaults
    }
}

/// The newest change; none before the first.
///
/// # Errors
/// Faults of the database.
pub async fn newest(db: &impl ConnectionTrait) -> Result<Option<setting::Model>> {
    Ok(setting::Entity::find().order_by_desc(setting::Column::Version).one(db).await?)
}

/// The settings in force, as `db` (a command's transaction, say) sees them.
///
/// # Errors
/// Faults of the database; `internal` for a document that this version can't read.
pub async fn read(db: &impl ConnectionTrait, defaults: &SiteSettings) -> Result<SiteSettings> {
    let Some(row) = newest(db).await? else { return Ok(defaults.clone()) };
    let mut read: SiteSettings = serde_json::from_value(row.document).map_err(Error::internal)?;
    read.version = row.version;
    Ok(read)
}

/// The exchange's fee, where it was set; the rule pack's holds where it was not.
///
/// # Errors
/// As [`read`].
pub async fn fees(db: &impl ConnectionTrait) -> Result<Option<Fees>> {
    Ok(match newest(db).await? {
        Some(row) => serde_json::from_value::<SiteSettings>(row.document).map_err(Error::internal)?.fees,
        None => None,
    })
}
