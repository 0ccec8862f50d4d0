//! Pure values that every other module speaks: ids, time, money, languages, errors, pages, actors.
//!
//! Nothing here does input or output, and nothing here knows a domain.

pub mod actor;
pub mod clock;
pub mod country;
pub mod error;
pub mod fields;
pub mod id;
pub mod locale;
pub mod machine;
pub mod money;
pub mod page;
pub mod random;
pub mod sector;
pub mod uscc;

pub use actor::{Actor, Principal, Role};
pub use clock::Clock;
pub use error::{Code, Error, FieldError, Result};
pub use locale::{Locale, Text};
pub use money::{Currency, Money};
pub use page::{List, Page};
pub use sector::Sector;

/// A point in time, always UTC.
pub type DateTime = chrono::DateTime<chrono::Utc>;
