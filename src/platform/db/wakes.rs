//! Wake-up calls between the writers of events and those who read them.

use tokio::sync::watch;

/// Two bells that never lose a ring: a late listener finds it rung.
pub struct Wakes {
    committed: watch::Sender<()>,
    positioned: watch::Sender<()>,
    /// SQLite positions events as it writes them.
    positions_at_commit: bool,
}

impl Wakes {
    pub(super) fn new(positions_at_commit: bool) -> Self {
        Self { committed: watch::Sender::new(()), positioned: watch::Sender::new(()), positions_at_commit }
    }

    /// Events were committed by this instance.
    pub(super) fn committed(&self) {
        self.committed.send_replace(());
        if self.positions_at_commit {
            self.positioned();
        }
    }

    /// Events got their positions, here or on another instance.
    pub fn positioned(&self) {
        self.positioned.send_replace(());
    }

    /// Rung when this instance committed events: for the sequencer.
    pub fn on_committed(&self) -> watch::Receiver<()> {
        self.committed.subscribe()
    }

    /// Rung when events can be read: for consumers.
    pub fn on_positioned(&self) -> watch::Receiver<()> {
        self.positioned.subscribe()
    }
}
