//! `jiaxiu reindex`: the search index, built anew from the database.

use serde_json::json;

use crate::{
    app, discovery,
    kernel::{Clock, random::Random},
    platform::events,
};

use super::{Outcome, Setting};

/// Build the search index anew from the database.
#[derive(clap::Args)]
pub struct Reindex;

impl Reindex {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        let services = app::open(&setting.config, Clock::system(), Random::system()).await?;
        if services.index_lock.is_none() {
            let data = setting.config.data.display();
            return Err(format!(
                "a server uses the index in {data}; it keeps it up to date, and rebuilds it at start when needed"
            )
            .into());
        }
        if services.db.is_postgres() {
            while events::sequencer::step(&services.db).await? > 0 {}
        }
        let console = setting.console;
        let progress = |count| console.progress(format!("{count} indexed"));
        let count = discovery::reindex(&services.db, services.search.as_ref(), progress).await?;
        console.progress_done();
        services.db.close().await;
        console.answer(&json!({ "indexed": count }), format!("{count} listings indexed"))
    }
}
