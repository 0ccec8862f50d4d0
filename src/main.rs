//! The program: reads the command line and carries it out.

use std::process::ExitCode;

use clap::Parser;
use jiaxiu::cli::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    Arguments::parse().run().await
}
