//! Group commit: commands that wait for the writer share one transaction and one fsync. On SQLite these are all commands,
//! on PostgreSQL the hot ones.
//!
//! Groups start out bold: their commands run straight in the transaction, for a savepoint costs two more round trips to
//! the writer's thread than most commands need at all. When one fails, the group is rolled back and run again with a
//! savepoint for each command, so that the one that fails leaves its neighbours alone; the next groups are cautious from
//! the start, for refusals come in swarms. All are answered after the COMMIT. If the transaction itself breaks (a
//! savepoint can't be rolled back, the COMMIT fails), everything is rolled back, the connection is replaced, and each
//! command runs again alone.

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
/// Groups that are cautious after one in which a command failed.
const CAUTION: u32 = 32;
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
    /// What it wrote stands in the transaction; or, with a savepoint of its own, was rolled back cleanly.
    Whole(DatabaseTransaction),
    /// It failed without a savepoint: the transaction holds what it should not.
    Refused(Option<DatabaseTransaction>),
    /// The transaction itself is broken.
    Broken(DbErr),
}

/// A command in the queue, its types erased.
trait Member: Send {
    fn run<'a>(
        &'a mut self,
        group: DatabaseTransaction,
        bold: bool,
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

impl<C, T, F> Call<C, T, F>
where
    C: Clone + Send + Sync + 'static,
    T: Send + 'static,
    F: Command<C, T>,
{
    /// Runs the command in `transaction`; its outcome stays here. None where the transaction is gone, rolled back.
    async fn within(
        &mut self,
        transaction: DatabaseTransaction,
        tools: &Tools,
    ) -> Option<(DatabaseTransaction, Pending)> {
        let mut ctx = Ctx::new(transaction, self.origin.clone(), &tools.clock, &tools.random);
        let outcome = AssertUnwindSafe((self.run)(&mut ctx, self.input.clone()))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Error::internal("a command panicked")));
        match ctx.finish() {
            Ok(finished) => {
                self.result = Some(outcome);
                Some(finished)
            }
            Err(fault) => {
                self.result = Some(Err(fault));
                None
            }
        }
    }

    fn succeeded(&self) -> bool {
        matches!(self.result, Some(Ok(_)))
    }

    async fn boldly(&mut self, group: DatabaseTransaction, pending: &mut Pending, tools: &Tools) -> Step {
        match self.within(group, tools).await {
            Some((group, left)) if self.succeeded() => {
                pending.append(left);
                Step::Whole(group)
            }
            failed => Step::Refused(failed.map(|(group, _)| group)),
        }
    }

    async fn cautiously(&mut self, group: DatabaseTransaction, pending: &mut Pending, tools: &Tools) -> Step {
        let savepoint = match group.begin().await {
            Ok(savepoint) => savepoint,
            Err(fault) => return Step::Broken(fault),
        };
        let closed = match self.within(savepoint, tools).await {
            Some((savepoint, left)) if self.succeeded() => {
                pending.append(left);
                savepoint.commit().await
            }
            Some((savepoint, _)) => savepoint.rollback().await,
            None => Ok(()), // dropping the savepoint rolled it back
        };
        closed.map_or_else(Step::Broken, |()| Step::Whole(group))
    }
}

impl<C, T, F> Member for Call<C, T, F>
where
    C: Clone + Send + Sync + 'static,
    T: Send + 'static,
    F: Command<C, T>,
{
    fn run<'a>(
        &'a mut self,
        group: DatabaseTransaction,
        bold: bool,
        pending: &'a mut Pending,
        tools: &'a Tools,
    ) -> BoxFuture<'a, Step> {
        Box::pin(async move {
            if bold { self.boldly(group, pending, tools).await } else { self.cautiously(group, pending, tools).await }
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

/// Why a group was not committed.
enum Failure {
    /// A command failed, and its neighbours have to be run again without it.
    Refused,
    /// The only command failed: there is nobody to run again.
    Alone,
    /// The database failed.
    Database(DbErr),
}

struct Task {
    connection: Option<DatabaseConnection>,
    options: Options,
    tools: Tools,
    wakes: Arc<Wakes>,
    /// Groups that are yet to be cautious.
    caution: u32,
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
    let task = Task { connection: Some(connection), options, tools: Tools { clock, random }, wakes, caution: 0 };
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
        let mut outcome = self.attempt(&mut members, self.caution == 0, Some(waiting)).await;
        self.caution = self.caution.saturating_sub(1);
        if matches!(outcome, Err(Failure::Refused)) {
            self.caution = CAUTION;
            outcome = self.attempt(&mut members, false, Some(waiting)).await;
        }
        match outcome {
            Ok(()) | Err(Failure::Alone) => members.into_iter().for_each(|member| member.answer(Ok(()))),
            Err(Failure::Database(fault)) if members.len() == 1 => {
                members.into_iter().for_each(|member| member.answer(Err(fault.clone())))
            }
            Err(fault) => {
                if let Failure::Database(fault) = fault {
                    tracing::warn!(%fault, commands = members.len(), "a group of commands failed; running each alone");
                }
                for member in members {
                    self.serve_alone(member).await;
                }
            }
        }
    }

    async fn serve_alone(&mut self, member: Box<dyn Member>) {
        let mut alone = vec![member];
        let fate = match self.attempt(&mut alone, true, None).await {
            Err(Failure::Database(fault)) => Err(fault),
            Ok(()) | Err(Failure::Alone | Failure::Refused) => Ok(()),
        };
        alone.into_iter().for_each(|member| member.answer(fate.clone()));
    }

    /// Runs `members`, and whoever arrives meanwhile, in one transaction.
    async fn attempt(
        &mut self,
        members: &mut Vec<Box<dyn Member>>,
        bold: bool,
        mut waiting: Option<&mut mpsc::Receiver<Box<dyn Member>>>,
    ) -> Result<(), Failure> {
        let mut group = self.begin().await.map_err(Failure::Database)?;
        let mut pending = Pending::default();
        let mut next = 0;
        while next < members.len() {
            group = match members[next].run(group, bold, &mut pending, &self.tools).await {
                Step::Whole(group) => group,
                Step::Refused(left) => {
                    let undone = match left {
                        Some(group) => group.rollback().await,
                        None => Ok(()), // dropping it rolled it back
                    };
                    if let Err(fault) = undone {
                        self.discard().await;
                        return Err(Failure::Database(fault));
                    }
                    return Err(if members.len() == 1 { Failure::Alone } else { Failure::Refused });
                }
                Step::Broken(fault) => {
                    self.discard().await;
                    return Err(Failure::Database(fault));
                }
            };
            next += 1;
            while let Some(waiting) = waiting.as_deref_mut()
                && members.len() < MAX_GROUP
                && let Ok(member) = waiting.try_recv()
            {
                members.push(member);
            }
        }
        self.commit(group, pending, members.len()).await.map_err(Failure::Database)
    }

    async fn commit(&mut self, group: DatabaseTransaction, pending: Pending, commands: usize) -> Result<(), DbErr> {
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
            telemetry::group(commands);
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
                let fresh = connect::writer(&self.options).await.map_err(|fault| DbErr::Custom(fault.to_string()))?;
                self.connection = Some(fresh.clone());
                fresh
            }
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: self.options.is_sqlite().then_some(SqliteTransactionMode::Immediate),
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
