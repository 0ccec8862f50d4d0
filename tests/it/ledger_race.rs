//! Many commands at once on the same accounts.

use futures::future::join_all;
use jiaxiu::{
    kernel::{
        Currency, Error, Money,
        id::{OrganisationId, TransferId},
    },
    ledger::{self, AccountKey, LedgerAccount, Movement, NewTransfer, Purpose, Transfer},
    platform::db::Origin,
};

use crate::{
    ledger::{id, open, transfer},
    support::TestApp,
};

const TASKS: usize = 16;
const ROUNDS: usize = 20;

async fn parties(app: &TestApp, count: usize, each: i64) -> Vec<LedgerAccount> {
    let settlement = open(app, AccountKey::Settlement(Currency::CNY)).await;
    let mut all = Vec::new();
    for _ in 0..count {
        let party = open(app, AccountKey::Party(id::<OrganisationId>(app), Currency::CNY)).await;
        let new = NewTransfer::plain(id(app), settlement.id, party.id, Money::cny(each), Purpose::Deposit);
        transfer(app, new).await.unwrap();
        all.push(party);
    }
    all
}

async fn together<T>(work: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T>
where
    T: Send + 'static,
{
    join_all(work.into_iter().map(tokio::spawn)).await.into_iter().map(Result::unwrap).collect()
}

async fn total(app: &TestApp, accounts: &[LedgerAccount]) -> i64 {
    let db = app.services().db.read();
    let mut sum = 0;
    for account in accounts {
        sum += ledger::balance(db, account.id).await.unwrap().posted.minor;
    }
    sum
}

/// A task's transfers: single ones, batches across all accounts in both directions, and reservations.
async fn worker(app: TestApp, all: Vec<LedgerAccount>, task: usize) -> (usize, usize) {
    let db = app.services().db.clone();
    let (mut made, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let pick = |n: usize| all[(task * 7 + round * 3 + n) % all.len()].id;
        let plain = |from: usize, to: usize, fen: i64| {
            NewTransfer::plain(id(&app), pick(from), pick(to), Money::cny(fen), Purpose::Transfer)
        };
        let result: Result<Vec<Transfer>, Error> = match round % 3 {
            0 => transfer(&app, plain(0, 1, 30)).await.map(|one| vec![one]),
            1 => {
                let batch = vec![plain(2, 1, 10), plain(0, 3, 10), plain(1, 2, 10)];
                db.run(Origin::system("test"), batch, |ctx, batch| Box::pin(ledger::post_many(ctx, batch))).await
            }
            _ => {
                let movement =
                    Movement::Pending { debit: pick(1), credit: pick(0), amount: Money::cny(20), expires_at: None };
                let held = transfer(&app, NewTransfer::new(id(&app), movement, Purpose::EscrowHold)).await;
                match held {
                    Ok(held) => {
                        let movement = Movement::Post { pending: held.id, amount: Some(Money::cny(15)) };
                        transfer(&app, NewTransfer::new(id(&app), movement, Purpose::EscrowRelease))
                            .await
                            .map(|one| vec![held, one])
                    }
                    Err(refusal) => Err(refusal),
                }
            }
        };
        match result {
            Ok(transfers) => made += transfers.len(),
            Err(refusal) => {
                assert_eq!(refusal.code().name, "insufficient_funds", "{refusal}");
                refused += 1;
            }
        }
    }
    (made, refused)
}

crate::on_both! {
    async fn sixteen_at_once_keep_the_books_right(app: TestApp) {
        let all = parties(&app, 6, 100).await;
        let counts = together((0..TASKS).map(|task| worker(app.clone(), all.clone(), task)).collect()).await;
        let made: usize = counts.iter().map(|(made, _)| made).sum();
        assert_eq!(total(&app, &all).await, 600);
        let report = ledger::verify::verify(&app.services().db, &[]).await.unwrap();
        assert_eq!(report.faults, []);
        assert_eq!(usize::try_from(report.transfers).unwrap(), all.len() + made);
        assert!(made > TASKS * ROUNDS / 2, "{counts:?}");
    }
}

crate::on_both! {
    async fn the_last_hundred_is_spent_once(app: TestApp) {
        let all = parties(&app, 2, 100).await;
        let attempts = (0..TASKS).map(|_| {
            let (app, from, to) = (app.clone(), all[0].id, all[1].id);
            async move { transfer(&app, NewTransfer::plain(id(&app), from, to, Money::cny(60), Purpose::Transfer)).await.is_ok() }
        });
        assert_eq!(together(attempts.collect()).await.into_iter().filter(|made| *made).count(), 1);
    }
}

crate::on_both! {
    async fn one_id_is_one_transfer_whoever_sends_it(app: TestApp) {
        let all = parties(&app, 2, 100).await;
        let same = NewTransfer::plain(id(&app), all[0].id, all[1].id, Money::cny(70), Purpose::Transfer);
        let attempts = (0..TASKS).map(|_| {
            let (app, same) = (app.clone(), same.clone());
            async move { transfer(&app, same).await.unwrap().id }
        });
        let made: std::collections::BTreeSet<TransferId> = together(attempts.collect()).await.into_iter().collect();
        assert_eq!(made.len(), 1);
        let held = ledger::balance(app.services().db.read(), all[0].id).await.unwrap();
        assert_eq!(held.posted, Money::cny(30));
    }
}

crate::on_both! {
    async fn a_reservation_has_one_end(app: TestApp) {
        let all = parties(&app, 2, 100).await;
        let movement = Movement::Pending { debit: all[0].id, credit: all[1].id, amount: Money::cny(50), expires_at: None };
        let held = transfer(&app, NewTransfer::new(id(&app), movement, Purpose::EscrowHold)).await.unwrap();
        let attempts = (0..TASKS).map(|task| {
            let (app, pending) = (app.clone(), held.id);
            let movement = if task % 2 == 0 { Movement::Void { pending } } else { Movement::Post { pending, amount: None } };
            async move { transfer(&app, NewTransfer::new(id(&app), movement, Purpose::EscrowHold)).await.map_err(|refusal| refusal.code().name) }
        });
        let ends = together(attempts.collect()).await;
        assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1);
        assert!(ends.iter().all(|end| end.is_ok() || *end == Err("pending_resolved")), "{ends:?}");
    }
}
