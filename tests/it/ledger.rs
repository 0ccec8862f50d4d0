//! The ledger: its rules on both databases, and what its routes show.

use jiaxiu::{
    kernel::{
        Error, Money, Role,
        id::{LedgerAccountId, OrganisationId, TransferId},
    },
    ledger::{self, AccountKey, LedgerAccount, Movement, NewTransfer, Purpose, Transfer, model::TransferKind},
    platform::{Ctx, db::Origin},
};
use serde_json::json;

use crate::support::TestApp;

async fn run<C, T>(app: &TestApp, input: C, run: impl jiaxiu::platform::db::Command<C, T>) -> Result<T, Error>
where
    C: Clone + Send + Sync + 'static,
    T: Send + 'static,
{
    app.services().db.run(Origin::system("test"), input, run).await
}

pub async fn open(app: &TestApp, key: AccountKey) -> LedgerAccount {
    run(app, key, |ctx, key| Box::pin(async move { ledger::account(ctx, key).await })).await.unwrap()
}

pub async fn transfer(app: &TestApp, new: NewTransfer) -> Result<Transfer, Error> {
    run(app, new, |ctx, new| Box::pin(ledger::transfer(ctx, new))).await
}

async fn many(app: &TestApp, new: Vec<NewTransfer>) -> Result<Vec<Transfer>, Error> {
    run(app, new, |ctx, new| Box::pin(ledger::post_many(ctx, new))).await
}

pub fn id<T: From<uuid::Uuid>>(app: &TestApp) -> T {
    app.services().db.random().uuid(app.clock().now()).unwrap().into()
}

fn plain(app: &TestApp, debit: &LedgerAccount, credit: &LedgerAccount, fen: i64) -> NewTransfer {
    NewTransfer::plain(id(app), debit.id, credit.id, Money::cny(fen), Purpose::Transfer)
}

fn pending(app: &TestApp, debit: &LedgerAccount, credit: &LedgerAccount, fen: i64, seconds: i64) -> NewTransfer {
    let expires_at = Some(app.clock().now() + chrono::Duration::seconds(seconds));
    let movement = Movement::Pending { debit: debit.id, credit: credit.id, amount: Money::cny(fen), expires_at };
    NewTransfer::new(id(app), movement, Purpose::EscrowHold)
}

fn post(app: &TestApp, pending: TransferId, fen: Option<i64>) -> NewTransfer {
    NewTransfer::new(id(app), Movement::Post { pending, amount: fen.map(Money::cny) }, Purpose::EscrowHold)
}

fn void(app: &TestApp, pending: TransferId) -> NewTransfer {
    NewTransfer::new(id(app), Movement::Void { pending }, Purpose::EscrowHold)
}

async fn holds(app: &TestApp, account: &LedgerAccount) -> (i64, i64) {
    let balance = ledger::balance(app.services().db.read(), account.id).await.unwrap();
    (balance.posted.minor, balance.available.minor)
}

fn code(refusal: Error) -> &'static str {
    refusal.code().name
}

struct Three {
    settlement: LedgerAccount,
    buyer: LedgerAccount,
    seller: LedgerAccount,
}

/// The settlement account, and two parties of whom the first has 100.00.
async fn three(app: &TestApp) -> Three {
    let settlement = open(app, AccountKey::Settlement(jiaxiu::kernel::Currency::CNY)).await;
    let buyer = open(app, AccountKey::Party(id::<OrganisationId>(app), jiaxiu::kernel::Currency::CNY)).await;
    let seller = open(app, AccountKey::Party(id::<OrganisationId>(app), jiaxiu::kernel::Currency::CNY)).await;
    transfer(app, plain(app, &settlement, &buyer, 10_000)).await.unwrap();
    Three { settlement, buyer, seller }
}

crate::on_both! {
    async fn money_moves_and_is_never_overdrawn(app: TestApp) {
        let Three { settlement, buyer, seller } = three(&app).await;
        assert_eq!(holds(&app, &settlement).await, (10_000, 10_000));
        let first = plain(&app, &buyer, &seller, 4_000);
        let made = transfer(&app, first.clone()).await.unwrap();
        assert_eq!(transfer(&app, first.clone()).await.unwrap(), made);
        assert_eq!((holds(&app, &buyer).await, holds(&app, &seller).await), ((6_000, 6_000), (4_000, 4_000)));
        let mut other = first;
        other.subject = "deal_1".to_owned();
        assert_eq!(code(transfer(&app, other).await.unwrap_err()), "transfer_id_taken");
        assert_eq!(code(transfer(&app, plain(&app, &buyer, &seller, 6_001)).await.unwrap_err()), "insufficient_funds");
        assert_eq!(code(transfer(&app, plain(&app, &seller, &settlement, 4_001)).await.unwrap_err()), "insufficient_funds");
        assert_eq!(code(transfer(&app, plain(&app, &buyer, &buyer, 1)).await.unwrap_err()), "transfer_accounts");
        assert_eq!(code(transfer(&app, plain(&app, &buyer, &seller, 0)).await.unwrap_err()), "transfer_amount");
        let usd = open(&app, AccountKey::Fees("USD".parse().unwrap())).await;
        assert_eq!(code(transfer(&app, plain(&app, &buyer, &usd, 1)).await.unwrap_err()), "transfer_accounts");
        let nowhere = LedgerAccount { id: id::<LedgerAccountId>(&app), ..usd };
        assert_eq!(code(transfer(&app, plain(&app, &buyer, &nowhere, 1)).await.unwrap_err()), "transfer_accounts");
        assert_eq!((holds(&app, &buyer).await, holds(&app, &seller).await), ((6_000, 6_000), (4_000, 4_000)));
    }
}

crate::on_both! {
    async fn a_pending_transfer_is_resolved_once(app: TestApp) {
        let Three { buyer, seller, .. } = three(&app).await;
        let held = transfer(&app, pending(&app, &buyer, &seller, 6_000, 60)).await.unwrap();
        assert_eq!((holds(&app, &buyer).await, holds(&app, &seller).await), ((10_000, 4_000), (0, 0)));
        assert_eq!(code(transfer(&app, plain(&app, &buyer, &seller, 4_001)).await.unwrap_err()), "insufficient_funds");
        assert_eq!(code(transfer(&app, post(&app, held.id, Some(6_001))).await.unwrap_err()), "pending_exceeded");
        let part = post(&app, held.id, Some(2_500));
        let posted = transfer(&app, part.clone()).await.unwrap();
        assert_eq!((posted.kind, posted.amount), (TransferKind::Post, Money::cny(2_500)));
        assert_eq!(transfer(&app, part).await.unwrap(), posted);
        assert_eq!((holds(&app, &buyer).await, holds(&app, &seller).await), ((7_500, 7_500), (2_500, 2_500)));
        for again in [post(&app, held.id, None), void(&app, held.id)] {
            assert_eq!(code(transfer(&app, again).await.unwrap_err()), "pending_resolved");
        }
        assert_eq!(code(transfer(&app, void(&app, posted.id)).await.unwrap_err()), "pending_unknown");
        let other = transfer(&app, pending(&app, &buyer, &seller, 7_500, 60)).await.unwrap();
        transfer(&app, void(&app, other.id)).await.unwrap();
        assert_eq!(holds(&app, &buyer).await, (7_500, 7_500));
    }
}

crate::on_both! {
    async fn what_lapses_is_voided_by_the_clock(app: TestApp) {
        let Three { buyer, seller, .. } = three(&app).await;
        let held = transfer(&app, pending(&app, &buyer, &seller, 6_000, 60)).await.unwrap();
        app.clock().advance(chrono::Duration::seconds(60));
        let refusal = transfer(&app, post(&app, held.id, None)).await.unwrap_err();
        assert!(["pending_expired", "pending_resolved"].contains(&code(refusal)));
        app.advance(chrono::Duration::seconds(1)).await;
        assert_eq!(holds(&app, &buyer).await, (10_000, 10_000));
        assert_eq!(code(transfer(&app, void(&app, held.id)).await.unwrap_err()), "pending_resolved");
        let clerk = app.operator(Role::Clerk).await;
        let page = clerk.get(&format!("/ledger/accounts/{}/transfers", buyer.id)).await.expect(200);
        let lapsed = page["items"].as_array().unwrap().iter().find(|t| t["kind"] == "void").unwrap();
        assert_eq!((&lapsed["reason"], &lapsed["pending"]), (&json!("expired"), &json!(held.id)));
    }
}

crate::on_both! {
    async fn a_batch_is_made_whole_or_not_at_all(app: TestApp) {
        let Three { settlement, buyer, seller } = three(&app).await;
        let hold = pending(&app, &seller, &buyer, 500, 60);
        let batch = vec![
            plain(&app, &buyer, &seller, 10_000),
            plain(&app, &settlement, &buyer, 100),
            hold.clone(),
            post(&app, hold.id, Some(300)),
        ];
        let made = many(&app, batch.clone()).await.unwrap();
        assert_eq!(made.len(), 4);
        assert_eq!((holds(&app, &buyer).await, holds(&app, &seller).await), ((400, 400), (9_700, 9_700)));
        assert_eq!(many(&app, batch).await.unwrap(), made);
        let refusal = many(&app, vec![
            plain(&app, &buyer, &seller, 400), plain(&app, &buyer, &seller, 1), plain(&app, &settlement, &buyer, 1),
        ]).await.unwrap_err();
        assert_eq!((refusal.code().name, refusal.field_errors()[0].field.as_ref()), ("insufficient_funds", "transfers[1].amount"));
        assert_eq!(holds(&app, &buyer).await, (400, 400));
        assert_eq!(many(&app, vec![]).await.unwrap(), vec![]);
        let many_more = (0..501).map(|_| plain(&app, &settlement, &buyer, 1)).collect();
        assert_eq!(code(many(&app, many_more).await.unwrap_err()), "validation");
    }
}

async fn raw(app: &TestApp, sql: String) -> Result<(), Error> {
    async fn execute(ctx: &mut Ctx, sql: String) -> Result<(), Error> {
        use sea_orm::ConnectionTrait;
        ctx.db().execute_unprepared(&sql).await?;
        Ok(())
    }
    run(app, sql, |ctx, sql| Box::pin(execute(ctx, sql))).await
}

crate::on_both! {
    async fn history_cannot_be_rewritten(app: TestApp) {
        three(&app).await;
        for sql in [
            "UPDATE ledger_transfer SET amount = 1",
            "DELETE FROM ledger_transfer",
            "DELETE FROM ledger_account",
            "UPDATE ledger_account SET side = 'debit'",
            "UPDATE ledger_account SET debits_posted = credits_posted + 1 WHERE side = 'credit'",
        ] {
            raw(&app, sql.to_owned()).await.expect_err(sql);
        }
    }
}

crate::on_both! {
    async fn accounts_are_seen_by_their_owners(app: TestApp) {
        let (owner, stranger) = (app.owner("enterprise").await, app.owner("fund").await);
        let settlement = open(&app, AccountKey::Settlement(jiaxiu::kernel::Currency::CNY)).await;
        let account = open(&app, AccountKey::Party(owner.organisation, jiaxiu::kernel::Currency::CNY)).await;
        for fen in [1, 2, 3] {
            transfer(&app, plain(&app, &settlement, &account, fen)).await.unwrap();
        }
        let path = format!("/ledger/accounts/{}", account.id);
        let seen = owner.get("/ledger/accounts").await.expect(200);
        assert_eq!(seen["items"].as_array().unwrap().len(), 1);
        assert_eq!(seen["items"][0]["balance"], json!({ "minor": 6, "currency": "CNY" }));
        assert_eq!(owner.get(&path).await.expect(200), seen["items"][0]);
        let first = owner.get(&format!("{path}/transfers?limit=2")).await.expect(200);
        let rest = owner.get(&format!("{path}/transfers?limit=2&cursor={}", first["next"].as_str().unwrap())).await.expect(200);
        let ids: std::collections::BTreeSet<_> = [&first, &rest].iter().flat_map(|page| page["items"].as_array().unwrap()).map(|t| t["id"].to_string()).collect();
        assert_eq!((ids.len(), &rest["next"]), (3, &json!(null)));
        assert_eq!((&first["items"][0]["side"], &first["items"][0]["purpose"]), (&json!("credit"), &json!("transfer")));
        for path in [path.clone(), format!("{path}/transfers"), format!("/ledger/accounts/{}", settlement.id)] {
            stranger.get(&path).await.refused(404, "not_found");
            app.anonymous().get(&path).await.refused(401, "unauthenticated");
        }
        app.anonymous().get("/ledger/accounts").await.refused(401, "unauthenticated");
        assert_eq!(stranger.get("/ledger/accounts").await.expect(200)["items"], json!([]));
        let auditor = app.operator(Role::Auditor).await;
        assert_eq!(auditor.get("/ledger/accounts").await.expect(200)["items"].as_array().unwrap().len(), 2);
        assert_eq!(auditor.get(&path).await.expect(200)["id"], json!(account.id));
        owner.get("/ledger/accounts?limit=0").await.refused(422, "validation");
        owner.get(&format!("{path}/transfers?cursor=x")).await.refused(422, "validation");
        owner.get("/ledger/accounts/lac_1").await.refused(404, "not_found");
    }
}

/// Runs `jiaxiu verify ledger --json` on the application's database.
fn verify_ledger(app: &TestApp) -> (bool, serde_json::Value) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_jiaxiu"))
        .args(["--json", "verify", "ledger", "--data"])
        .arg(app.data())
        .env("JIAXIU__DATABASE__URL", app.database_url())
        .output()
        .unwrap();
    (output.status.success(), serde_json::from_slice(&output.stdout).unwrap())
}

crate::on_both! {
    async fn verification_names_the_account_and_both_figures(app: TestApp) {
        let Three { buyer, seller, .. } = three(&app).await;
        let held = transfer(&app, pending(&app, &buyer, &seller, 1_000, 60)).await.unwrap();
        let (right, report) = verify_ledger(&app);
        assert!(right, "{report:#}");
        assert_eq!((&report["accounts"], &report["transfers"]), (&json!(3), &json!(2)));
        assert_eq!(report["totals"], json!([{ "currency": "CNY", "debits": 10_000, "credits": 10_000 }]));
        raw(&app, "UPDATE ledger_account SET credits_posted = credits_posted + 7 WHERE credits_posted > 0".to_owned()).await.unwrap();
        let (right, report) = verify_ledger(&app);
        assert!(!right);
        assert_eq!(report["faults"], json!([
            { "check": "balance", "subject": buyer.id, "figure": "credits_posted", "stored": 10_007, "computed": 10_000 },
            { "check": "double_entry", "subject": "CNY", "figure": "credits", "stored": 10_007, "computed": 10_000 },
        ]));
        raw(&app, "UPDATE ledger_account SET credits_posted = credits_posted - 7 WHERE credits_posted > 0".to_owned()).await.unwrap();
        raw(&app, "DELETE FROM ledger_pending".to_owned()).await.unwrap();
        let (right, report) = verify_ledger(&app);
        assert!(!right);
        assert_eq!(report["faults"], json!([{ "check": "pending", "subject": held.id, "figure": "open", "stored": 0, "computed": 1 }]));
        raw(&app, "INSERT INTO ledger_pending (transfer_id, expires_at) SELECT id, expires_at FROM ledger_transfer WHERE kind = 'pending'".to_owned()).await.unwrap();
    }
}
