//! Transfers through the product: each a command with its event and its idempotency row.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use entity::ledger_account;
use jiaxiu::{
    app,
    kernel::{
        Clock, Currency, Money, Result,
        id::{AccountId, LedgerAccountId},
        random::Random,
    },
    ledger::{self, AccountKey, NewTransfer, Purpose},
    platform::{
        Ctx, Db,
        db::{Options, Origin},
        events::sequencer,
        idempotency::Claim,
    },
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::floor;

const ACCOUNTS: usize = 10_000;
const CLIENTS: usize = 64;
const BATCH: usize = 500;
/// Batches under way at once.
const BATCH_CLIENTS: usize = 4;
const WARM_UP: Duration = Duration::from_secs(2);

/// A database with funded accounts.
pub struct Ours {
    db: Db,
    accounts: Arc<Vec<LedgerAccountId>>,
    claimant: AccountId,
    stop: tokio::sync::watch::Sender<bool>,
    next: AtomicU64,
}

async fn open_accounts(ctx: &mut Ctx, ids: Vec<LedgerAccountId>) -> Result<()> {
    let rows = ids.into_iter().map(|id| ledger_account::ActiveModel {
        id: Set(id.0),
        kind: Set("party".to_owned()),
        owner: Set(id.to_string()),
        currency: Set("CNY".to_owned()),
        side: Set("credit".to_owned()),
        debits_posted: Set(0),
        credits_posted: Set(0),
        debits_pending: Set(0),
        credits_pending: Set(0),
        created_at: Set(ctx.now()),
    });
    ledger_account::Entity::insert_many(rows).exec_without_returning(ctx.db()).await?;
    Ok(())
}

#[derive(Clone)]
struct Work {
    transfers: Vec<NewTransfer>,
}

async fn one(ctx: &mut Ctx, mut work: Work) -> Result<()> {
    if let Some(new) = work.transfers.pop() {
        let made = ledger::transfer(ctx, new).await?;
        ctx.settle_claim(201, &format!("{{\"transfer\":\"{}\"}}", made.id))?;
    }
    Ok(())
}

async fn many(ctx: &mut Ctx, work: Work) -> Result<()> {
    let made = ledger::post_many(ctx, work.transfers).await?;
    ctx.settle_claim(201, &format!("{{\"transfers\":{}}}", made.len()))
}

impl Ours {
    /// Opens `url`, brings its schema up to date, opens and funds the accounts.
    pub async fn open(url: &str) -> Self {
        app::migrate(url).await.unwrap();
        let db = Db::open(&Options::new(url), Clock::system(), Random::system()).await.unwrap();
        let (stop, stopping) = tokio::sync::watch::channel(false);
        if db.is_postgres() {
            // As in service: what the commands say is numbered while they run.
            tokio::spawn(sequencer::run(db.clone(), stopping));
        }
        let id = || LedgerAccountId(db.random().uuid(db.clock().now()).unwrap());
        let accounts: Vec<_> = (0..ACCOUNTS).map(|_| id()).collect();
        for chunk in accounts.chunks(BATCH) {
            db.run(Origin::system("bench"), chunk.to_vec(), |ctx, ids| Box::pin(open_accounts(ctx, ids)))
                .await
                .unwrap();
        }
        let settlement = AccountKey::Settlement(Currency::CNY);
        let settlement = db
            .run(Origin::system("bench"), settlement, |ctx, key| {
                Box::pin(async move { ledger::account(ctx, key).await })
            })
            .await
            .unwrap();
        let claimant = AccountId(db.random().uuid(db.clock().now()).unwrap());
        let ours = Self { db, accounts: Arc::new(accounts), claimant, stop, next: AtomicU64::new(0) };
        for chunk in ours.accounts.chunks(BATCH) {
            let transfers = chunk.iter().map(|account| ours.transfer(settlement.id, *account, 1_000_000_000)).collect();
            ours.db.run(ours.origin(false), Work { transfers }, |ctx, work| Box::pin(many(ctx, work))).await.unwrap();
        }
        ours
    }

    fn transfer(&self, from: LedgerAccountId, to: LedgerAccountId, fen: i64) -> NewTransfer {
        let id = self.db.random().uuid(self.db.clock().now()).unwrap();
        NewTransfer::plain(id.into(), from, to, Money::cny(fen), Purpose::Transfer)
    }

    /// A command under an idempotency key of its own. Commands that move money are hot in service too.
    fn origin(&self, hot: bool) -> Origin {
        let key = format!("bench-{}", self.next.fetch_add(1, Ordering::Relaxed));
        let digest = jiaxiu::kernel::random::hash(&key);
        Origin { claim: Some(Claim { account: self.claimant, key, digest }), hot, ..Origin::system("bench") }
    }

    fn any(&self, seed: &mut u64) -> NewTransfer {
        let mut draw = || {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (*seed >> 33) as usize % ACCOUNTS
        };
        let from = draw();
        let to = std::iter::repeat_with(draw).find(|to| *to != from).unwrap();
        self.transfer(self.accounts[from], self.accounts[to], 1)
    }

    /// Transfers a second, one command each, of 64 clients.
    pub async fn singly(self: &Arc<Self>) -> f64 {
        self.measure(CLIENTS, 1).await
    }

    /// Transfers a second in batches of 500.
    pub async fn in_batches(self: &Arc<Self>) -> f64 {
        self.measure(BATCH_CLIENTS, BATCH).await
    }

    async fn measure(self: &Arc<Self>, clients: usize, size: usize) -> f64 {
        let for_long = floor::seconds(8);
        let count = Arc::new(AtomicU64::new(0));
        let started = Instant::now();
        let work = (0..clients as u64).map(|client| {
            let (ours, count) = (self.clone(), count.clone());
            tokio::spawn(async move {
                let mut seed = client + 1;
                while started.elapsed() < WARM_UP + for_long {
                    let work = Work { transfers: (0..size).map(|_| ours.any(&mut seed)).collect() };
                    let db = &ours.db;
                    if size == 1 {
                        db.run(ours.origin(true), work, |ctx, work| Box::pin(one(ctx, work))).await.unwrap();
                    } else {
                        db.run(ours.origin(false), work, |ctx, work| Box::pin(many(ctx, work))).await.unwrap();
                    }
                    count.fetch_add(size as u64, Ordering::Relaxed);
                }
            })
        });
        let work: Vec<_> = work.collect();
        tokio::time::sleep(WARM_UP).await;
        let (warm, from) = (count.load(Ordering::Relaxed), Instant::now());
        tokio::time::sleep(for_long).await;
        let rate = (count.load(Ordering::Relaxed) - warm) as f64 / from.elapsed().as_secs_f64();
        for client in work {
            client.await.unwrap();
        }
        rate
    }

    /// The books must be right after all that.
    pub async fn close(self: Arc<Self>) {
        let report = ledger::verify::verify(&self.db, &[]).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        let _ = self.stop.send(true);
        self.db.close().await;
    }
}
