//! PostgreSQL: a transaction a command, tried again when the database asks for it.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt;
use sea_orm::TransactionTrait;

use crate::{
    kernel::{Error, Result},
    platform::ctx::Ctx,
};

use super::{Command, Db, Origin, faults, flush};

/// Tries of one command before its failure is the caller's.
const MAX_TRIES: u32 = 8;

pub(super) async fn run<C, T>(db: &Db, origin: Origin, input: C, run: impl Command<C, T>) -> Result<T>
where
    C: Clone + Send + Sync + 'static,
    T: Send + 'static,
{
    let db = db.clone();
    // In a task of its own: a caller that goes away must not cut a command short between its statements.
    let task = tokio::spawn(async move {
        let mut tries = 1;
        loop {
            match attempt(&db, origin.clone(), input.clone(), &run).await {
                Err(fault) if tries < MAX_TRIES && faults::wants_retry(&fault) => {
                    tokio::time::sleep(Duration::from_millis(u64::from(tries * tries))).await;
                    tries += 1;
                }
                outcome => return outcome,
            }
        }
    });
    task.await.map_err(Error::internal)?
}

async fn attempt<C, T>(db: &Db, origin: Origin, input: C, run: &impl Command<C, T>) -> Result<T> {
    let transaction = db.read().begin().await?;
    let mut ctx = Ctx::new(transaction, origin, db.clock(), db.random());
    let outcome = AssertUnwindSafe(run(&mut ctx, input))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Error::internal("a command panicked")));
    let (transaction, pending) = ctx.finish()?;
    let value = match outcome {
        Ok(value) => value,
        Err(refusal) => {
            // The rollback must not hide why the command failed.
            let _ = transaction.rollback().await;
            return Err(refusal);
        }
    };
    let spoke = !pending.events.is_empty();
    flush::flush(&transaction, pending).await?;
    transaction.commit().await?;
    if spoke {
        db.wakes().committed();
    }
    Ok(value)
}
