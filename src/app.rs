//! The composition root: configuration → stores → domains → routes and consumers.

use std::{path::Path, sync::Arc};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, Database,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    config::Config,
    deals::{self, DealPayee},
    discovery::Indexer,
    identity::{self, letters::Letters},
    intermediaries,
    kernel::{Clock, Error, Result, random::Random},
    ledger::{self, bank::Payees},
    notifications::{Hub, Tell, spawn_hub},
    platform::{
        Db, Services, Settings,
        blob::Blobs,
        db::Options,
        events::{self, Local, Projection, sequencer},
        idempotency::{self, InFlight},
        jobs::{Handler, Sweep, Worker, spawn_sweep},
        mail::{self, Mailer},
        rates::{self, Limits, Rates},
        search::{EmbeddedEngine, EmbeddedOptions, SearchEngine},
        shutdown::Shutdown,
        site::Site,
    },
    trading,
    web::server::Parts,
};

/// A running application: its stores, and the tasks that react.
pub struct App {
    /// The stores.
    pub services: Services,
    /// Its live streams.
    pub hub: Hub,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Brings the schema up to date.
///
/// # Errors
/// `internal` or `unavailable` for faults of the database.
pub async fn migrate(url: &str) -> Result<()> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|sqlite| {
        let sqlite = sqlite.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        // Hundreds of small commits, which nobody was promised yet: they reach the disk in order, with the first one
        // of the server, which syncs each. (A power cut in between leaves an earlier state, never a torn one.)
        sqlite.synchronous(SqliteSynchronous::Normal)
    });
    let db = Database::connect(options).await?;
    Migrator::up(&db, None).await?;
    db.close().await?;
    Ok(())
}

/// Opens the stores; starts nothing.
///
/// # Errors
/// `unavailable` or `internal` when a store can't be opened.
pub async fn open(config: &Config, clock: Clock, random: Random) -> Result<Services> {
    std::fs::create_dir_all(&config.data).map_err(Error::internal)?;
    let mut options = Options::new(config.database_url());
    if let Some(connections) = config.database.connections {
        options.connections = connections;
    }
    let token_key = token_key(&config.data, &random)?;
    let db = Db::open(&options, clock, random).await?;
    let (search, index_lock) = index(&config.data)?;
    let mailer = match &config.mail.smtp_url {
        Some(url) => Mailer::smtp(url, &config.mail.from)?,
        None => Mailer::captured(&config.mail.from)?,
    };
    Ok(Services {
        blobs: Blobs::local(&config.data.join("blobs"))?,
        search,
        index_lock,
        mailer,
        rates: Arc::new(Rates::new(
            db.clock(),
            Limits {
                anonymous: config.limits.anonymous_per_minute,
                account: config.limits.account_per_minute,
                credentials: config.limits.credentials_per_minute,
            },
        )),
        in_flight: InFlight::default(),
        shutdown: Shutdown::default(),
        site: Site::new(db.clone(), config.site.settings()),
        settings: Arc::new(Settings {
            public_url: config.public_url(),
            name: config.name.clone(),
            logo: config.site.logo.clone(),
            icp: config.site.icp.clone(),
            data: config.data.clone(),
            sandbox_bank: config.bank.sandbox,
            max_upload: config.limits.upload_bytes,
            behind_proxy: config.behind_proxy,
            demo: config.demo,
            token_key,
        }),
        db,
    })
}

/// An index, and the lock of its directory.
type Index = (Arc<dyn SearchEngine>, Option<Arc<std::fs::File>>);

/// The search index in `data`, with the lock that makes it this process's own. Where another process has it (a server
/// runs, and this is a command beside it), an empty one in memory: the other process indexes what is committed here.
fn index(data: &Path) -> Result<Index> {
    let lock = std::fs::File::create(data.join("search.lock")).map_err(Error::internal)?;
    let options = EmbeddedOptions::default();
    match lock.try_lock() {
        Ok(()) => {
            let engine = EmbeddedEngine::open(&data.join("search"), options).map_err(Error::internal)?;
            Ok((Arc::new(engine), Some(Arc::new(lock))))
        }
        Err(std::fs::TryLockError::WouldBlock) => {
            let engine = EmbeddedEngine::in_memory(options).map_err(Error::internal)?;
            Ok((Arc::new(engine), None))
        }
        Err(std::fs::TryLockError::Error(fault)) => Err(Error::internal(fault)),
    }
}

/// The key of the access tokens: made once, kept in the data directory, readable by its owner only.
fn token_key(data: &Path, random: &Random) -> Result<Vec<u8>> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let path = data.join("token.key");
    match std::fs::read(&path) {
        Ok(key) if key.len() >= 32 => return Ok(key),
        Ok(_) => return Err(Error::internal(format!("{} is shorter than 32 bytes", path.display()))),
        Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => return Err(Error::internal(fault)),
        Err(_) => {}
    }
    let key = random.secret()?.into_bytes();
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(Error::internal)?;
    file.write_all(&key).and_then(|()| file.sync_all()).map_err(Error::internal)?;
    Ok(key)
}

/// Consumers whose results are rows.
pub fn projections(services: &Services, hub: &Hub) -> Vec<Arc<dyn Projection>> {
    vec![Arc::new(Tell::new(services.settings.clone(), hub.clone()))]
}

/// Consumers of this instance.
pub fn locals(services: &Services) -> Vec<Arc<dyn Local>> {
    vec![Arc::new(Indexer::new(services.search.clone()))]
}

/// Work that time asks for.
pub fn sweeps(services: &Services) -> Vec<Arc<dyn Sweep>> {
    vec![
        Arc::new(Tidy),
        Arc::new(rates::Tidy(services.rates.clone())),
        Arc::new(ledger::sweep::Lapse),
        Arc::new(identity::sweep::Ceremonies),
        Arc::new(intermediaries::Expiry),
        Arc::new(trading::Expiry),
        Arc::new(deals::sweep::Deadlines),
    ]
}

/// Who waits for bank payments.
pub fn payees() -> Payees {
    Payees::new(vec![Arc::new(DealPayee)])
}

/// The equations that domains add to the verification of the ledger.
pub fn ledger_checks() -> Vec<ledger::verify::Check> {
    vec![deals::books::check]
}

/// What jobs can do.
pub fn worker(services: &Services) -> Worker {
    let handlers: Vec<Arc<dyn Handler>> =
        vec![mail::Sender::new(services.mailer.clone(), services.site.clone()), Letters::new(services)];
    Worker::new(handlers)
}

impl App {
    /// Starts everything that reacts.
    pub fn start(services: Services) -> Self {
        let sweeps = sweeps(&services);
        Self::start_with(services, sweeps)
    }

    /// As [`App::start`], with these sweeps instead of all: whoever sets the clock also says when they run.
    pub fn start_with(services: Services, sweeps: Vec<Arc<dyn Sweep>>) -> Self {
        let (stop, stopping) = watch::channel(false);
        let db = &services.db;
        let mut tasks = Vec::new();
        if db.is_postgres() {
            tasks.push(tokio::spawn(sequencer::run(db.clone(), stopping.clone())));
            tasks.push(tokio::spawn(sequencer::listen(db.clone(), stopping.clone())));
        }
        let hub = Hub::default();
        for projection in projections(&services, &hub) {
            tasks.push(events::spawn_projection(db.clone(), projection, stopping.clone()));
        }
        for local in locals(&services) {
            tasks.push(events::spawn_local(db.clone(), local, stopping.clone()));
        }
        for sweep in sweeps {
            tasks.push(spawn_sweep(db.clone(), sweep, stopping.clone()));
        }
        tasks.push(spawn_hub(hub.clone(), db.clone(), stopping.clone()));
        tasks.push(tokio::spawn(worker(&services).run(db.clone(), stopping)));
        Self { services, hub, stop, tasks }
    }

    /// What handlers reach for.
    pub fn parts(&self) -> Parts {
        Parts { services: self.services.clone(), hub: self.hub.clone(), payees: payees() }
    }

    /// Told when the application stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Stops what reacts, then closes the database.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = task.await;
        }
        self.services.db.close().await;
    }
}

/// Forgets what need not be kept.
struct Tidy;

impl Sweep for Tidy {
    fn name(&self) -> &'static str {
        "tidy"
    }

    fn every(&self) -> std::time::Duration {
        std::time::Duration::from_secs(600)
    }

    fn run<'a>(&'a self, db: &'a Db) -> futures::future::BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let origin = crate::platform::db::Origin::system("clock");
            db.run(origin, (), |ctx, ()| Box::pin(idempotency::forget_old(ctx, ()))).await?;
            Ok(0)
        })
    }
}
