//! A whole application a test: its own database, a clock that stands still, seeded randomness, captured mail.

#![allow(dead_code)] // each part of the harness is used by some of the tests

mod client;
mod database;
mod fixtures;
mod passkey;
mod process;
mod tokens;

use std::{net::TcpListener, sync::Arc};

use jiaxiu::{
    app::{self, App},
    config::Config,
    kernel::{Clock, random::Random},
    platform::Services,
    web,
};

pub use client::{Answer, Client};
pub use database::TestDatabase;
pub use fixtures::Person;
pub use passkey::Passkey;
pub use process::{Program, Running, free_address};
pub use tokens::{Caller, callers};

/// Runs a test on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($app: $crate::support::TestApp) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let app = $crate::support::TestApp::sqlite().await;
                run(app.clone()).await;
                app.finish().await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let app = $crate::support::TestApp::postgres().await;
                run(app.clone()).await;
                app.finish().await;
            }
        }
    };
}

/// The application under test.
#[derive(Clone)]
pub struct TestApp(Arc<Inner>);

struct Inner {
    services: Services,
    clock: Clock,
    address: std::net::SocketAddr,
    server: actix_web::dev::ServerHandle,
    app: tokio::sync::Mutex<Option<App>>,
    database: database::TestDatabase,
    data: tempfile::TempDir,
}

impl TestApp {
    /// On a fresh SQLite file.
    pub async fn sqlite() -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = database::TestDatabase::sqlite(data.path());
        Self::start(data, database).await
    }

    /// On a fresh PostgreSQL database.
    pub async fn postgres() -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = database::TestDatabase::postgres().await;
        Self::start(data, database).await
    }

    /// On a fresh SQLite file, configured in some other way.
    pub async fn configured(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = database::TestDatabase::sqlite(data.path());
        Self::start_with(data, database, change).await
    }

    async fn start(data: tempfile::TempDir, database: database::TestDatabase) -> Self {
        Self::start_with(data, database, |_| {}).await
    }

    async fn start_with(
        data: tempfile::TempDir,
        database: database::TestDatabase,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let _ = tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
            .with_test_writer()
            .try_init();
        let mut config = Config { data: data.path().to_owned(), ..Config::default() };
        config.database.url = Some(database.url.clone());
        config.database.connections = Some(4);
        config.bank.sandbox = true;
        config.limits.anonymous_per_minute = 1_000_000;
        config.limits.account_per_minute = 1_000_000;
        config.limits.credentials_per_minute = 1_000_000;
        change(&mut config);
        // A Monday; the tests' time moves only when they say so.
        let clock = Clock::fixed("2026-03-02T02:00:00Z".parse().unwrap());
        app::migrate(&database.url).await.unwrap();
        let services = app::open(&config, clock.clone(), Random::seeded(7)).await.unwrap();
        // What the clock does happens in `advance`, and at no other moment.
        let app = App::start_with(services.clone(), Vec::new());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (server, address) = web::server::serve(app.parts(), listener, 1).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Self(Arc::new(Inner { services, clock, address, server: handle, app: Some(app).into(), database, data }))
    }

    /// The stores behind the server.
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Where the server listens.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0.address)
    }

    /// Where the database is.
    pub fn database_url(&self) -> &str {
        &self.0.database.url
    }

    /// The server's data directory.
    pub fn data(&self) -> &std::path::Path {
        self.0.data.path()
    }

    /// A caller nobody knows.
    pub fn anonymous(&self) -> Client {
        Client::anonymous(self.clone())
    }

    /// Waits until consumers and jobs have done everything there is to do now. The application's own tasks do the work;
    /// running each step here as well only makes it quicker.
    pub async fn settle(&self) {
        let db = &self.0.services.db;
        let projections = app::projections(&self.0.services, &jiaxiu::notifications::Hub::default());
        for _ in 0..1_000 {
            if db.is_postgres() {
                while jiaxiu::platform::events::sequencer::step(db).await.unwrap() > 0 {}
            }
            for projection in &projections {
                jiaxiu::platform::events::catch_up(db, projection).await.unwrap();
            }
            while app::worker(&self.0.services).run_due(db).await.unwrap() > 0 {}
            if self.is_settled().await {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("consumers or jobs did not finish within ten seconds");
    }

    async fn is_settled(&self) -> bool {
        use entity::{event_outbox, job};
        use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
        let db = self.0.services.db.read();
        if self.0.services.db.is_postgres() && event_outbox::Entity::find().count(db).await.unwrap() > 0 {
            return false;
        }
        let head = jiaxiu::platform::events::head(db).await.unwrap();
        for local in app::locals(&self.0.services) {
            if local.position().await.unwrap() < head {
                return false;
            }
        }
        let due = job::Entity::find()
            .filter(job::Column::State.eq("queued"))
            .filter(job::Column::RunAt.lte(self.0.clock.now()));
        due.count(db).await.unwrap() == 0
    }

    /// Moves the clock, then does what time asks for.
    pub async fn advance(&self, by: chrono::Duration) {
        self.0.clock.advance(by);
        for sweep in app::sweeps(&self.0.services) {
            sweep.run(&self.0.services.db).await.unwrap();
        }
        self.settle().await;
    }

    /// Stops everything and looks at what was left behind: no job may have failed, the books must balance.
    pub async fn finish(self) {
        self.settle().await;
        self.check().await;
        self.0.server.stop(false).await;
        if let Some(app) = self.0.app.lock().await.take() {
            app.stop().await;
        }
        self.0.database.drop().await;
    }

    async fn check(&self) {
        use entity::job;
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
        let db = self.0.services.db.read();
        let failed = job::Entity::find().filter(job::Column::LastError.is_not_null()).all(db).await.unwrap();
        assert!(failed.is_empty(), "jobs failed: {failed:?}");
        let books = jiaxiu::ledger::verify::verify(&self.0.services.db, &app::ledger_checks()).await.unwrap();
        assert!(books.faults.is_empty(), "the ledger: {:?}", books.faults);
    }
}
