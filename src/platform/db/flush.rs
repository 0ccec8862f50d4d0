//! Writes what the commands of one transaction left pending: events, idempotency results, audit entries.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr,
    sea_query::{CommonTableExpression, InsertStatement, WithClause},
};

use crate::platform::{audit, ctx::Pending, events, idempotency};

/// Most events in one statement: batches say many, a statement takes 32,766 values (SQLite), and one that is always of
/// the same length is prepared once.
const EVENTS: usize = 500;

/// Writes `pending` in as few round trips as the database allows: a statement a table on SQLite, a single one on PostgreSQL.
pub(super) async fn flush(tx: &DatabaseTransaction, pending: Pending) -> Result<(), DbErr> {
    let postgres = tx.get_database_backend() == DbBackend::Postgres;
    let mut events = pending.events;
    while events.len() > EVENTS {
        let rest = events.split_off(EVENTS);
        if let Some(insert) = events::insert(events, postgres) {
            tx.execute(&insert).await?;
        }
        events = rest;
    }
    let mut inserts: Vec<InsertStatement> = Vec::with_capacity(3);
    inserts.extend(events::insert(events, postgres));
    inserts.extend(idempotency::insert(pending.claims));
    inserts.extend(audit::insert(pending.audits));
    if !postgres {
        for insert in &inserts {
            tx.execute(insert).await?;
        }
        return Ok(());
    }
    let Some(last) = inserts.pop() else { return Ok(()) };
    if inserts.is_empty() {
        tx.execute(&last).await?;
        return Ok(());
    }
    let mut with = WithClause::new();
    for (n, mut insert) in inserts.into_iter().enumerate() {
        let mut cte = CommonTableExpression::new();
        insert.returning_all();
        cte.query(insert).table_name(if n == 0 { "first" } else { "second" });
        with.cte(cte);
    }
    tx.execute(&last.with(with)).await?;
    Ok(())
}
