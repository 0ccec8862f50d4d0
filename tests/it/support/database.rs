//! A database of its own for every test. PostgreSQL's come from one template that is migrated once.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

pub struct TestDatabase {
    pub url: String,
    name: Option<String>,
}

const TEMPLATE: &str = "jiaxiu_template";

fn server() -> String {
    std::env::var("JIAXIU_TEST_POSTGRES")
        .expect("no PostgreSQL: run `.ci/with-postgres cargo nextest run`, or `make test`")
}

fn url_of(name: &str) -> String {
    let (before, after) = server()
        .split_once("/postgres?")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("a URL of database postgres");
    format!("{before}/{name}?{after}")
}

async fn admin() -> DatabaseConnection {
    let mut options = ConnectOptions::new(server());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

impl TestDatabase {
    pub fn sqlite(directory: &std::path::Path) -> Self {
        Self { url: format!("sqlite://{}", directory.join("test.db").display()), name: None }
    }

    pub async fn postgres() -> Self {
        let admin = admin().await;
        // One connection, so the lock and its release meet.
        admin.execute_unprepared("SELECT pg_advisory_lock(4242)").await.unwrap();
        let exists = Statement::from_string(
            admin.get_database_backend(),
            format!("SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"),
        );
        if admin.query_one_raw(exists).await.unwrap().is_none() {
            admin.execute_unprepared(&format!("CREATE DATABASE {TEMPLATE}_new")).await.unwrap();
            jiaxiu::app::migrate(&url_of(&format!("{TEMPLATE}_new"))).await.unwrap();
            admin.execute_unprepared(&format!("ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")).await.unwrap();
        }
        let mut suffix = [0u8; 8];
        jiaxiu::kernel::random::Random::system().fill(&mut suffix).unwrap();
        let name = format!("t_{}", u64::from_be_bytes(suffix));
        admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await.unwrap();
        admin.execute_unprepared("SELECT pg_advisory_unlock(4242)").await.unwrap();
        admin.close().await.unwrap();
        Self { url: url_of(&name), name: Some(name) }
    }

    /// A PostgreSQL database without a table.
    pub async fn empty_postgres() -> Self {
        let mut suffix = [0u8; 8];
        jiaxiu::kernel::random::Random::system().fill(&mut suffix).unwrap();
        let name = format!("e_{}", u64::from_be_bytes(suffix));
        let admin = admin().await;
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        admin.close().await.unwrap();
        Self { url: url_of(&name), name: Some(name) }
    }

    /// Gives the space back.
    pub async fn drop(&self) {
        if let Some(name) = &self.name {
            let admin = admin().await;
            let _ = admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            let _ = admin.close().await;
        }
    }
}
