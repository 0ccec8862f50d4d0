//! What a database error means for a command.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

use crate::kernel::{Error, error};

impl From<DbErr> for Error {
    fn from(fault: DbErr) -> Self {
        match fault {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::caused(error::UNAVAILABLE, fault),
            other => Self::internal(other),
        }
    }
}

fn sqlx_error(fault: &DbErr) -> Option<&sqlx::Error> {
    match fault {
        DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e))
        | DbErr::Conn(RuntimeErr::SqlxError(e)) => Some(e),
        _ => None,
    }
}

/// SQLSTATE 40001 (serialization failure) and 40P01 (deadlock): the same command may pass on a second try.
pub(super) fn wants_retry(error: &Error) -> bool {
    let Some(sqlx::Error::Database(fault)) = error.cause::<DbErr>().and_then(sqlx_error) else { return false };
    matches!(fault.code().as_deref(), Some("40001" | "40P01"))
}

/// True when the error is a breach of a unique key.
pub fn is_unique_violation(error: &Error) -> bool {
    matches!(error.cause::<DbErr>().and_then(DbErr::sql_err), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// What the database says of a breached unique key: names the constraint (PostgreSQL) or the columns (SQLite).
pub fn unique_constraint(error: &Error) -> Option<String> {
    match error.cause::<DbErr>().and_then(DbErr::sql_err) {
        Some(SqlErr::UniqueConstraintViolation(what)) => Some(what),
        _ => None,
    }
}

/// The CHECK that a statement broke, or the name with which a trigger refused it.
pub fn broken_check(fault: &DbErr) -> Option<String> {
    let Some(sqlx::Error::Database(fault)) = sqlx_error(fault) else { return None };
    // PostgreSQL names the constraint; SQLite's message is the name, after a prefix where it was a CHECK.
    let name = fault.constraint().unwrap_or_else(|| {
        let message = fault.message();
        message.strip_prefix("CHECK constraint failed: ").unwrap_or(message)
    });
    Some(name.to_owned())
}
