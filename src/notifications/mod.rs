//! Notifications (通知): every event, told to those it concerns: in the inbox, live, and by mail.
//!
//! Owns `notification`, `notification_preference`. Fed by events alone; nothing calls it.
//!
//! Who is told: the members of the organisations an event concerns, except the one who acted; the intermediaries whose
//! mandates cover it; for some kinds the operator's people. Each account once an event.

pub mod commands;
mod hub;
pub mod kinds;
mod projection;
pub mod queries;
pub mod routes;
mod text;
pub mod view;

pub use hub::{Hub, spawn_hub};
pub use projection::Tell;
