//! `jiaxiu import`: listings and patents from files.

use std::path::PathBuf;

use entity::organisation;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    app, discovery, identity,
    kernel::{Clock, id::OrganisationId, random::Random},
    listings::import,
    platform::{Db, Services, events},
};

use super::{Console, Outcome, Setting};

/// Import listings or patents from files.
#[derive(clap::Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Listings: JSONL or CSV, also with .gz.
    Listings(Listings),
    /// Patents: JSONL or CSV, also with .gz.
    Patents(super::patents::Patents),
}

/// Listings: JSONL or CSV, also with .gz.
#[derive(clap::Args)]
struct Listings {
    /// The file.
    file: PathBuf,
    /// Publish them at once; what the file leaves open becomes an assignment at a negotiable price.
    #[arg(long)]
    publish: bool,
    /// Whose listings they become: an organisation's id, uniform social credit code or name; the operator's unless told.
    #[arg(long, value_name = "ORGANISATION")]
    owner: Option<String>,
    /// Check only, change nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        std::fs::create_dir_all(&setting.config.data)?;
        app::migrate(&setting.config.database_url()).await?;
        let services = app::open(&setting.config, Clock::system(), Random::system()).await?;
        let outcome = match self.what {
            What::Listings(listings) => listings.run(&services, &setting).await,
            What::Patents(patents) => patents.run(&services, &setting).await,
        };
        services.db.close().await;
        outcome
    }
}

impl Listings {
    async fn run(self, services: &Services, setting: &Setting) -> Outcome {
        let console = setting.console;
        let owner = owner(&services.db, self.owner.as_deref()).await?;
        let wanted = import::Import { owner, publish: self.publish, dry_run: self.dry_run };
        let done = import::run(
            &services.db,
            &self.file,
            wanted,
            |so_far| console.progress(format!("{} rows, {} imported", so_far.read, so_far.imported)),
            |refused| report(console, &refused),
        )
        .await?;
        console.progress_done();
        if done.imported > 0 && !self.dry_run {
            index(services, console).await?;
        }
        let text = format!(
            "{} rows: {} imported{}, {} there already, {} refused",
            done.read,
            done.imported,
            if self.dry_run { " (dry run: nothing was changed)" } else { "" },
            done.skipped,
            done.refused
        );
        console.answer(&done, text)
    }
}

/// Brings this process's index up to date; a running server does so by itself.
async fn index(services: &Services, console: Console) -> Outcome {
    if services.index_lock.is_none() {
        return Ok(());
    }
    if services.db.is_postgres() {
        while events::sequencer::step(&services.db).await? > 0 {}
    }
    discovery::reindex(&services.db, services.search.as_ref(), |count| console.progress(format!("{count} indexed")))
        .await?;
    console.progress_done();
    Ok(())
}

fn report(console: Console, refused: &import::Refused) {
    if console.is_json() {
        // A line a row, before the summary.
        let _ = console.answer(refused, "");
        return;
    }
    for fault in &refused.errors {
        let limit = fault.limit.as_deref().unwrap_or_default();
        let value = fault.value.as_deref().map(|value| format!(", got {value}")).unwrap_or_default();
        eprintln!("line {}: {} {}{value}; accepted: {limit}", refused.line, fault.field, fault.code);
    }
}

/// The organisation that `named` means; the operator's when nothing is named.
pub(super) async fn owner(
    db: &Db,
    named: Option<&str>,
) -> Result<OrganisationId, Box<dyn std::error::Error + Send + Sync>> {
    let Some(named) = named else {
        let nobody = "whose listings are they? Name an organisation with --owner, or make the operator first: \
                      jiaxiu account create --email you@example.org --operator";
        return identity::operator(db.read()).await?.ok_or_else(|| nobody.into());
    };
    if let Ok(id) = named.parse::<OrganisationId>() {
        return Ok(identity::organisation(db.read(), id).await?.id.into());
    }
    use organisation::Column as C;
    let any = sea_orm::Condition::any().add(C::Uscc.eq(named)).add(C::NameZh.eq(named)).add(C::NameEn.eq(named));
    let found = organisation::Entity::find().filter(any).all(db.read()).await?;
    match found.as_slice() {
        [one] => Ok(one.id.into()),
        [] => Err(format!("--owner {named}: no organisation has that id, credit code or name").into()),
        _ => Err(format!("--owner {named}: several organisations are called so; give the id").into()),
    }
}
