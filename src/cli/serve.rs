//! `jiaxiu serve`: the exchange itself.

use std::{
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use actix_web::dev::ServerHandle;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    app::{self, App},
    config::Config,
    identity,
    kernel::{Clock, random::Random},
    platform::Services,
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
        serve(&config, |_| ()).await
    }
}

/// Serves until the process is told to stop (SIGTERM, SIGINT): then takes no more requests, finishes those under way,
/// and closes the database. `ready` is told where it listens once requests are taken. A second signal ends the process at once; nothing acknowledged is lost either way.
///
/// # Errors
/// A configuration that is refused; a database, directory or address that can't be used.
pub async fn serve(config: &Config, ready: impl FnOnce(SocketAddr)) -> Outcome {
    config.check_bind()?;
    let mut signals = Signals::listen()?;
    // Bound before the migration runs: an address that is taken should say so before anything changes.
    let listener = bind("bind", config.bind)?;
    let scraped = config.metrics_bind.map(|address| bind("metrics_bind", address)).transpose()?;
    std::fs::create_dir_all(&config.data).map_err(|fault| format!("{}: {fault}", config.data.display()))?;
    app::migrate(&config.database_url()).await?;
    let services = app::open(config, Clock::system(), Random::system()).await?;
    if services.index_lock.is_none() {
        return Err(format!("another jiaxiu serves from {}", config.data.display()).into());
    }
    let metrics = scraped.map(|listener| metrics(&services, listener)).transpose()?;
    let app = App::start(services);
    let workers = config.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
    let (server, address) = web::server::serve(app.parts(), listener, workers)?;
    let handle = server.handle();
    let mut server = tokio::spawn(server);
    ready(address);
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "ready");
    if let Some(link) = identity::first_operator_link(&app.services).await? {
        tracing::warn!(%link, "no operator yet: whoever opens this link within 24 hours becomes the first");
    }
    tokio::select! {
        ended = &mut server => ended??,
        () = signals.next() => {
            tracing::info!("shutting down; a second signal ends the process at once");
            tokio::select! {
                () = wind_down(config, app, handle, metrics) => {}
                () = signals.next() => return Err("ended by a second signal".into()),
            }
        }
    }
    Ok(())
}

fn bind(setting: &str, address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|fault| format!("{setting} {address}: {fault}"))
}

fn metrics(services: &Services, listener: TcpListener) -> crate::kernel::Result<ServerHandle> {
    let server = web::metrics::serve(services.clone(), web::metrics::record()?, listener)?;
    let handle = server.handle();
    tokio::spawn(server);
    Ok(handle)
}

async fn wind_down(config: &Config, app: App, server: ServerHandle, metrics: Option<ServerHandle>) {
    app.services.shutdown.begin();
    if config.shutdown_delay_seconds > 0 {
        tokio::time::sleep(Duration::from_secs(config.shutdown_delay_seconds)).await;
    }
    app.hub.close();
    server.stop(true).await;
    if let Some(metrics) = metrics {
        metrics.stop(false).await;
    }
    app.stop().await;
    tracing::info!("stopped");
}

/// The signals that ask a server to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
