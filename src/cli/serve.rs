//! `jiaxiu serve`: the exchange itself.

use std::net::{SocketAddr, TcpListener};

use crate::{
    app::{self, App},
    identity,
    kernel::{Clock, random::Random},
    web,
};

use super::{Outcome, Setting};

/// Serve the exchange.
#[derive(clap::Args)]
pub struct Serve {
    /// Address and port, instead of the configured ones.
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<SocketAddr>,
}

impl Serve {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        let mut config = setting.config;
        config.bind = self.bind.unwrap_or(config.bind);
        config.check_bind()?;
        std::fs::create_dir_all(&config.data)?;
        app::migrate(&config.database_url()).await?;
        let services = app::open(&config, Clock::system(), Random::system()).await?;
        if services.index_lock.is_none() {
            return Err(format!("another jiaxiu serves from {}", config.data.display()).into());
        }
        if let Some(link) = identity::first_operator_link(&services).await? {
            tracing::warn!(%link, "no operator yet: whoever opens this link within 24 hours becomes the first");
        }
        let app = App::start(services);
        let listener = TcpListener::bind(config.bind)?;
        let workers = config.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
        let (server, address) = web::server::serve(app.services.clone(), app.hub.clone(), listener, workers)?;
        tracing::info!(%address, "ready");
        server.await?;
        app.stop().await;
        Ok(())
    }
}
