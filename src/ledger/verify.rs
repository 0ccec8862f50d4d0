//! Recomputes the books from the transfers and says where the stored figures differ.
//!
//! It trusts nothing that the triggers keep: sums, open pending transfers and totals are computed anew from the
//! append-only history, in one snapshot of the database.

use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    kernel::{
        Result,
        id::{LedgerAccountId, TransferId},
    },
    platform::Db,
};

/// Something that does not add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Which check found it.
    pub check: &'static str,
    /// What is wrong: an account, a transfer, a deal, by its id; or a currency.
    pub subject: String,
    /// The figure's name.
    pub figure: &'static str,
    /// As stored.
    pub stored: i64,
    /// As it should be.
    pub computed: i64,
}

/// What a domain that posts to the ledger adds: the equations of its own accounts.
pub type Check = for<'a> fn(&'a DatabaseTransaction) -> BoxFuture<'a, Result<Vec<Fault>>>;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Accounts there are.
    pub accounts: i64,
    /// Transfers there are.
    pub transfers: i64,
    /// Per currency, what was debited and credited in all.
    pub totals: Vec<Total>,
    /// What does not add up; empty when the books are right.
    pub faults: Vec<Fault>,
}

/// What was debited and credited in one currency, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromQueryResult)]
pub struct Total {
    /// ISO 4217 code.
    pub currency: String,
    /// All debits posted.
    pub debits: i64,
    /// All credits posted.
    pub credits: i64,
}

/// Recomputes everything.
///
/// # Errors
/// Faults of the database; what does not add up is no error here but in the report.
pub async fn verify(db: &Db, checks: &[Check]) -> Result<Report> {
    let snapshot = db.snapshot().await?;
    let mut faults = accounts(&snapshot).await?;
    faults.extend(pending(&snapshot).await?);
    faults.extend(suspense(&snapshot).await?);
    let totals = rows::<Total>(&snapshot, TOTALS).await?;
    faults.extend(totals.iter().filter(|total| total.debits != total.credits).map(|total| Fault {
        check: "double_entry",
        subject: total.currency.clone(),
        figure: "credits",
        stored: total.credits,
        computed: total.debits,
    }));
    for check in checks {
        faults.extend(check(&snapshot).await?);
    }
    let counts = rows::<Counts>(&snapshot, COUNTS).await?.pop().unwrap_or_default();
    snapshot.rollback().await?;
    Ok(Report { accounts: counts.accounts, transfers: counts.transfers, totals, faults })
}

async fn rows<T: FromQueryResult>(db: &DatabaseTransaction, sql: &str) -> Result<Vec<T>> {
    Ok(T::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?)
}

const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM ledger_account) AS accounts, \
     (SELECT COUNT(*) FROM ledger_transfer) AS transfers";

#[derive(Default, FromQueryResult)]
struct Counts {
    accounts: i64,
    transfers: i64,
}

const TOTALS: &str = "SELECT currency, CAST(SUM(debits_posted) AS BIGINT) AS debits, \
     CAST(SUM(credits_posted) AS BIGINT) AS credits FROM ledger_account GROUP BY currency ORDER BY currency";

/// Every account whose stored sums are not those of its transfers. What is pending is what nothing resolves, not what
/// the resolving rows claim to release.
const ACCOUNTS: &str = "
SELECT a.id, a.debits_posted, a.credits_posted, a.debits_pending, a.credits_pending,
    COALESCE(t.debits_posted, 0) AS debits_posted_now, COALESCE(t.credits_posted, 0) AS credits_posted_now,
    COALESCE(t.debits_pending, 0) AS debits_pending_now, COALESCE(t.credits_pending, 0) AS credits_pending_now
FROM ledger_account a LEFT JOIN (
    SELECT id, CAST(SUM(debits_posted) AS BIGINT) AS debits_posted, CAST(SUM(credits_posted) AS BIGINT) AS credits_posted,
        CAST(SUM(debits_pending) AS BIGINT) AS debits_pending, CAST(SUM(credits_pending) AS BIGINT) AS credits_pending
    FROM (
        SELECT debit_account_id AS id, amount AS debits_posted, 0 AS credits_posted, 0 AS debits_pending,
            0 AS credits_pending FROM ledger_transfer WHERE kind IN ('plain', 'post')
        UNION ALL
        SELECT credit_account_id, 0, amount, 0, 0 FROM ledger_transfer WHERE kind IN ('plain', 'post')
        UNION ALL
        SELECT debit_account_id, 0, 0, amount, 0 FROM ledger_transfer p WHERE kind = 'pending'
            AND NOT EXISTS (SELECT 1 FROM ledger_transfer r WHERE r.pending_id = p.id)
        UNION ALL
        SELECT credit_account_id, 0, 0, 0, amount FROM ledger_transfer p WHERE kind = 'pending'
            AND NOT EXISTS (SELECT 1 FROM ledger_transfer r WHERE r.pending_id = p.id)
    ) sides GROUP BY id
) t ON t.id = a.id
WHERE a.debits_posted <> COALESCE(t.debits_posted, 0) OR a.credits_posted <> COALESCE(t.credits_posted, 0)
    OR a.debits_pending <> COALESCE(t.debits_pending, 0) OR a.credits_pending <> COALESCE(t.credits_pending, 0)
ORDER BY a.id";

#[derive(FromQueryResult)]
struct Sums {
    id: Uuid,
    debits_posted: i64,
    credits_posted: i64,
    debits_pending: i64,
    credits_pending: i64,
    debits_posted_now: i64,
    credits_posted_now: i64,
    debits_pending_now: i64,
    credits_pending_now: i64,
}

async fn accounts(db: &DatabaseTransaction) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for sums in rows::<Sums>(db, ACCOUNTS).await? {
        let figures = [
            ("debits_posted", sums.debits_posted, sums.debits_posted_now),
            ("credits_posted", sums.credits_posted, sums.credits_posted_now),
            ("debits_pending", sums.debits_pending, sums.debits_pending_now),
            ("credits_pending", sums.credits_pending, sums.credits_pending_now),
        ];
        faults.extend(figures.into_iter().filter(|(_, stored, now)| stored != now).map(|(figure, stored, now)| {
            Fault { check: "balance", subject: LedgerAccountId(sums.id).to_string(), figure, stored, computed: now }
        }));
    }
    Ok(faults)
}

/// Pending transfers that are resolved by other than one fitting transfer, or whose row among the open ones is wrong.
const PENDING: &str = "
SELECT p.id, CAST(COUNT(r.id) AS BIGINT) AS resolved,
    CAST(SUM(CASE WHEN r.debit_account_id = p.debit_account_id AND r.credit_account_id = p.credit_account_id
        AND r.currency = p.currency AND r.pending_amount = p.amount AND r.amount <= p.amount THEN 1 ELSE 0 END) AS BIGINT)
        AS fitting,
    CAST((SELECT COUNT(*) FROM ledger_pending o WHERE o.transfer_id = p.id) AS BIGINT) AS open
FROM ledger_transfer p LEFT JOIN ledger_transfer r ON r.pending_id = p.id
WHERE p.kind = 'pending' GROUP BY p.id";

#[derive(FromQueryResult)]
struct Resolution {
    id: Uuid,
    resolved: i64,
    fitting: i64,
    open: i64,
}

async fn pending(db: &DatabaseTransaction) -> Result<Vec<Fault>> {
    let faulty = format!(
        "SELECT * FROM ({PENDING}) s WHERE resolved > 1 OR resolved <> fitting OR open <> (CASE resolved WHEN 0 THEN 1 ELSE 0 END)"
    );
    let mut faults = Vec::new();
    for row in rows::<Resolution>(db, &faulty).await? {
        let subject = TransferId(row.id).to_string();
        let open = i64::from(row.resolved == 0);
        let figures = [
            ("resolutions", row.resolved, row.resolved.min(1)),
            ("fitting_resolutions", row.fitting, row.resolved),
            ("open", row.open, open),
        ];
        faults.extend(figures.into_iter().filter(|(_, stored, now)| stored != now).map(
            |(figure, stored, computed)| Fault { check: "pending", subject: subject.clone(), figure, stored, computed },
        ));
    }
    Ok(faults)
}

/// What lies on the suspense accounts is what the payments in suspense brought.
const SUSPENSE: &str = "
SELECT a.id, a.credits_posted - a.debits_posted AS stored, CAST(COALESCE(
    (SELECT SUM(p.amount) FROM bank_payment p WHERE p.state = 'suspense' AND p.currency = a.currency), 0) AS BIGINT) AS computed
FROM ledger_account a WHERE a.kind = 'suspense'";

#[derive(FromQueryResult)]
struct Held {
    id: Uuid,
    stored: i64,
    computed: i64,
}

async fn suspense(db: &DatabaseTransaction) -> Result<Vec<Fault>> {
    let held = rows::<Held>(db, SUSPENSE).await?;
    let faulty = held.into_iter().filter(|held| held.stored != held.computed);
    Ok(faulty
        .map(|held| Fault {
            check: "suspense",
            subject: LedgerAccountId(held.id).to_string(),
            figure: "balance",
            stored: held.stored,
            computed: held.computed,
        })
        .collect())
}
