//! What a deal's history says, folded into what the next step depends on. Pure.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use crate::kernel::{
    Code, DateTime, Error, Money, Result,
    id::{AccountId, DocumentId},
};

use super::{
    error,
    lifecycle::{Action, Stage},
    model::{Deal, Side, Step},
};

/// A document, pinned by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pinned {
    /// Which.
    pub document: DocumentId,
    /// SHA-256 of its content, base64url.
    pub sha256: String,
}

/// What a signature says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Signature {
    /// Which side.
    pub side: Side,
    /// What was signed.
    #[serde(flatten)]
    pub contract: Pinned,
}

/// The filing with the patent office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilingRecord {
    /// The office's number.
    pub number: String,
    /// The day it was filed or registered.
    pub date: NaiveDate,
}

/// A dispute under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Who opened it.
    pub by: Side,
    /// Why.
    pub reason: String,
    /// The stage it came from, and returns to if it is taken back.
    pub from: Stage,
    /// When.
    pub at: DateTime,
    /// Evidence is taken until then.
    pub evidence_until: DateTime,
    /// What was left of the deadline, and the clock's step at its end.
    pub left: Option<TimeDelta>,
    /// Pieces of evidence so far.
    pub evidence: usize,
}

/// What the step `dispute` says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DisputeFacts {
    pub(super) side: Side,
    pub(super) reason: String,
    pub(super) evidence_until: DateTime,
}

/// A proposed split of the held money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// To the seller, before commission and fee.
    pub to_seller: Money,
    /// Back to the buyer.
    pub to_buyer: Money,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who proposed it; whoever confirms it is somebody else.
    #[serde(skip)]
    pub by: Option<AccountId>,
    /// The step that proposed it.
    #[serde(skip)]
    pub seq: i64,
}

/// What the steps so far say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The newest version of the contract.
    pub contract: Option<Pinned>,
    /// The signatures under it, with the moment of each.
    pub signatures: Vec<(Signature, DateTime)>,
    /// The filing.
    pub filing: Option<FilingRecord>,
    /// When the operator saw that it was filed.
    pub recorded_at: Option<DateTime>,
    /// When the seller delivered.
    pub delivered_at: Option<DateTime>,
    /// When the buyer (or silence) accepted.
    pub accepted_at: Option<DateTime>,
    /// How often the inspection was extended.
    pub extensions: u32,
    /// The dispute under way.
    pub dispute: Option<Dispute>,
    /// The ruling proposed in it.
    pub ruling: Option<Ruling>,
}

fn read<T: DeserializeOwned>(step: &Step) -> Result<T> {
    serde_json::from_value(step.facts.clone()).map_err(Error::internal)
}

impl Facts {
    /// Folds a history, oldest step first.
    ///
    /// # Errors
    /// `internal` for facts of another shape than this version writes.
    pub fn of(history: &[Step]) -> Result<Self> {
        let mut facts = Self::default();
        let mut deadline = None;
        for step in history {
            facts.add(step, deadline)?;
            deadline = step.deadline;
        }
        Ok(facts)
    }

    fn add(&mut self, step: &Step, deadline_before: Option<DateTime>) -> Result<()> {
        match step.action {
            Some(Action::PutContract) => {
                self.contract = Some(read(step)?);
                self.signatures.clear();
            }
            Some(Action::Sign) => self.signatures.push((read(step)?, step.at)),
            Some(Action::File) => self.filing = Some(read(step)?),
            Some(Action::ConfirmRecordal) => self.recorded_at = Some(step.at),
            Some(Action::Deliver) => self.delivered_at = Some(step.at),
            Some(Action::Extend) => self.extensions += 1,
            Some(Action::Accept) => self.accepted_at = Some(step.at),
            Some(Action::Dispute) => {
                let said: DisputeFacts = read(step)?;
                self.dispute = Some(Dispute {
                    by: said.side,
                    reason: said.reason,
                    from: step.from.ok_or_else(|| Error::internal("a dispute from nowhere"))?,
                    at: step.at,
                    evidence_until: said.evidence_until,
                    left: deadline_before.map(|deadline| (deadline - step.at).max(TimeDelta::zero())),
                    evidence: 0,
                });
            }
            Some(Action::AddEvidence) => {
                if let Some(dispute) = &mut self.dispute {
                    dispute.evidence += 1;
                }
            }
            Some(Action::ProposeRuling) => {
                self.ruling = Some(Ruling { by: step.account, seq: step.seq, ..read(step)? });
            }
            Some(Action::WithdrawDispute) => (self.dispute, self.ruling) = (None, None),
            Some(
                Action::Conclude
                | Action::Cancel
                | Action::Expire
                | Action::Receive
                | Action::Release
                | Action::ConfirmRuling,
            )
            | None => {}
        }
        Ok(())
    }

    /// True when that side signed the newest contract.
    pub fn signed(&self, side: Side) -> bool {
        self.signatures.iter().any(|(signature, _)| signature.side == side)
    }

    /// True when both sides signed the newest contract.
    pub fn concluded(&self) -> bool {
        self.signed(Side::Seller) && self.signed(Side::Buyer)
    }

    /// The stage that the deal's facts choose where an action leads to one of several.
    pub fn target(&self, deal: &Deal, action: Action) -> Option<Stage> {
        match action {
            Action::Receive if deal.recordal_required => Some(Stage::Recordal),
            Action::Receive => Some(Stage::Acceptance),
            Action::WithdrawDispute => self.dispute.as_ref().map(|dispute| dispute.from),
            Action::ConfirmRuling => {
                self.ruling.as_ref().map(|r| if r.to_seller.is_zero() { Stage::Refunded } else { Stage::Closed })
            }
            _ => None,
        }
    }

    /// What the facts have against `action` by `side` at `now`, if anything; `extensions` is the rule pack's limit.
    pub fn obstacle(&self, action: Action, side: Option<Side>, now: DateTime, extensions: u32) -> Option<Code> {
        let when = |fault: bool, code: Code| fault.then_some(code);
        match action {
            Action::Sign => when(self.contract.is_none(), error::NO_CONTRACT)
                .or_else(|| when(side.is_some_and(|side| self.signed(side)), error::ALREADY_SIGNED)),
            Action::ConfirmRecordal => when(self.filing.is_none(), error::NOT_FILED),
            Action::Deliver => when(self.delivered_at.is_some(), error::ALREADY_DELIVERED),
            Action::Accept => when(self.delivered_at.is_none(), error::NOT_DELIVERED),
            Action::Extend => when(self.delivered_at.is_none(), error::NOT_DELIVERED)
                .or_else(|| when(self.extensions >= extensions, error::NO_MORE_EXTENSIONS)),
            Action::AddEvidence => {
                when(self.dispute.as_ref().is_some_and(|dispute| now >= dispute.evidence_until), error::DEADLINE_PASSED)
            }
            Action::ConfirmRuling => when(self.ruling.is_none(), error::NO_RULING),
            _ => None,
        }
    }
}
