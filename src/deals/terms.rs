//! What the pinned rule pack says about a deal: periods, reminders, the fee.

use std::sync::{Arc, OnceLock};

use chrono::TimeDelta;

use crate::{
    kernel::{Currency, DateTime, Error, Result},
    listings::Right,
    platform::site::Fees,
    rules::{Filing, InForce, Period, RulePack, RulePacks, WorkingCalendar},
};

use super::{
    facts::Facts,
    lifecycle::{Action, Arrow, Stage},
    model::{Charge, Deal},
};

/// The pack that new deals pin.
const PACK: &str = "private";
/// China's clock: the day on which a rule is in force is the day there.
const AHEAD_OF_UTC: TimeDelta = TimeDelta::hours(8);

/// The rules of one deal: its pack, as in force on the day it was opened.
#[derive(Clone)]
pub struct Terms {
    pack: Arc<RulePack>,
    opened_at: DateTime,
    calendar: &'static WorkingCalendar,
}

/// When the next step is due, what the clock does then, and when the parties are reminded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// The deadline.
    pub deadline: Option<DateTime>,
    /// The clock's step.
    pub at_deadline: Option<Action>,
    /// Calendar days before the deadline, and the moment.
    pub reminders: Vec<(u32, DateTime)>,
}

fn known() -> Result<&'static (RulePacks, WorkingCalendar)> {
    static KNOWN: OnceLock<Result<(RulePacks, WorkingCalendar), String>> = OnceLock::new();
    let load = || {
        let packs = RulePacks::embedded().map_err(|fault| fault.to_string())?;
        let calendar = WorkingCalendar::embedded().map_err(|fault| fault.to_string())?;
        Ok((packs, calendar))
    };
    KNOWN.get_or_init(load).as_ref().map_err(|fault| Error::internal(fault.clone()))
}

impl Terms {
    /// Of a deal that opens now.
    ///
    /// # Errors
    /// `internal` without rule packs.
    pub fn newest(now: DateTime) -> Result<Self> {
        let (packs, calendar) = known()?;
        let pack = packs.latest(PACK).ok_or_else(|| Error::internal(format!("no rule pack {PACK}")))?;
        Ok(Self { pack: pack.clone(), opened_at: now, calendar })
    }

    /// Of a deal that pinned `pack` when it was opened.
    ///
    /// # Errors
    /// `internal` when the pack is gone.
    pub fn of(deal: &Deal) -> Result<Self> {
        let (packs, calendar) = known()?;
        let id = deal.rule_pack.parse().map_err(|fault| Error::internal(format!("{fault}")))?;
        let pack = packs.get(&id).ok_or_else(|| Error::internal(format!("rule pack {id} is gone")))?;
        Ok(Self { pack: pack.clone(), opened_at: deal.opened_at, calendar })
    }

    /// The pack's identity, as a deal pins it.
    pub fn pack(&self) -> String {
        self.pack.id.to_string()
    }

    fn rules(&self) -> InForce<'_> {
        self.pack.at((self.opened_at + AHEAD_OF_UTC).date_naive())
    }

    /// Whether the price is released only after the filing.
    ///
    /// # Errors
    /// `internal` where the pack says nothing.
    pub fn recordal_required(&self, filing: Filing) -> Result<bool> {
        self.rules().recordal_required(filing).map_err(Error::internal)
    }

    /// How often the inspection can be extended.
    ///
    /// # Errors
    /// `internal` where the pack says nothing.
    pub fn extensions(&self) -> Result<u32> {
        self.rules().inspection_extensions_max().map_err(Error::internal)
    }

    /// The exchange's fee: what the operator has `set`, or else the pack's. Its bounds are in renminbi and hold for
    /// prices in renminbi.
    ///
    /// # Errors
    /// `internal` where the pack says nothing.
    pub fn fee(&self, line: i32, deal: &Deal, set: Option<Fees>) -> Result<Charge> {
        let rules = self.rules();
        let fees = match set {
            Some(fees) => fees,
            None => Fees {
                bps: rules.fee_bps().map_err(Error::internal)?,
                min: rules.fee_min().map_err(Error::internal)?,
                cap: rules.fee_max().map_err(Error::internal)?,
            },
        };
        let bound = |money: crate::kernel::Money| (deal.price.currency == Currency::CNY).then_some(money.minor);
        Ok(Charge { line, payee: None, payer: deal.seller, bps: fees.bps, min: bound(fees.min), max: bound(fees.cap) })
    }

    /// When evidence ends in a dispute that begins now.
    ///
    /// # Errors
    /// `internal` where the pack says nothing.
    pub fn evidence_until(&self, now: DateTime) -> Result<DateTime> {
        self.end(now, self.rules().dispute_evidence_period().map_err(Error::internal)?)
    }

    /// The timing of a deal that has just been opened.
    ///
    /// # Errors
    /// `internal` where the pack says nothing.
    pub fn opening(&self, now: DateTime) -> Result<Timing> {
        let deadline = self.end(now, self.rules().signing_period().map_err(Error::internal)?)?;
        self.timed(Some(deadline), Some(Action::Expire), now)
    }

    /// The timing after `arrow` is taken, by the facts before it.
    ///
    /// # Errors
    /// `internal` where the pack says nothing.
    pub fn after(&self, arrow: &Arrow, deal: &Deal, facts: &Facts, now: DateTime) -> Result<Timing> {
        let rules = self.rules();
        let deadline = match (arrow.action, arrow.to) {
            (Action::WithdrawDispute, _) => {
                facts.dispute.as_ref().and_then(|dispute| dispute.left).map(|left| now + left)
            }
            (Action::Deliver, _) => Some(self.end(now, rules.inspection_period().map_err(Error::internal)?)?),
            (Action::Extend, _) => {
                // The deadline is the end of its last day: count from within that day.
                let last = deal.deadline.unwrap_or(now) - TimeDelta::seconds(1);
                Some(self.end(last, rules.inspection_extension().map_err(Error::internal)?)?)
            }
            (_, to) if to == arrow.from => {
                return Ok(Timing { deadline: deal.deadline, at_deadline: deal.at_deadline, reminders: Vec::new() });
            }
            (_, Stage::Funding) => Some(self.end(now, rules.payment_period().map_err(Error::internal)?)?),
            (_, Stage::Recordal) => rules
                .recordal_request_period(deal.filing)
                .map_err(Error::internal)?
                .map(|period| self.end(now, period))
                .transpose()?,
            (_, Stage::Acceptance) => Some(self.end(now, rules.delivery_period().map_err(Error::internal)?)?),
            (_, Stage::Release) => Some(self.end(now, rules.release_period().map_err(Error::internal)?)?),
            (_, Stage::Disputed) => {
                let evidence = self.evidence_until(now)? - TimeDelta::seconds(1);
                Some(self.end(evidence, rules.dispute_ruling_period().map_err(Error::internal)?)?)
            }
            (_, Stage::Contract | Stage::Closed | Stage::Cancelled | Stage::Refunded) => None,
        };
        let delivered = facts.delivered_at.is_some() || arrow.action == Action::Deliver;
        let at_deadline = match arrow.to {
            Stage::Contract | Stage::Funding => Some(Action::Expire),
            Stage::Acceptance if delivered => Some(Action::Accept),
            _ => None,
        };
        self.timed(deadline, at_deadline, now)
    }

    fn timed(&self, deadline: Option<DateTime>, at_deadline: Option<Action>, now: DateTime) -> Result<Timing> {
        let Some(at) = deadline else { return Ok(Timing::default()) };
        let days = self.rules().inspection_reminders().map_err(Error::internal)?;
        // As `rules::Deadline::reminder`: nine in the morning in China, so many days before the last day.
        let due = |days: u32| at - TimeDelta::days(i64::from(days) + 1) + TimeDelta::hours(9);
        let reminders = days.into_iter().map(|days| (days, due(days))).filter(|(_, due)| *due > now).collect();
        Ok(Timing { deadline, at_deadline, reminders })
    }

    fn end(&self, from: DateTime, period: Period) -> Result<DateTime> {
        Ok(self.calendar.add_period(from, period).map_err(Error::internal)?.at)
    }
}

/// What the patent office files of a right; without a patent there is nothing to file.
pub fn filing(right: Right, has_patents: bool) -> Filing {
    if !has_patents {
        return Filing::KnowHow;
    }
    match right {
        Right::Assignment => Filing::Assignment,
        Right::Exclusive => Filing::Exclusive,
        Right::Sole => Filing::Sole,
        Right::Ordinary => Filing::Ordinary,
        Right::Cross => Filing::Cross,
        Right::Open => Filing::Open,
        Right::EquityContribution => Filing::EquityContribution,
        Right::JointDevelopment => Filing::JointDevelopment,
        Right::PledgeFinance => Filing::PledgeFinance,
    }
}

/// As stored.
pub fn filing_name(filing: Filing) -> &'static str {
    match filing {
        Filing::Assignment => "assignment",
        Filing::Exclusive => "exclusive",
        Filing::Sole => "sole",
        Filing::Ordinary => "ordinary",
        Filing::Cross => "cross",
        Filing::Open => "open",
        Filing::EquityContribution => "equity_contribution",
        Filing::JointDevelopment => "joint_development",
        Filing::PledgeFinance => "pledge_finance",
        Filing::KnowHow => "know_how",
    }
}
