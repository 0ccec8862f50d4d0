//! Live streams: what was just written to an inbox goes to the browsers that are looking.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use entity::notification;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::{Notify, mpsc, watch};
use uuid::Uuid;

use crate::{
    kernel::{Result, id::AccountId},
    platform::Db,
};

/// Notices that one slow reader may fall behind; then its stream ends and it comes back with `Last-Event-ID`.
const BUFFER: usize = 256;
/// How often to look for what another instance wrote.
const POLL: Duration = Duration::from_millis(250);
const BATCH: u64 = 500;

/// The streams that are open on this instance.
#[derive(Clone, Default)]
pub struct Hub(Arc<Inner>);

#[derive(Default)]
struct Inner {
    closed: AtomicBool,
    streams: Mutex<HashMap<Uuid, Vec<mpsc::Sender<Arc<notification::Model>>>>>,
    bell: Notify,
}

impl Hub {
    /// Says that something new was written.
    pub(super) fn ring(&self) {
        self.0.bell.notify_one();
    }

    /// What is written for `account` from now on.
    pub fn subscribe(&self, account: AccountId) -> mpsc::Receiver<Arc<notification::Model>> {
        let (sender, receiver) = mpsc::channel(BUFFER);
        let mut streams = self.0.streams.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !self.0.closed.load(Ordering::Acquire) {
            streams.entry(account.0).or_default().push(sender);
        }
        receiver
    }

    /// Ends every stream, and each that is opened from now on: the server stops, and would wait for them.
    pub fn close(&self) {
        let mut streams = self.0.streams.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.0.closed.store(true, Ordering::Release);
        streams.clear();
    }

    fn deliver(&self, row: notification::Model) {
        let mut streams = self.0.streams.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let Some(senders) = streams.get_mut(&row.account_id) else { return };
        let (account, row) = (row.account_id, Arc::new(row));
        // A full or closed stream is dropped: its reader comes back and asks for what it missed.
        senders.retain(|sender| sender.try_send(row.clone()).is_ok());
        if senders.is_empty() {
            streams.remove(&account);
        }
    }

    fn is_idle(&self) -> bool {
        self.0.streams.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).is_empty()
    }
}

async fn newest(db: &Db) -> Result<i64> {
    let row = notification::Entity::find().order_by_desc(notification::Column::Seq).limit(1).one(db.read()).await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// Hands on what comes after `seq`; returns the last one.
async fn hand_on(hub: &Hub, db: &Db, seq: i64) -> Result<i64> {
    if hub.is_idle() {
        return newest(db).await;
    }
    let rows = notification::Entity::find()
        .filter(notification::Column::Seq.gt(seq))
        .order_by_asc(notification::Column::Seq)
        .limit(BATCH)
        .all(db.read())
        .await?;
    let last = rows.last().map_or(seq, |row| row.seq);
    rows.into_iter().for_each(|row| hub.deliver(row));
    Ok(last)
}

/// Runs the hub until `stop`.
pub fn spawn_hub(hub: Hub, db: Db, mut stop: watch::Receiver<bool>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut seq = newest(&db).await.unwrap_or_default();
        loop {
            match hand_on(&hub, &db, seq).await {
                Ok(last) if last > seq => {
                    seq = last;
                    continue;
                }
                Ok(_) => {}
                Err(fault) => tracing::warn!(%fault, "handing on notifications"),
            }
            // SQLite has one instance, whose projection rings; on PostgreSQL another one may have written.
            let wait = if db.is_postgres() && !hub.is_idle() { POLL } else { Duration::from_secs(5) };
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = hub.0.bell.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    })
}
