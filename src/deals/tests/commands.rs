//! Random commands on the pure parts (table, facts, timing, split) against the plain telling.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::{
    kernel::{
        Actor, Locale, Money, Principal, Role,
        actor::{Membership, OrganisationKind},
    },
    listings::Right,
    rules::Filing,
};

use super::{
    super::{
        facts::{DisputeFacts, Facts, FilingRecord, Pinned, Ruling, Signature},
        lifecycle::{Action, Effect, Party, Stage, next},
        model::{Charge, Deal, Side, Step},
        split::split,
        terms::Terms,
    },
    money::charges,
    reference::{Plain, ROAD, Try, Who, attempt},
};

const SELLER: Uuid = Uuid::from_u128(1);
const BUYER: Uuid = Uuid::from_u128(2);
const OPERATOR: Uuid = Uuid::from_u128(3);
const STRANGER: Uuid = Uuid::from_u128(4);

fn actor(who: Who) -> Actor {
    let (organisation, kind, role) = match who {
        Who::Seller => (SELLER, OrganisationKind::University, Role::Manager),
        Who::Buyer => (BUYER, OrganisationKind::Enterprise, Role::Manager),
        Who::Clerk => (OPERATOR, OrganisationKind::Operator, Role::Clerk),
        Who::Approver | Who::OtherApprover => (OPERATOR, OrganisationKind::Operator, Role::Approver),
        Who::Stranger => (STRANGER, OrganisationKind::Fund, Role::Owner),
    };
    let membership = Membership { organisation: organisation.into(), kind, role, verified: true, mandate: None };
    Actor::Account(Box::new(Principal {
        account: Uuid::from_u128(100 + who as u128).into(),
        session: None,
        api_token: None,
        read_only: false,
        second_factor_missing: false,
        email_verified: true,
        locale: Locale::En,
        membership: Some(membership),
    }))
}

/// A deal without a database.
struct Machine {
    deal: Deal,
    history: Vec<Step>,
    charges: Vec<Charge>,
    terms: Terms,
    now: DateTime<Utc>,
    held: i64,
    parts: [i64; 3],
}

impl Machine {
    fn new(recordal: bool, price: i64, charges: Vec<Charge>) -> Self {
        let now = "2026-03-02T02:00:00Z".parse().unwrap();
        let terms = Terms::newest(now).unwrap();
        let filing = if recordal { Filing::Assignment } else { Filing::KnowHow };
        assert_eq!(terms.recordal_required(filing).unwrap(), recordal);
        let timing = terms.opening(now).unwrap();
        let deal = Deal {
            id: Uuid::nil().into(),
            number: "JX-D-2026-000001".to_owned(),
            origin: "off".to_owned(),
            listing: Uuid::nil().into(),
            listing_version: 1,
            seller: SELLER.into(),
            buyer: BUYER.into(),
            right: Right::Assignment,
            filing,
            recordal_required: recordal,
            price: Money::cny(price),
            terms: json!({}),
            rule_pack: terms.pack(),
            reference: String::new(),
            opened_at: now,
            version: 1,
            stage: Stage::Contract,
            deadline: timing.deadline,
            at_deadline: timing.at_deadline,
        };
        Self { deal, history: Vec::new(), charges, terms, now, held: 0, parts: [0; 3] }
    }

    fn facts(&self) -> Facts {
        Facts::of(&self.history).unwrap()
    }

    fn attempt(&mut self, who: Who, what: Try) -> Result<(), &'static str> {
        let (action, actor) = (action(what), actor(who));
        match what {
            Try::Wait => {
                self.now += TimeDelta::days(80);
                if let Some(action) = self.deal.at_deadline {
                    assert!(self.deal.deadline.unwrap() <= self.now, "80 days are longer than any deadline");
                    self.take(action, &[Party::Clock], &actor, json!({}))?;
                }
                return Ok(());
            }
            Try::Pay => {
                return self.take(Action::Receive, &[Party::Bank], &actor, json!({})).map_err(|_| "suspense");
            }
            _ => {}
        }
        let facts = self.facts();
        let parties = self.deal.parties(&facts, &actor);
        if parties.is_empty() {
            return Err("not_found");
        }
        next(self.deal.stage, action, &parties, None).map_err(|fault| fault.code().name)?;
        let side = actor.organisation().and_then(|own| self.deal.side(own));
        if let Some(code) = facts.obstacle(action, side, self.now, self.terms.extensions().unwrap()) {
            return Err(code.name);
        }
        let says = self.says(what, &facts, side);
        self.take(action, &parties, &actor, says)?;
        if action == Action::Sign && self.facts().concluded() {
            self.take(Action::Conclude, &[Party::System], &actor, json!({}))?;
        }
        Ok(())
    }

    fn says(&self, what: Try, facts: &Facts, side: Option<Side>) -> serde_json::Value {
        let pinned = Pinned { document: Uuid::nil().into(), sha256: self.deal.version.to_string() };
        let value = match what {
            Try::PutContract => serde_json::to_value(pinned),
            Try::Sign => {
                serde_json::to_value(Signature { side: side.unwrap(), contract: facts.contract.clone().unwrap() })
            }
            Try::File => serde_json::to_value(FilingRecord { number: "1".to_owned(), date: self.now.date_naive() }),
            Try::Dispute => serde_json::to_value(DisputeFacts {
                side: side.unwrap(),
                reason: "late".to_owned(),
                evidence_until: self.terms.evidence_until(self.now).unwrap(),
            }),
            Try::ProposeRuling(percent) => {
                let to_seller = self.deal.price.minor as i128 * i128::from(percent) / 100;
                let to_seller = Money::cny(i64::try_from(to_seller).unwrap());
                let to_buyer = self.deal.price.checked_sub(to_seller).unwrap();
                serde_json::to_value(Ruling { to_seller, to_buyer, reason: None, by: None, seq: 0 })
            }
            _ => Ok(json!({})),
        };
        value.unwrap()
    }

    fn take(
        &mut self,
        action: Action,
        parties: &[Party],
        actor: &Actor,
        facts: serde_json::Value,
    ) -> Result<(), &'static str> {
        let before = self.facts();
        let arrow = next(self.deal.stage, action, parties, before.target(&self.deal, action));
        let arrow = arrow.map_err(|fault| fault.code().name)?;
        let timing = self.terms.after(arrow, &self.deal, &before, self.now).unwrap();
        if arrow.to.is_final() {
            assert_eq!(timing.deadline, None);
        }
        self.pay(arrow.effect, &before);
        self.history.push(Step {
            seq: self.deal.version + 1,
            from: Some(arrow.from),
            action: Some(action),
            to: arrow.to,
            party: arrow.by,
            account: actor.account(),
            organisation: actor.organisation(),
            intermediary: None,
            at: self.now,
            facts,
            deadline: timing.deadline,
        });
        (self.deal.version, self.deal.stage) = (self.deal.version + 1, arrow.to);
        (self.deal.deadline, self.deal.at_deadline) = (timing.deadline, timing.at_deadline);
        Ok(())
    }

    fn pay(&mut self, effect: Effect, facts: &Facts) {
        let price = self.deal.price.minor;
        let (to_seller, to_buyer) = match effect {
            Effect::HoldPrice => {
                self.held = price;
                return;
            }
            Effect::PayOut => (price, 0),
            Effect::PayByRuling => {
                let ruling = facts.ruling.as_ref().unwrap();
                (ruling.to_seller.minor, ruling.to_buyer.minor)
            }
            Effect::Refund => (0, price),
            Effect::Keep | Effect::ExpectPrice | Effect::Reopen => return,
        };
        let split = split(Money::cny(to_seller), &self.charges).unwrap();
        self.parts = [split.seller.minor, split.shares.iter().map(|share| share.minor).sum(), to_buyer];
        self.held -= self.parts.iter().sum::<i64>();
    }
}

fn action(what: Try) -> Action {
    match what {
        Try::PutContract => Action::PutContract,
        Try::Sign => Action::Sign,
        Try::Cancel => Action::Cancel,
        Try::File => Action::File,
        Try::ConfirmRecordal => Action::ConfirmRecordal,
        Try::Deliver => Action::Deliver,
        Try::Accept => Action::Accept,
        Try::Extend => Action::Extend,
        Try::Release => Action::Release,
        Try::Dispute => Action::Dispute,
        Try::AddEvidence => Action::AddEvidence,
        Try::ProposeRuling(_) => Action::ProposeRuling,
        Try::ConfirmRuling => Action::ConfirmRuling,
        Try::WithdrawDispute => Action::WithdrawDispute,
        Try::Pay => Action::Receive,
        Try::Wait => Action::Expire,
    }
}

fn attempts() -> impl Strategy<Value = Vec<(Who, Try)>> {
    // Half of the deals begin on the road, so that the random rest happens far along it.
    let rest = prop::collection::vec(attempt(), 0..40);
    (prop::bool::ANY, rest).prop_map(move |(begun, rest)| {
        let mut all = if begun { ROAD.to_vec() } else { Vec::new() };
        all.extend(rest);
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_commands_do_what_the_plain_telling_says(
        recordal in any::<bool>(),
        price in 1i64..=1_000_000_000_000_000,
        charges in charges(),
        attempts in attempts(),
    ) {
        let mut machine = Machine::new(recordal, price, charges);
        let mut plain = Plain::new(recordal, price);
        for (who, what) in attempts {
            let expected = plain.attempt(who, what);
            prop_assert_eq!(machine.attempt(who, what), expected, "{:?} {:?} in {}", who, what, plain.stage);
            prop_assert_eq!(machine.deal.stage.name(), plain.stage);
            prop_assert_eq!(machine.deal.version, plain.version);
            prop_assert_eq!(machine.held, plain.held);
            let [seller, charged, buyer] = machine.parts;
            prop_assert_eq!((seller + charged, buyer), (plain.to_seller, plain.to_buyer));
            prop_assert_eq!(machine.deal.stage.holds_money(), machine.held > 0);
            prop_assert_eq!(machine.deal.deadline.is_none() && machine.deal.at_deadline.is_some(), false);
        }
    }
}
