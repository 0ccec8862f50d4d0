//! The rules of the ledger as a pure function: what becomes of a transfer, given what is there.
//!
//! The database enforces the same rules once more; this decides a batch in its order and says which transfer of it is
//! refused and why.

use std::collections::{HashMap, HashSet};

use crate::kernel::{
    DateTime, Error, FieldError, Money, Result, error as kernel_error,
    id::{LedgerAccountId, TransferId},
};

use super::{
    error,
    model::{LedgerAccount, MAX_AMOUNT, MAX_SUM, Movement, NewTransfer, Side, Transfer, TransferKind},
};

/// What a batch of transfers is decided by.
#[derive(Default)]
pub struct Book {
    /// The accounts they touch.
    pub accounts: HashMap<LedgerAccountId, LedgerAccount>,
    /// The transfers that exist under the ids they use or resolve.
    pub transfers: HashMap<TransferId, Transfer>,
    /// The pending ones among these that nothing has resolved.
    pub open: HashSet<TransferId>,
}

/// What becomes of a transfer.
#[derive(Debug)]
pub enum Decision {
    /// It is made.
    Made(Transfer),
    /// It was made before.
    Repeated(Transfer),
}

/// The transfer that a movement without a predecessor asks for; none for those that resolve another.
///
/// # Errors
/// `transfer_amount`, `transfer_accounts`.
pub(super) fn direct(new: &NewTransfer, now: DateTime) -> Result<Option<Transfer>> {
    let (kind, debit, credit, amount, expires_at) = match new.movement {
        Movement::Plain { debit, credit, amount } => (TransferKind::Plain, debit, credit, amount, None),
        Movement::Pending { debit, credit, amount, expires_at } => {
            let expires_at = expires_at.map(|at| chrono::SubsecRound::trunc_subsecs(at, 6));
            (TransferKind::Pending, debit, credit, amount, expires_at)
        }
        Movement::Post { .. } | Movement::Void { .. } => return Ok(None),
    };
    check_amount(amount)?;
    if debit == credit {
        return Err(Error::fields(
            error::TRANSFER_ACCOUNTS,
            vec![FieldError::invalid("credit", credit, "another account")],
        ));
    }
    Ok(Some(Transfer { expires_at, ..transfer(new, kind, debit, credit, amount, now) }))
}

fn transfer(
    new: &NewTransfer,
    kind: TransferKind,
    debit: LedgerAccountId,
    credit: LedgerAccountId,
    amount: Money,
    created_at: DateTime,
) -> Transfer {
    Transfer {
        id: new.id,
        kind,
        debit,
        credit,
        amount,
        pending: None,
        pending_amount: None,
        expires_at: None,
        purpose: new.purpose,
        subject: new.subject.clone(),
        reason: new.reason.map(str::to_owned),
        created_at,
    }
}

fn check_amount(amount: Money) -> Result<()> {
    if (1..=MAX_AMOUNT).contains(&amount.minor) {
        return Ok(());
    }
    let fault = FieldError::out_of_range("amount.minor", amount.minor, 1, MAX_AMOUNT);
    Err(Error::fields(error::TRANSFER_AMOUNT, vec![fault]))
}

impl Book {
    /// Decides `new` and, if it is made, enters it.
    ///
    /// # Errors
    /// The codes of [`super::error`], in this order: what is wrong with the request itself, its id, the pending transfer
    /// it resolves, its accounts, their balances.
    pub fn decide(&mut self, new: &NewTransfer, now: DateTime) -> Result<Decision> {
        let asked = match direct(new, now)? {
            Some(transfer) => transfer,
            None => self.resolving(new, now)?,
        };
        if let Some(earlier) = self.transfers.get(&new.id) {
            return repeated(earlier, &asked).map(Decision::Repeated);
        }
        self.check_open(&asked, now)?;
        self.apply(&asked)?;
        if let Some(pending) = asked.pending {
            self.open.remove(&pending);
        }
        if asked.kind == TransferKind::Pending {
            self.open.insert(asked.id);
        }
        self.transfers.insert(asked.id, asked.clone());
        Ok(Decision::Made(asked))
    }

    /// The transfer that posting or voiding another asks for.
    fn resolving(&self, new: &NewTransfer, now: DateTime) -> Result<Transfer> {
        let (id, amount, kind) = match new.movement {
            Movement::Post { pending, amount } => (pending, amount, TransferKind::Post),
            Movement::Void { pending } => (pending, None, TransferKind::Void),
            Movement::Plain { .. } | Movement::Pending { .. } => {
                return Err(Error::internal("a movement without a predecessor has none to resolve"));
            }
        };
        let pending = self.transfers.get(&id).filter(|found| found.kind == TransferKind::Pending);
        let Some(pending) = pending else { return Err(Error::new(error::PENDING_UNKNOWN)) };
        let amount = amount.unwrap_or(pending.amount);
        check_amount(amount)?;
        if amount.currency != pending.amount.currency || amount.minor > pending.amount.minor {
            let fault = FieldError::new("amount", "out_of_range").value(amount).limit(format!("{}", pending.amount));
            return Err(Error::fields(error::PENDING_EXCEEDED, vec![fault]));
        }
        let subject = if new.subject.is_empty() { pending.subject.clone() } else { new.subject.clone() };
        Ok(Transfer {
            pending: Some(id),
            pending_amount: Some(pending.amount.minor),
            subject,
            ..transfer(new, kind, pending.debit, pending.credit, amount, now)
        })
    }

    fn check_open(&self, asked: &Transfer, now: DateTime) -> Result<()> {
        let Some(pending) = asked.pending else { return Ok(()) };
        if !self.open.contains(&pending) {
            return Err(Error::new(error::PENDING_RESOLVED));
        }
        let lapses = self.transfers.get(&pending).and_then(|pending| pending.expires_at);
        if asked.kind == TransferKind::Post && lapses.is_some_and(|at| at <= now) {
            return Err(Error::new(error::PENDING_EXPIRED));
        }
        Ok(())
    }

    fn apply(&mut self, asked: &Transfer) -> Result<()> {
        let mut sides = [(asked.debit, Side::Debit), (asked.credit, Side::Credit)].into_iter().map(|(id, side)| {
            let account = self.accounts.get(&id).filter(|account| account.currency == asked.amount.currency);
            let account = account.ok_or_else(|| Error::new(error::TRANSFER_ACCOUNTS))?;
            Ok::<_, Error>((account, side))
        });
        let (Some(debit), Some(credit)) = (sides.next(), sides.next()) else {
            return Err(Error::internal("a transfer has two sides"));
        };
        let (debit, credit) = (debit?, credit?);
        let debit = entered(debit.0, debit.1, asked)?;
        let credit = entered(credit.0, credit.1, asked)?;
        self.accounts.insert(debit.id, debit);
        self.accounts.insert(credit.id, credit);
        Ok(())
    }
}

/// The earlier transfer of the same id, if it is the same.
pub(super) fn repeated(earlier: &Transfer, asked: &Transfer) -> Result<Transfer> {
    if earlier.same_content(asked) {
        return Ok(earlier.clone());
    }
    let fault = FieldError::new("id", "used").value(asked.id).limit("a new id for a new transfer");
    Err(Error::fields(error::TRANSFER_ID_TAKEN, vec![fault]))
}

/// The account after one side of a transfer.
fn entered(account: &LedgerAccount, side: Side, asked: &Transfer) -> Result<LedgerAccount> {
    let mut account = account.clone();
    let (posted, pending) = match side {
        Side::Debit => (&mut account.debits_posted, &mut account.debits_pending),
        Side::Credit => (&mut account.credits_posted, &mut account.credits_pending),
    };
    *pending -= asked.pending_amount.unwrap_or(0);
    match asked.kind {
        TransferKind::Plain | TransferKind::Post => *posted += asked.amount.minor,
        TransferKind::Pending => *pending += asked.amount.minor,
        TransferKind::Void => {}
    }
    if *posted > MAX_SUM || *pending > MAX_SUM {
        return Err(Error::new(error::BALANCE_LIMIT));
    }
    if account.available().is_negative() {
        let fault = FieldError::new("amount", "out_of_range").value(asked.amount);
        return Err(Error::fields(error::INSUFFICIENT_FUNDS, vec![fault]));
    }
    Ok(account)
}

/// Says which transfer of a batch a refusal is about.
pub(super) fn at(index: usize, refusal: Error) -> Error {
    if refusal.code().status >= 500 {
        return refusal;
    }
    let name = |field: &FieldError| FieldError {
        field: format!("transfers[{index}].{}", field.field).into(),
        ..field.clone()
    };
    let mut fields: Vec<FieldError> = refusal.field_errors().iter().map(name).collect();
    if fields.is_empty() {
        fields.push(FieldError::new(format!("transfers[{index}]"), refusal.code().name));
    }
    Error::fields(refusal.code(), fields)
}

/// The limit on one batch.
pub(super) fn check_batch(len: usize, max: usize) -> Result<()> {
    if len <= max {
        return Ok(());
    }
    let fault = FieldError::new("transfers", "too_many").value(len).limit(format!("{max} transfers"));
    Err(Error::fields(kernel_error::VALIDATION, vec![fault]))
}
