//! Where "now" comes from.

use std::sync::{Arc, Mutex};

use chrono::Duration;

use super::DateTime;

/// The time source of one running application: the system's clock, or one that a test moves by hand.
///
/// A settable clock exists in-process only; no endpoint and no configuration reaches it.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime>>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `start` until it is moved.
    pub fn fixed(start: DateTime) -> Self {
        Self(Some(Arc::new(Mutex::new(start))))
    }

    /// The current time, to the microsecond: what every database column keeps.
    pub fn now(&self) -> DateTime {
        match &self.0 {
            // The one place that may read the machine's clock.
            #[allow(clippy::disallowed_methods)]
            None => chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 6),
            Some(fixed) => *fixed.lock().unwrap_or_else(|poisoned| poisoned.into_inner()),
        }
    }

    /// Moves a fixed clock forward; the system's clock stays as it is.
    pub fn advance(&self, by: Duration) {
        if let Some(fixed) = &self.0 {
            let mut time = fixed.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            *time += by;
        }
    }

    /// True for the machine's clock, where servers that share a database have to ask the database instead.
    pub fn is_system(&self) -> bool {
        self.0.is_none()
    }
}
