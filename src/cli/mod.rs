//! The command line: a file a subcommand.
//!
//! To add one: a file with a `clap::Args` struct and its `run`, a line in [`Command`], a line in [`Command::run`].

mod account;
mod backup;
mod console;
mod demo;
mod doctor;
mod import;
mod logging;
mod migrate;
mod openapi;
mod patents;
mod reindex;
mod serve;
mod verify;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::config::Config;

pub use console::Console;

/// What a subcommand comes to: an error is said to the caller, and the exit code is not 0.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// The command line.
#[derive(Parser)]
#[command(name = "jiaxiu", version, about = "Self-hosted technology-property exchange")]
pub struct Arguments {
    /// Configuration file; `jiaxiu.toml` in the working directory unless given.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Directory of the data, instead of the configured one.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answer for machines: JSON on standard output, no progress.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the exchange.
    Serve(serve::Serve),
    /// Make one of the operator's people.
    Account(account::Account),
    /// A living demo on this machine.
    Demo(demo::Demo),
    /// Bring the database's schema up to date.
    Migrate(migrate::Migrate),
    /// Import listings or patents from files.
    Import(import::Import),
    /// Build the search index anew from the database.
    Reindex(reindex::Reindex),
    /// Look whether everything is well.
    Doctor(doctor::Doctor),
    /// Write everything to one file. The server may be running.
    Backup(backup::Backup),
    /// Put back what a backup holds.
    Restore(backup::Restore),
    /// Print the API description (OpenAPI 3.1).
    Openapi(openapi::Openapi),
    /// Check the books.
    Verify(verify::Verify),
}

/// What every subcommand starts from.
pub struct Setting {
    /// The configuration, with the flags of the command line applied.
    pub config: Config,
    /// Where it answers.
    pub console: Console,
}

impl Arguments {
    /// Carries out the command; 0 only when it succeeded.
    pub async fn run(self) -> ExitCode {
        let console = Console::new(self.json);
        match self.carry_out(console).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => {
                console.fail(fault.as_ref());
                ExitCode::FAILURE
            }
        }
    }

    async fn carry_out(self, console: Console) -> Outcome {
        let mut config = Config::load(self.config.as_deref())?;
        config.data = self.data.unwrap_or(config.data);
        logging::start(&config.log, matches!(self.command, Command::Serve(_)))?;
        self.command.run(Setting { config, console }).await
    }
}

impl Command {
    async fn run(self, setting: Setting) -> Outcome {
        match self {
            Self::Serve(serve) => serve.run(setting).await,
            Self::Account(account) => account.run(setting).await,
            Self::Demo(demo) => demo.run(setting).await,
            Self::Migrate(migrate) => migrate.run(setting).await,
            Self::Import(import) => import.run(setting).await,
            Self::Reindex(reindex) => reindex.run(setting).await,
            Self::Doctor(doctor) => doctor.run(setting).await,
            Self::Backup(backup) => backup.run(setting).await,
            Self::Restore(restore) => restore.run(setting).await,
            Self::Openapi(openapi) => openapi.run(),
            Self::Verify(verify) => verify.run(setting).await,
        }
    }
}
