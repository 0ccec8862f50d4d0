//! Accounts and transfers, as commands work with them.

use entity::{ledger_account, ledger_transfer};
use serde::{Deserialize, Serialize, de::IntoDeserializer};
use utoipa::ToSchema;

use crate::kernel::{
    Currency, DateTime, Error, Money, Result,
    id::{LedgerAccountId, ListingId, OrganisationId, TransferId},
};

/// The largest amount of one transfer: ten trillion yuan in fen. The database checks it too.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000;
/// The largest sum one side of an account can reach, so that adding two never leaves 64 bits.
pub const MAX_SUM: i64 = 4_000_000_000_000_000_000;

/// Reads a stored name.
pub(super) fn named<T: serde::de::DeserializeOwned>(name: &str) -> Result<T> {
    let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).map_err(Error::internal)
}

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// The exchange's account at its bank (结算专户): the one asset.
    Settlement,
    /// Payments that nobody has recognised yet (待核实款).
    Suspense,
    /// The exchange's earned fees.
    Fees,
    /// What the exchange owes a party: a claim on the settlement account.
    Party,
    /// What is held for one deal (资金监管).
    Escrow,
    /// What an intermediary has earned (佣金).
    Commission,
}

impl AccountKind {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::Suspense => "suspense",
            Self::Fees => "fees",
            Self::Party => "party",
            Self::Escrow => "escrow",
            Self::Commission => "commission",
        }
    }

    /// The side its balance is on, which never falls below zero.
    pub fn side(self) -> Side {
        if self == Self::Settlement { Side::Debit } else { Side::Credit }
    }
}

/// A side of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LedgerSide)]
pub enum Side {
    /// Left: what the exchange has.
    Debit,
    /// Right: what it owes.
    Credit,
}

impl Side {
    /// As stored.
    pub fn name(self) -> &'static str {
        if self == Self::Debit { "debit" } else { "credit" }
    }
}

/// Names an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AccountKey {
    /// The exchange's account at its bank.
    Settlement(Currency),
    /// Unrecognised payments.
    Suspense(Currency),
    /// Earned fees.
    Fees(Currency),
    /// A party's claim.
    Party(OrganisationId, Currency),
    /// What is held for a deal, by the deal's id as on the wire.
    Escrow(String, Currency),
    /// An intermediary's commission.
    Commission(OrganisationId, Currency),
}

impl AccountKey {
    /// What the account is for.
    pub fn kind(&self) -> AccountKind {
        match self {
            Self::Settlement(_) => AccountKind::Settlement,
            Self::Suspense(_) => AccountKind::Suspense,
            Self::Fees(_) => AccountKind::Fees,
            Self::Party(..) => AccountKind::Party,
            Self::Escrow(..) => AccountKind::Escrow,
            Self::Commission(..) => AccountKind::Commission,
        }
    }

    /// Whose it is, as an id on the wire; empty for the exchange's own.
    pub fn owner(&self) -> String {
        match self {
            Self::Settlement(_) | Self::Suspense(_) | Self::Fees(_) => String::new(),
            Self::Party(organisation, _) | Self::Commission(organisation, _) => organisation.to_string(),
            Self::Escrow(subject, _) => subject.clone(),
        }
    }

    /// Its currency.
    pub fn currency(&self) -> Currency {
        match self {
            Self::Settlement(currency)
            | Self::Suspense(currency)
            | Self::Fees(currency)
            | Self::Party(_, currency)
            | Self::Escrow(_, currency)
            | Self::Commission(_, currency) => *currency,
        }
    }
}

/// A ledger account (科目) with its sums, in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerAccount {
    /// Its id.
    pub id: LedgerAccountId,
    /// What it is for.
    pub kind: AccountKind,
    /// Whose it is, as an id on the wire; empty for the exchange's own.
    pub owner: String,
    /// Its currency.
    pub currency: Currency,
    /// The side its balance is on.
    pub side: Side,
    /// Everything debited.
    pub debits_posted: i64,
    /// Everything credited.
    pub credits_posted: i64,
    /// Reserved by pending transfers that debit it.
    pub debits_pending: i64,
    /// Announced by pending transfers that credit it.
    pub credits_pending: i64,
}

impl LedgerAccount {
    /// What it holds.
    pub fn balance(&self) -> Money {
        let (more, less) = match self.side {
            Side::Debit => (self.debits_posted, self.credits_posted),
            Side::Credit => (self.credits_posted, self.debits_posted),
        };
        Money::new(more - less, self.currency)
    }

    /// What pending transfers reserve of it.
    pub fn reserved(&self) -> Money {
        let pending = if self.side == Side::Debit { self.credits_pending } else { self.debits_pending };
        Money::new(pending, self.currency)
    }

    /// What pending transfers announce.
    pub fn announced(&self) -> Money {
        let pending = if self.side == Side::Debit { self.debits_pending } else { self.credits_pending };
        Money::new(pending, self.currency)
    }

    /// What can be moved out of it: the balance less what is reserved.
    pub fn available(&self) -> Money {
        Money::new(self.balance().minor - self.reserved().minor, self.currency)
    }
}

impl TryFrom<ledger_account::Model> for LedgerAccount {
    type Error = Error;
    fn try_from(row: ledger_account::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            kind: named(&row.kind)?,
            owner: row.owner,
            currency: row.currency.parse().map_err(Error::internal)?,
            side: named(&row.side)?,
            debits_posted: row.debits_posted,
            credits_posted: row.credits_posted,
            debits_pending: row.debits_pending,
            credits_pending: row.credits_pending,
        })
    }
}

/// Why money moves; decides what its event is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A bank payment came in and its payer is known.
    Deposit,
    /// A bank payment came in that nobody recognises.
    Suspense,
    /// A clerk found out whose payment it is.
    Identified,
    /// A payment goes back where it came from.
    Returned,
    /// A price is held for a deal. Event `escrow.held`.
    EscrowHold,
    /// Held money goes to the seller. Event `escrow.released`.
    EscrowRelease,
    /// Held money goes back to the buyer. Event `escrow.refunded`.
    EscrowRefund,
    /// An intermediary's share. Event `commission.paid`.
    Commission,
    /// The exchange's share.
    Fee,
    /// Reverses a transfer that was wrong.
    Correction,
    /// Anything else.
    Transfer,
}

impl Purpose {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Suspense => "suspense",
            Self::Identified => "identified",
            Self::Returned => "returned",
            Self::EscrowHold => "escrow_hold",
            Self::EscrowRelease => "escrow_release",
            Self::EscrowRefund => "escrow_refund",
            Self::Commission => "commission",
            Self::Fee => "fee",
            Self::Correction => "correction",
            Self::Transfer => "transfer",
        }
    }
}

/// How money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// At once.
    Plain {
        /// From the point of view of double entry: the account debited.
        debit: LedgerAccountId,
        /// The account credited.
        credit: LedgerAccountId,
        /// Above zero.
        amount: Money,
    },
    /// Reserved, until it is posted, voided or lapses.
    Pending {
        /// The account to be debited.
        debit: LedgerAccountId,
        /// The account to be credited.
        credit: LedgerAccountId,
        /// Above zero.
        amount: Money,
        /// When it lapses; never without.
        expires_at: Option<DateTime>,
    },
    /// Carries out a pending transfer.
    Post {
        /// Which.
        pending: TransferId,
        /// How much of it, the rest is let go; all of it without.
        amount: Option<Money>,
    },
    /// Lets a pending transfer go.
    Void {
        /// Which.
        pending: TransferId,
    },
}

/// A transfer to make. To take money out of a [`Side::Credit`] account, debit it.
#[derive(Clone, Debug)]
pub struct NewTransfer {
    /// Named by the caller: sent twice, it is made once.
    pub id: TransferId,
    /// How.
    pub movement: Movement,
    /// Why.
    pub purpose: Purpose,
    /// What it is about, as an id on the wire; the transfer itself when empty.
    pub subject: String,
    /// Why, where a rule decided it.
    pub reason: Option<&'static str>,
    pub(super) organisations: Vec<OrganisationId>,
    pub(super) listing: Option<ListingId>,
}

impl NewTransfer {
    /// Any movement, about nothing in particular.
    pub fn new(id: TransferId, movement: Movement, purpose: Purpose) -> Self {
        Self { id, movement, purpose, subject: String::new(), reason: None, organisations: Vec::new(), listing: None }
    }

    /// Moves `amount` at once: debits `debit`, credits `credit`.
    pub fn plain(
        id: TransferId,
        debit: LedgerAccountId,
        credit: LedgerAccountId,
        amount: Money,
        purpose: Purpose,
    ) -> Self {
        Self::new(id, Movement::Plain { debit, credit, amount }, purpose)
    }

    /// What it is about: the id of a deal, say.
    pub fn about(mut self, subject: impl std::fmt::Display) -> Self {
        self.subject = subject.to_string();
        self
    }

    /// Whom its event concerns.
    pub fn concerns(mut self, organisations: impl IntoIterator<Item = OrganisationId>) -> Self {
        self.organisations.extend(organisations);
        self
    }

    /// The listing its event belongs to.
    pub fn listing(mut self, listing: impl Into<Option<ListingId>>) -> Self {
        self.listing = listing.into();
        self
    }

    /// Why, where a rule decided it.
    pub fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }
}

/// How a transfer is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// Moved at once.
    Plain,
    /// Reserved.
    Pending,
    /// Carried out a pending one.
    Post,
    /// Let a pending one go.
    Void,
}

impl TransferKind {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Pending => "pending",
            Self::Post => "post",
            Self::Void => "void",
        }
    }
}

/// A transfer that was made (划转).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// How.
    pub kind: TransferKind,
    /// The account debited.
    pub debit: LedgerAccountId,
    /// The account credited.
    pub credit: LedgerAccountId,
    /// How much; of a void what had been reserved.
    pub amount: Money,
    /// The pending transfer it resolves.
    pub pending: Option<TransferId>,
    /// What that one had reserved, in minor units.
    pub pending_amount: Option<i64>,
    /// When a pending one lapses.
    pub expires_at: Option<DateTime>,
    /// Why.
    pub purpose: Purpose,
    /// What it is about.
    pub subject: String,
    /// Why, where a rule decided it.
    pub reason: Option<String>,
    /// When.
    pub created_at: DateTime,
}

impl Transfer {
    /// True when both say the same; when it was made does not count.
    pub fn same_content(&self, other: &Self) -> bool {
        Self { created_at: other.created_at, ..self.clone() } == *other
    }
}

impl TryFrom<ledger_transfer::Model> for Transfer {
    type Error = Error;
    fn try_from(row: ledger_transfer::Model) -> Result<Self> {
        let currency = row.currency.parse().map_err(Error::internal)?;
        Ok(Self {
            id: row.id.into(),
            kind: named(&row.kind)?,
            debit: row.debit_account_id.into(),
            credit: row.credit_account_id.into(),
            amount: Money::new(row.amount, currency),
            pending: row.pending_id.map(Into::into),
            pending_amount: row.pending_amount,
            expires_at: row.expires_at,
            purpose: named(&row.purpose)?,
            subject: row.subject,
            reason: row.reason,
            created_at: row.created_at,
        })
    }
}
