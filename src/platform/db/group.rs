//! Group commit for SQLite: commands that wait for the writer share one transaction and one fsync.
//!
//! Each command runs in a savepoint of its own, so one that fails leaves its neighbours alone; all are answered after
//! the COMMIT. If the transaction itself breaks (a savepoint can't be rolled back, the COMMIT fails), everything is
//! rolled back, the connection is replaced, and each command runs again alone.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::{FutureExt, future::BoxFuture};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    kernel::{Clock, Error, Result, error, random::Random},
    platform::{
        ctx::{Ctx, Pending},
        telemetry,
    },
};

use super::{Command, Options, Origin, Wakes, connect, flush};

/// Most commands in one transaction.
const MAX_GROUP: usize = 60;
/// Commands that may wait; further callers wait for room.
const QUEUE: usize = 4096;

/// The way to the writer's task.
pub(super) struct Handle {
    queue: mpsc::Sender<Box<dyn Member>>,
    stop: watch::Sender<bool>,
}

impl Handle {
    pub(super) async fn run<C, T>(&self, origin: Origin, input: C, run: impl Command<C, T>) -> Result<T>
    where
        C: Clone + Send + Sync + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let call = Call { origin, input, run, result: None, reply };
        let closed = || Error::because(error::UNAVAILABLE, "the server is shutting down");
        self.queue.send(Box::new(call)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Finishes what waits, then lets go of the database.
    pub(super) async fn stop(&self) {
        let _ = self.stop.send(true);
        self.queue.closed().await;
    }
}

/// What a member's run left behind.
enum Step {
    /// Its savepoint stands, or was rolled back cleanly.
    Whole,
    /// The transaction itself is broken.
    Broken(DbErr),
}

/// A command in the queue, its types erased.
trait Member: Send {
    fn run<'a>(
        &'a mut self,
        group: &'a DatabaseTransaction,
        pending: &'a mut Pending,
        tools: &'a Tools,
    ) -> BoxFuture<'a, Step>;
    fn answer(self: Box<Self>, fate: Result<(), DbErr>);
}

struct Call<C, T, F> {
    origin: Origin,
    input: C,
    run: F,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<C, T, F> Member for Call<C, T, F>
where
    C: Clone + Send + Sync + 'static,
    T: Send + 'static,
    F: Command<C, T>,
{
    fn run<'a>(
        &'a mut self,
        group: &'a DatabaseTransaction,
        pending: &'a mut Pending,
        tools: &'a Tools,
    ) -> BoxFuture<'a, Step> {
        Box::pin(async move {
            let savepoint = match group.begin().await {
                Ok(savepoint) => savepoint,
                Err(fault) => return Step::Broken(fault),
            };
            let mut ctx = Ctx::new(savepoint, self.origin.clone(), &tools.clock, &tools.random);
            let outcome = AssertUnwindSafe((self.run)(&mut ctx, self.input.clone()))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(Error::internal("a command panicked")));
            let (savepoint, left) = match ctx.finish() {
                Ok(finished) => finished,
                Err(fault) => {
                    self.result = Some(Err(fault));
                    return Step::Whole; // dropping the savepoint rolled it back
                }
            };
            let closed = if outcome.is_ok() {
                pending.append(left);
                savepoint.commit().await
            } else {
                savepoint.rollback().await
            };
            self.result = Some(outcome);
            closed.map_or_else(Step::Broken, |()| Step::Whole)
        })
    }

    fn answer(self: Box<Self>, fate: Result<(), DbErr>) {
        let result = match (fate, self.result) {
            // A refusal stands whatever became of the group.
            (_, Some(Err(refusal))) => Err(refusal),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Err(fault), _) => Err(fault.into()),
            (Ok(()), None) => Err(Error::internal("a command was never run")),
        };
        // The caller may have gone away; the command is committed all the same.
        let _ = self.reply.send(result);
    }
}

struct Tools {
    clock: Clock,
    random: Random,
}

struct Task {
    connection: Option<DatabaseConnection>,
    options: Options,
    tools: Tools,
    wakes: Arc<Wakes>,
}

pub(super) fn spawn(
    connection: DatabaseConnection,
    options: Options,
    clock: Clock,
    random: Random,
    wakes: Arc<Wakes>,
) -> Handle {
    let (queue, waiting) = mpsc::channel(QUEUE);
    let (stop, stopping) = watch::channel(false);
    let task = Task { connection: Some(connection), options, tools: Tools { clock, random }, wakes };
    tokio::spawn(task.serve(waiting, stopping));
    Handle { queue, stop }
}

impl Task {
    async fn serve(mut self, mut waiting: mpsc::Receiver<Box<dyn Member>>, mut stopping: watch::Receiver<bool>) {
        loop {
            let first = tokio::select! {
                member = waiting.recv() => member,
                _ = stopping.wait_for(|stop| *stop), if !waiting.is_closed() => {
                    waiting.close(); // refuses newcomers; what waits is still served
                    continue;
                }
            };
            let Some(first) = first else { break };
            self.serve_group(first, &mut waiting).await;
        }
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
    }

    async fn serve_group(&mut self, first: Box<dyn Member>, waiting: &mut mpsc::Receiver<Box<dyn Member>>) {
        let mut members = vec![first];
        match self.attempt(&mut members, Some(waiting)).await {
            Ok(()) => members.into_iter().for_each(|member| member.answer(Ok(()))),
            Err(fault) if members.len() == 1 => {
                members.into_iter().for_each(|member| member.answer(Err(fault.clone())))
            }
            Err(fault) => {
                tracing::warn!(%fault, commands = members.len(), "a group of commands failed; running each alone");
                for member in members {
                    let mut alone = vec![member];
                    let fate = self.attempt(&mut alone, None).await;
                    alone.into_iter().for_each(|member| member.answer(fate.clone()));
                }
            }
        }
    }

    /// Runs `members`, and whoever arrives meanwhile, in one transaction.
    async fn attempt(
        &mut self,
        members: &mut Vec<Box<dyn Member>>,
        mut waiting: Option<&mut mpsc::Receiver<Box<dyn Member>>>,
    ) -> Result<(), DbErr> {
        let group = self.begin().await?;
        let mut pending = Pending::default();
        let mut next = 0;
        while next < members.len() {
            if let Step::Broken(fault) = members[next].run(&group, &mut pending, &self.tools).await {
                drop(group);
                self.discard().await;
                return Err(fault);
            }
            next += 1;
            while let Some(waiting) = waiting.as_deref_mut()
                && members.len() < MAX_GROUP
                && let Ok(member) = waiting.try_recv()
            {
                members.push(member);
            }
        }
        let spoke = !pending.events.is_empty();
        let committed = match flush::flush(&group, pending).await {
            Ok(()) => group.commit().await,
            Err(fault) => {
                let _ = group.rollback().await;
                Err(fault)
            }
        };
        if committed.is_err() {
            self.discard().await;
        } else {
            telemetry::group(members.len());
            if spoke {
                self.wakes.committed();
            }
        }
        committed
    }

    async fn begin(&mut self) -> Result<DatabaseTransaction, DbErr> {
        let connection = match &self.connection {
            Some(connection) => connection.clone(),
            None => {
                let fresh =
                    connect::sqlite_writer(&self.options).await.map_err(|fault| DbErr::Custom(fault.to_string()))?;
                self.connection = Some(fresh.clone());
                fresh
            }
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        connection.begin_with_options(options).await
    }

    /// Lets go of a connection whose transaction can't be trusted any more.
    async fn discard(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
    }
}
