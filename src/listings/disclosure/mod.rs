//! Disclosure (信息披露): the documents of a listing at three levels, the agreement and the grants that open them, and a
//! record of every look.
//!
//! Owns `listing_document`, `nda_acceptance`, `access_request`, `document_look`.
//!
//! Invariants: a document above its reader's level is known by name and level at most; nothing is handed out before the
//! look at it is on record; an organisation has one open request or grant a listing; what was removed stays in the store,
//! for the sake of those who saw it.

pub mod commands;
pub mod holder;
pub mod model;
pub mod nda;
pub mod queries;
pub mod routes;
#[cfg(test)]
mod tests;
mod upload;
pub mod view;
