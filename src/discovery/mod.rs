//! Discovery: search over what is published.
//!
//! Owns no table. Fed by events: [`Indexer`] brings the embedded index of this server up to date after each commit, its
//! cursor inside the index's own commit; [`reindex`] builds a new one from the database while the old one serves.

mod documents;
mod indexer;
pub mod routes;
mod view;

pub use indexer::{Indexer, reindex};
pub use view::{SearchIn, SearchOut, refusal};
