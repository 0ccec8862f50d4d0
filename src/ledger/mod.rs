//! The double-entry ledger (台账): accounts, transfers, bank payments.

pub mod routes;
