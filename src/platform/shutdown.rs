//! Whether this server is about to stop.

use std::sync::Arc;

use tokio::sync::watch;

/// Turned once, when the server begins to stop: from then on it is not ready, and what is open without end is closed.
#[derive(Clone)]
pub struct Shutdown(Arc<watch::Sender<bool>>);

impl Default for Shutdown {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Shutdown {
    /// The server begins to stop.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// True once it has begun.
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Resolves when it begins.
    pub async fn begun(&self) {
        // The sender lives as long as `self`.
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }
}
