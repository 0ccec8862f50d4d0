//! Recomputes the ledger.
