//! Consumers of one instance: what they keep lives in this process or on its disk, with a cursor of their own.

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use tokio::sync::watch;

use crate::{
    kernel::Result,
    platform::{Db, events},
};

use super::Event;

const BATCH: u64 = 1000;
const POLL: Duration = Duration::from_secs(1);

/// Reacts to events on this instance (a live stream, the embedded search index).
pub trait Local: Send + Sync + 'static {
    /// For logs.
    fn name(&self) -> &'static str;

    /// The position up to which it has taken everything in.
    fn position(&self) -> BoxFuture<'_, Result<i64>>;

    /// Takes in `events`, in order, and moves its position to the last of them.
    fn apply<'a>(&'a self, db: &'a Db, events: &'a [Event]) -> BoxFuture<'a, Result<()>>;
}

/// Runs `consumer` until `stop`. A failing batch is tried again, more and more slowly.
pub fn spawn_local(db: Db, consumer: Arc<dyn Local>, mut stop: watch::Receiver<bool>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut positioned = db.wakes().on_positioned();
        let mut failures = 0u32;
        loop {
            let wait = match step(&db, consumer.as_ref()).await {
                Ok(true) => {
                    failures = 0;
                    continue;
                }
                Ok(false) => POLL,
                Err(fault) => {
                    failures += 1;
                    tracing::error!(consumer = consumer.name(), %fault, failures, "applying events");
                    Duration::from_millis(50 << failures.min(8))
                }
            };
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                _ = positioned.changed(), if failures == 0 => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    })
}

async fn step(db: &Db, consumer: &dyn Local) -> Result<bool> {
    let position = consumer.position().await?;
    let batch = events::after(db.read(), position, BATCH).await?;
    if batch.is_empty() {
        return Ok(false);
    }
    consumer.apply(db, &batch).await?;
    Ok(true)
}
