//! Deals (成交项目): from contract through escrow to closing.

pub mod routes;
