//! Wire types of the ledger.

use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::{
    DateTime, Money,
    id::{LedgerAccountId, TransferId},
};

use super::model::{AccountKind, LedgerAccount, Purpose, Side, Transfer, TransferKind};

/// A ledger account.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LedgerAccountOut)]
pub struct AccountOut {
    /// Its id.
    pub id: LedgerAccountId,
    /// What it is for.
    pub kind: AccountKind,
    /// Whose it is: an organisation, or the deal it is held for; empty for the exchange's own.
    pub owner: String,
    /// What it holds.
    pub balance: Money,
    /// What it holds less what is reserved.
    pub available: Money,
    /// What pending transfers reserve of it.
    pub reserved: Money,
    /// What pending transfers announce.
    pub announced: Money,
}

impl From<LedgerAccount> for AccountOut {
    fn from(account: LedgerAccount) -> Self {
        Self {
            id: account.id,
            kind: account.kind,
            balance: account.balance(),
            available: account.available(),
            reserved: account.reserved(),
            announced: account.announced(),
            owner: account.owner,
        }
    }
}

/// A transfer, as seen from one of its accounts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TransferOut {
    /// Its id.
    pub id: TransferId,
    /// How.
    pub kind: TransferKind,
    /// The side of the account that was asked for.
    pub side: Side,
    /// The account debited.
    pub debit: LedgerAccountId,
    /// The account credited.
    pub credit: LedgerAccountId,
    /// How much; of a void what had been reserved.
    pub amount: Money,
    /// The pending transfer it resolves.
    pub pending: Option<TransferId>,
    /// When a pending one lapses.
    pub expires_at: Option<DateTime>,
    /// Why.
    pub purpose: Purpose,
    /// What it is about: a deal, a payment; may be empty.
    pub subject: String,
    /// Why, where a rule decided it.
    pub reason: Option<String>,
    /// When.
    pub created_at: DateTime,
}

impl TransferOut {
    /// The transfer as `account` sees it.
    pub fn of(transfer: Transfer, account: LedgerAccountId) -> Self {
        Self {
            id: transfer.id,
            kind: transfer.kind,
            side: if transfer.debit == account { Side::Debit } else { Side::Credit },
            debit: transfer.debit,
            credit: transfer.credit,
            amount: transfer.amount,
            pending: transfer.pending,
            expires_at: transfer.expires_at,
            purpose: transfer.purpose,
            subject: transfer.subject,
            reason: transfer.reason,
            created_at: transfer.created_at,
        }
    }
}
