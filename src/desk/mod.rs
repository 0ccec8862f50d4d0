//! The operator's desk: everything that waits for the exchange, as one list, and the trail of who did what.
//!
//! Owns `desk_assignment`: who has which task in hand. The tasks themselves are no rows of their own, but read off what
//! they are about at the moment of asking, so that nothing in this list can be out of date.
//!
//! Invariants: a task's id is what it is about, so that it stays the same for as long as it waits, and comes back under
//! the same id when the same thing comes back; an assignment says who sees to it, and takes nobody's right to decide.

pub mod assign;
pub mod audit;
pub mod done;
pub mod events;
mod link;
pub mod model;
pub mod open;
pub mod queries;
pub mod routes;
pub mod view;
