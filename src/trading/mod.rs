//! Trading: negotiated offers (报价).

pub mod routes;
