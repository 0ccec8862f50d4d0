//! Work that time itself asks for: deadlines, expiries, tidying.

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use tokio::sync::watch;

use crate::{kernel::Result, platform::Db};

/// Looks for what is due and runs a command for each. Several servers may do so at once: each command locks its
/// aggregate and looks again.
pub trait Sweep: Send + Sync + 'static {
    /// For logs.
    fn name(&self) -> &'static str;

    /// How often.
    fn every(&self) -> Duration {
        Duration::from_secs(1)
    }

    /// Does what is due; returns how much that was.
    fn run<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, Result<usize>>;
}

/// Runs `sweep` until `stop`.
pub fn spawn_sweep(db: Db, sweep: Arc<dyn Sweep>, mut stop: watch::Receiver<bool>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Err(fault) = sweep.run(&db).await {
                tracing::error!(sweep = sweep.name(), %fault, "sweeping");
            }
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(sweep.every()) => {}
            }
        }
    })
}
