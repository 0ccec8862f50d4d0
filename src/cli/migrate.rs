//! `jiaxiu migrate`: the schema, brought up to date.

use crate::app;

use super::{Outcome, Setting};

/// Bring the database's schema up to date.
#[derive(clap::Args)]
pub struct Migrate;

impl Migrate {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        std::fs::create_dir_all(&setting.config.data)?;
        app::migrate(&setting.config.database_url()).await?;
        setting.console.answer(&serde_json::json!({ "migrated": true }), "The schema is up to date.")
    }
}
