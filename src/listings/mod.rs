//! Listings (项目): technologies on supply, with patents or as know-how.
//!
//! Owns `listing`, `listing_version`, `listing_patent`; [`disclosure`], [`enquiries`] and [`watching`] own their tables.
//!
//! Invariants: a listing has a title in at least one language; to be submitted it takes a title, a summary, a right and a
//! price (or a negotiable one); every version of its content is kept; what is published is visible to everybody, what
//! is not to the holder and the operator alone; a closed listing never changes; the holder of an anonymous listing, and
//! what would tell its name, is shown to those alone whom it let in.

pub mod commands;
pub mod content;
pub mod disclosure;
pub mod enquiries;
pub mod error;
pub mod events;
pub mod import;
pub mod improvements;
pub mod lifecycle;
pub mod model;
pub mod queries;
pub mod routes;
#[cfg(test)]
mod tests;
pub mod tradeability;
pub mod view;
mod waiting;
pub mod watching;

pub use commands::act::{close, load_for, lock, reopen, set_under_deal};
pub use commands::edit::content;
pub use disclosure::holder::{hidden_from, hidden_name, knows_holder, named as named_holder, names_to};
pub use model::{Listing, Right};
pub use queries::find;
pub use watching::watchers;
