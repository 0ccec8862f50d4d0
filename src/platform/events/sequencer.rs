//! PostgreSQL: moves committed events from the outbox into the log, giving each its position.

use std::time::Duration;

use sea_orm::{ConnectionTrait, Statement, TransactionTrait, sqlx::postgres::PgListener};
use tokio::sync::watch;

use crate::{kernel::Result, platform::Db};

/// Any 64-bit number that nothing else locks: "jiaxiu:1" in ASCII.
const LOCK: i64 = 0x6a69_6178_6975_3a31;
const CHANNEL: &str = "jiaxiu_events";
/// How long a server that wrote nothing waits before it looks for what others left behind.
const POLL: Duration = Duration::from_millis(250);
/// Most events moved at once.
const BATCH: u64 = 2000;
/// Rest after a move, while those who write go on: fewer, larger moves leave the database to them.
const REST: Duration = Duration::from_millis(10);

/// The sequence number is drawn after the aggregate's row is locked, so its order respects causality; only committed
/// rows are visible here, so nothing is skipped; and a transaction that is still open elsewhere holds nothing up. Rows are
/// named by their place, which only this statement ever frees: by number, a plan may read the whole table for them.
const MOVE: &str = r#"
WITH moved AS (
    DELETE FROM event_outbox WHERE ctid = ANY (ARRAY(SELECT ctid FROM event_outbox ORDER BY seq LIMIT $1)) RETURNING *
), base AS (
    SELECT coalesce(max(position), 0) AS position FROM event
)
INSERT INTO event (position, id, kind, subject, listing_id, audience, account_id, organisation_id, on_behalf_of, at, payload)
SELECT base.position + row_number() OVER (ORDER BY moved.seq), moved.id, moved.kind, moved.subject, moved.listing_id,
       moved.audience, moved.account_id, moved.organisation_id, moved.on_behalf_of, moved.at, moved.payload
FROM moved, base
"#;

/// Positions what is visible; returns how many events that were. Does nothing while another instance is at it.
///
/// # Errors
/// Faults of the database.
pub async fn step(db: &Db) -> Result<u64> {
    let tx = db.read().begin().await?;
    let lock = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT pg_try_advisory_xact_lock($1) AS won",
        [LOCK.into()],
    );
    let won: bool = match tx.query_one_raw(lock).await? {
        Some(row) => row.try_get("", "won")?,
        None => false,
    };
    if !won {
        tx.rollback().await?;
        return Ok(0);
    }
    let moved = tx.execute_unprepared(&MOVE.replace("$1", &BATCH.to_string())).await?.rows_affected();
    if moved > 0 {
        // One notification a batch: NOTIFY takes a lock on the whole server's queue at COMMIT.
        tx.execute_unprepared(&format!("NOTIFY {CHANNEL}")).await?;
    }
    tx.commit().await?;
    if moved > 0 {
        db.wakes().positioned();
    }
    Ok(moved)
}

/// Runs until `stop`: at each commit of this instance, and every quarter of a second for what others left behind.
pub async fn run(db: Db, mut stop: watch::Receiver<bool>) {
    let mut committed = db.wakes().on_committed();
    loop {
        match step(&db).await {
            Ok(0) => {}
            Ok(BATCH..) => continue,
            Ok(_) => tokio::time::sleep(REST).await,
            Err(fault) => tracing::warn!(%fault, "sequencing events"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = committed.changed() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Rings this instance's bell when another instance positioned events.
pub async fn listen(db: Db, mut stop: watch::Receiver<bool>) {
    loop {
        let listening = async {
            let mut listener = PgListener::connect_with(db.read().get_postgres_connection_pool()).await?;
            listener.listen(CHANNEL).await?;
            loop {
                listener.recv().await?;
                db.wakes().positioned();
            }
        };
        let outcome: Result<(), sea_orm::sqlx::Error> = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            outcome = listening => outcome,
        };
        if let Err(fault) = outcome {
            tracing::warn!(%fault, "listening for events; polling meanwhile");
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_secs(5)) => {}
        }
    }
}
