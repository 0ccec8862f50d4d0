//! `jiaxiu openapi`: the API description.

use crate::web;

use super::Outcome;

/// Print the API description.
#[derive(clap::Args)]
pub struct Openapi;

impl Openapi {
    pub(super) fn run(self) -> Outcome {
        println!("{}", web::openapi::text()?);
        Ok(())
    }
}
