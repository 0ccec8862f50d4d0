//! The command line.

use std::{net::TcpListener, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use jiaxiu::{
    app::{self, App},
    config::Config,
    kernel::{Clock, random::Random},
    web,
};

#[derive(Parser)]
#[command(name = "jiaxiu", version, about = "Technology-property exchange")]
struct Arguments {
    /// Configuration file; `jiaxiu.toml` in the working directory unless given.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the exchange.
    Serve {
        /// Address and port.
        #[arg(long)]
        bind: Option<std::net::SocketAddr>,
        /// Directory of the data.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Bring the database's schema up to date.
    Migrate,
    /// Print the API description (OpenAPI 3.1).
    Openapi,
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,tantivy=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("jiaxiu: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Outcome {
    if matches!(arguments.command, Command::Openapi) {
        println!("{}", web::openapi::text()?);
        return Ok(());
    }
    let mut config = Config::load(arguments.config.as_deref())?;
    match arguments.command {
        Command::Serve { bind, data } => {
            config.bind = bind.unwrap_or(config.bind);
            config.data = data.unwrap_or(config.data);
            serve(config).await
        }
        Command::Migrate => {
            std::fs::create_dir_all(&config.data)?;
            Ok(app::migrate(&config.database_url()).await?)
        }
        Command::Openapi => Ok(()),
    }
}

async fn serve(config: Config) -> Outcome {
    config.check_bind()?;
    std::fs::create_dir_all(&config.data)?;
    app::migrate(&config.database_url()).await?;
    let services = app::open(&config, Clock::system(), Random::system()).await?;
    let app = App::start(services);
    let listener = TcpListener::bind(config.bind)?;
    let workers = config.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
    let (server, address) = web::server::serve(app.services.clone(), app.hub.clone(), listener, workers)?;
    tracing::info!(%address, "ready");
    server.await?;
    app.stop().await;
    Ok(())
}
