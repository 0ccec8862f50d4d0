//! Watchlists (关注): listings that people keep an eye on, and are told of when they change.
//!
//! Owns `watch`.
//!
//! A watch is a person's own, for the organisation whose member she is: a colleague neither sees it nor is told, and
//! neither is a principal for whom an intermediary acts at the time. Whoever leaves the organisation is told no more.
//!
//! Invariants: one watches what one sees, once; the list shows what can be seen now; a change that everybody can see
//! (the state, the price) is told, nothing else.

mod commands;
mod queries;
mod routes;
mod view;

pub(super) use commands::{tell_price, tell_step};
pub use queries::watchers;
pub use routes::routes;
