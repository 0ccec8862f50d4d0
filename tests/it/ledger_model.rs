//! The ledger against a small model of it that knows no sums: it keeps a list of what was made and counts it anew.
//!
//! Random requests (plain, pending, posted in whole or part, voided, lapsed, repeated, altered, overdrawing, in batches)
//! go to both; after each, the answers and every account's four sums must agree.

use std::collections::HashMap;

use jiaxiu::{
    kernel::{
        Currency, DateTime, Error, Money,
        id::{LedgerAccountId, TransferId},
    },
    ledger::{
        self, Movement, NewTransfer, Purpose,
        model::{MAX_AMOUNT, TransferKind},
        sweep,
    },
    platform::{Ctx, db::Origin},
};
use proptest::prelude::*;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::TestApp;

/// Accounts of a case: settlement, three parties, and fees in another currency.
const ACCOUNTS: usize = 5;

#[derive(Clone, Debug)]
enum Op {
    Plain { debit: usize, credit: usize, amount: i64 },
    Pending { debit: usize, credit: usize, amount: i64, lapses: Option<i64> },
    Post { which: usize, amount: Option<i64> },
    Void { which: usize },
    Again { which: usize, altered: bool },
}

#[derive(Clone, Debug)]
enum Step {
    One(Op),
    Batch(Vec<Op>),
    Lapse,
}

fn op() -> impl Strategy<Value = Op> {
    let amount =
        || prop_oneof![20 => 1..60i64, 1 => Just(0), 1 => Just(-5), 1 => Just(MAX_AMOUNT + 1), 1 => Just(MAX_AMOUNT)];
    // Mostly among CNY accounts, the settlement account often: money must come in.
    let account = || prop_oneof![4 => Just(0usize), 9 => 1..4usize, 1 => Just(4usize)];
    let lapses = prop_oneof![Just(None), Just(Some(-1)), Just(Some(0)), Just(Some(3600))];
    prop_oneof![
        6 => (account(), account(), amount()).prop_map(|(debit, credit, amount)| Op::Plain { debit, credit, amount }),
        5 => (account(), account(), amount(), lapses)
            .prop_map(|(debit, credit, amount, lapses)| Op::Pending { debit, credit, amount, lapses }),
        4 => (0..8usize, prop::option::of(amount())).prop_map(|(which, amount)| Op::Post { which, amount }),
        2 => (0..8usize).prop_map(|which| Op::Void { which }),
        2 => (0..8usize, any::<bool>()).prop_map(|(which, altered)| Op::Again { which, altered }),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        10 => op().prop_map(Step::One),
        2 => prop::collection::vec(op(), 1..5).prop_map(Step::Batch),
        1 => Just(Step::Lapse),
    ];
    prop::collection::vec(step, 1..9)
}

/// What is asked of the ledger.
#[derive(Clone, Debug)]
enum Request {
    One(NewTransfer),
    Batch(Vec<NewTransfer>),
    Lapse,
}

/// Turns steps into requests: transfers refer to whatever was asked for before, made or not.
struct Requests<'a> {
    app: &'a TestApp,
    accounts: &'a [LedgerAccountId],
    asked: Vec<NewTransfer>,
}

impl Requests<'_> {
    fn of(&mut self, step: &Step) -> Request {
        match step {
            Step::One(op) => Request::One(self.transfer(op)),
            Step::Batch(ops) => Request::Batch(ops.iter().map(|op| self.transfer(op)).collect()),
            Step::Lapse => Request::Lapse,
        }
    }

    fn transfer(&mut self, op: &Op) -> NewTransfer {
        let id: TransferId = crate::ledger::id(self.app);
        let earlier = |which: usize| self.asked.iter().rev().nth(which % self.asked.len().max(1)).cloned();
        let target = |which: usize| earlier(which).map_or(id, |earlier| earlier.id);
        let money = |minor: i64, account: usize| {
            Money::new(minor, if account == 4 { "USD".parse().unwrap() } else { Currency::CNY })
        };
        let now = self.app.clock().now();
        let movement = match *op {
            Op::Plain { debit, credit, amount } => Movement::Plain {
                debit: self.accounts[debit],
                credit: self.accounts[credit],
                amount: money(amount, debit),
            },
            Op::Pending { debit, credit, amount, lapses } => Movement::Pending {
                debit: self.accounts[debit],
                credit: self.accounts[credit],
                amount: money(amount, debit),
                expires_at: lapses.map(|seconds| now + chrono::Duration::seconds(seconds)),
            },
            Op::Post { which, amount } => Movement::Post { pending: target(which), amount: amount.map(Money::cny) },
            Op::Void { which } => Movement::Void { pending: target(which) },
            Op::Again { which, altered } => {
                let Some(mut again) = earlier(which) else {
                    return self.remember(NewTransfer::new(id, Movement::Void { pending: id }, Purpose::Transfer));
                };
                if altered {
                    again.purpose = Purpose::Correction;
                }
                return self.remember(again);
            }
        };
        self.remember(NewTransfer::new(id, movement, Purpose::Transfer))
    }

    fn remember(&mut self, new: NewTransfer) -> NewTransfer {
        self.asked.push(new.clone());
        new
    }
}

/// The sums of an account: debits and credits posted, debits and credits pending.
type Sums = [i64; 4];
/// What a request comes to: the transfers answered or the code of the refusal, and every account's sums afterwards.
type Outcome = (Result<Vec<TransferId>, &'static str>, Vec<Sums>);

#[derive(Clone, PartialEq)]
struct Entry {
    kind: TransferKind,
    debit: LedgerAccountId,
    credit: LedgerAccountId,
    amount: Money,
    pending: Option<TransferId>,
    lapses: Option<DateTime>,
    purpose: Purpose,
}

#[derive(Clone)]
struct Model {
    now: DateTime,
    accounts: Vec<LedgerAccountId>,
    made: Vec<(TransferId, Entry)>,
}

impl Model {
    fn find(&self, id: TransferId) -> Option<&Entry> {
        self.made.iter().find(|(made, _)| *made == id).map(|(_, entry)| entry)
    }

    fn resolved(&self, id: TransferId) -> bool {
        self.made.iter().any(|(_, entry)| entry.pending == Some(id))
    }

    fn sums(&self, account: LedgerAccountId) -> Sums {
        let mut sums = [0; 4];
        for (id, entry) in &self.made {
            let offset = match entry.kind {
                TransferKind::Plain | TransferKind::Post => 0,
                TransferKind::Pending if !self.resolved(*id) => 2,
                TransferKind::Pending | TransferKind::Void => continue,
            };
            if entry.debit == account {
                sums[offset] += entry.amount.minor;
            }
            if entry.credit == account {
                sums[offset + 1] += entry.amount.minor;
            }
        }
        sums
    }

    fn covered(&self) -> bool {
        self.accounts.iter().enumerate().all(|(index, account)| {
            let [debits, credits, debits_pending, credits_pending] = self.sums(*account);
            if index == 0 { debits >= credits + credits_pending } else { credits >= debits + debits_pending }
        })
    }

    fn make(&mut self, new: &NewTransfer) -> Result<TransferId, &'static str> {
        let (kind, amount, entry) = match new.movement {
            Movement::Plain { debit, credit, amount } => (TransferKind::Plain, amount, Ok((debit, credit, None, None))),
            Movement::Pending { debit, credit, amount, expires_at } => {
                (TransferKind::Pending, amount, Ok((debit, credit, None, expires_at)))
            }
            Movement::Post { pending, amount } => {
                (TransferKind::Post, amount.unwrap_or(Money::cny(1)), Err((pending, amount)))
            }
            Movement::Void { pending } => (TransferKind::Void, Money::cny(1), Err((pending, None))),
        };
        let entry = match entry {
            Ok((debit, credit, pending, lapses)) => {
                if amount.minor < 1 || amount.minor > MAX_AMOUNT {
                    return Err("transfer_amount");
                }
                if debit == credit {
                    return Err("transfer_accounts");
                }
                Entry { kind, debit, credit, amount, pending, lapses, purpose: new.purpose }
            }
            Err((pending, part)) => {
                let reserved = self.find(pending).filter(|entry| entry.kind == TransferKind::Pending);
                let Some(reserved) = reserved.cloned() else { return Err("pending_unknown") };
                let amount = part.unwrap_or(reserved.amount);
                if amount.minor < 1 || amount.minor > MAX_AMOUNT {
                    return Err("transfer_amount");
                }
                if amount.currency != reserved.amount.currency || amount.minor > reserved.amount.minor {
                    return Err("pending_exceeded");
                }
                Entry { kind, amount, pending: Some(pending), lapses: None, purpose: new.purpose, ..reserved }
            }
        };
        if let Some(earlier) = self.find(new.id) {
            return if *earlier == entry { Ok(new.id) } else { Err("transfer_id_taken") };
        }
        if let Some(pending) = entry.pending {
            if self.resolved(pending) {
                return Err("pending_resolved");
            }
            let lapses = self.find(pending).and_then(|entry| entry.lapses);
            if kind == TransferKind::Post && lapses.is_some_and(|at| at <= self.now) {
                return Err("pending_expired");
            }
        }
        let usd = self.accounts[4];
        if (entry.debit == usd || entry.credit == usd) && entry.debit != entry.credit {
            return Err("transfer_accounts");
        }
        self.made.push((new.id, entry));
        if self.covered() {
            return Ok(new.id);
        }
        self.made.pop();
        Err("insufficient_funds")
    }

    fn answer(&mut self, request: &Request) -> Outcome {
        let answer = match request {
            Request::One(new) => self.make(new).map(|id| vec![id]),
            Request::Batch(batch) => {
                let mut trial = self.clone();
                let made: Result<Vec<_>, _> = batch.iter().map(|new| trial.make(new)).collect();
                if made.is_ok() {
                    *self = trial;
                }
                made
            }
            Request::Lapse => {
                let lapsed = |entry: &Entry| {
                    entry.kind == TransferKind::Pending && entry.lapses.is_some_and(|at| at <= self.now)
                };
                let due: Vec<_> =
                    self.made.iter().filter(|(id, entry)| lapsed(entry) && !self.resolved(*id)).cloned().collect();
                for (id, entry) in due {
                    // Their ids are the ledger's own; only what they resolve matters here.
                    let void = Entry { kind: TransferKind::Void, pending: Some(id), lapses: None, ..entry };
                    self.made.push((TransferId(uuid::Uuid::from_u128(!id.0.as_u128())), void));
                }
                Ok(vec![])
            }
        };
        (answer, self.accounts.iter().map(|account| self.sums(*account)).collect())
    }
}

async fn sums(ctx: &Ctx, accounts: &[LedgerAccountId]) -> Result<Vec<Sums>, Error> {
    use entity::ledger_account::{Column, Entity};
    let rows = Entity::find().filter(Column::Id.is_in(accounts.iter().map(|id| id.0))).all(ctx.db()).await?;
    let rows: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(accounts
        .iter()
        .map(|id| &rows[&id.0])
        .map(|row| [row.debits_posted, row.credits_posted, row.debits_pending, row.credits_pending])
        .collect())
}

async fn ask(ctx: &mut Ctx, request: Request) -> Result<Vec<TransferId>, Error> {
    Ok(match request {
        Request::One(new) => vec![ledger::transfer(ctx, new).await?.id],
        Request::Batch(batch) => ledger::post_many(ctx, batch).await?.into_iter().map(|made| made.id).collect(),
        Request::Lapse => {
            while sweep::void_lapsed(ctx, ()).await? > 0 {}
            vec![]
        }
    })
}

/// A whole case in one command: SQLite goes on after a statement that failed.
async fn in_one(
    ctx: &mut Ctx,
    (accounts, requests): (Vec<LedgerAccountId>, Vec<Request>),
) -> Result<Vec<Outcome>, Error> {
    open_accounts(ctx, &accounts).await?;
    let mut outcomes = Vec::new();
    for request in requests {
        let answer = ask(ctx, request).await.map_err(|refusal| refusal.code().name);
        outcomes.push((answer, sums(ctx, &accounts).await?));
    }
    Ok(outcomes)
}

async fn in_many(app: &TestApp, accounts: Vec<LedgerAccountId>, requests: Vec<Request>) -> Vec<Outcome> {
    let db = &app.services().db;
    db.run(Origin::system("test"), accounts.clone(), |ctx, all| {
        Box::pin(async move { open_accounts(ctx, &all).await })
    })
    .await
    .unwrap();
    let mut outcomes = Vec::new();
    for request in requests {
        let answer = db.run(Origin::system("test"), request, |ctx, request| Box::pin(ask(ctx, request))).await;
        let sums = db
            .run(Origin::system("test"), accounts.clone(), |ctx, all| Box::pin(async move { sums(ctx, &all).await }))
            .await
            .unwrap();
        outcomes.push((answer.map_err(|refusal| refusal.code().name), sums));
    }
    outcomes
}

/// Opens a case's accounts in one statement. Each case has a settlement account of its own, so that no balance is shared.
async fn open_accounts(ctx: &Ctx, accounts: &[LedgerAccountId]) -> Result<(), Error> {
    use entity::ledger_account::{ActiveModel, Entity};
    use sea_orm::ActiveValue::Set;
    let rows = accounts.iter().enumerate().map(|(index, id)| ActiveModel {
        id: Set(id.0),
        kind: Set(if index == 0 { "settlement" } else { "party" }.to_owned()),
        owner: Set(id.to_string()),
        currency: Set(if index == 4 { "USD" } else { "CNY" }.to_owned()),
        side: Set(if index == 0 { "debit" } else { "credit" }.to_owned()),
        debits_posted: Set(0),
        credits_posted: Set(0),
        debits_pending: Set(0),
        credits_pending: Set(0),
        created_at: Set(ctx.now()),
    });
    Entity::insert_many(rows).exec_without_returning(ctx.db()).await?;
    Ok(())
}

fn same(model: &Outcome, ledger: &Outcome) -> bool {
    // Both faults at once: which one the database meets first is its own affair.
    let either = model.0 == Err("transfer_accounts") && ledger.0 == Err("insufficient_funds");
    (model.0 == ledger.0 || either) && model.1 == ledger.1
}

async fn case(app: &TestApp, steps: &[Step]) -> Result<usize, TestCaseError> {
    let accounts: Vec<LedgerAccountId> = (0..ACCOUNTS).map(|_| crate::ledger::id(app)).collect();
    let mut source = Requests { app, accounts: &accounts, asked: Vec::new() };
    let mut requests: Vec<Request> = steps.iter().map(|step| source.of(step)).collect();
    requests.push(Request::Lapse);
    let outcomes = if app.services().db.is_postgres() {
        in_many(app, accounts.clone(), requests.clone()).await
    } else {
        let db = &app.services().db;
        let input = (accounts.clone(), requests.clone());
        db.run(Origin::system("test"), input, |ctx, input| Box::pin(in_one(ctx, input))).await.unwrap()
    };
    let mut model = Model { now: app.clock().now(), accounts, made: Vec::new() };
    let mut made = 0;
    for (request, ledger) in requests.iter().zip(&outcomes) {
        let expected = model.answer(request);
        prop_assert!(same(&expected, ledger), "{request:?}\nmodel {expected:?}\nledger {ledger:?}");
        let [debits, credits] = [0, 1].map(|side| ledger.1.iter().map(|sums| sums[side]).sum::<i64>());
        prop_assert_eq!(debits, credits);
        made += usize::from(ledger.0.is_ok());
    }
    Ok(made)
}

async fn agree(app: &TestApp, cases: u32) {
    let app = app.clone();
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        let mut runner = proptest::test_runner::TestRunner::new(config);
        let made = std::sync::atomic::AtomicUsize::new(0);
        runner
            .run(&steps(), |steps| {
                let count = runtime.block_on(case(&app, &steps))?;
                made.fetch_add(count, std::sync::atomic::Ordering::Relaxed);
                Ok(())
            })
            .unwrap();
        // If nearly everything were refused, the agreement would mean little.
        assert!(made.into_inner() > cases as usize, "too little was carried out");
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ledger_agrees_with_a_model_of_it_sqlite() {
    let app = TestApp::sqlite().await;
    agree(&app, 10_000).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ledger_agrees_with_a_model_of_it_postgres() {
    let app = TestApp::postgres().await;
    agree(&app, 500).await;
    app.finish().await;
}
