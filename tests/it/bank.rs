//! Bank payments: matched, in suspense, resolved and refunded.

use std::sync::Arc;

use futures::future::BoxFuture;
use jiaxiu::{
    identity,
    kernel::{Actor, Currency, Error, Money, Role, id::OrganisationId},
    ledger::{
        self, AccountKey, NewTransfer, Purpose,
        bank::{
            Expected, Payee, Payees, Payment, cancel_expected,
            deposit::{Deposit, sandbox_deposit},
            expect_payment,
            settle::{self, Resolve},
            view::{DepositIn, DepositOut, PaymentOut, ResolveIn},
        },
    },
    platform::{Ctx, db::Origin},
};
use serde_json::{Value, json};

use crate::{
    ledger::open,
    support::{Person, TestApp},
};

/// Puts what it gets into escrow, as deals do.
struct Holder;

impl Payee for Holder {
    fn prefix(&self) -> &'static str {
        "deal"
    }

    fn receive<'a>(&'a self, ctx: &'a mut Ctx, payment: &'a Payment) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let key = AccountKey::Escrow(payment.subject.clone(), payment.amount.currency);
            let escrow = ledger::account(ctx, key).await?.id;
            let new = NewTransfer::plain(ctx.id()?, payment.account, escrow, payment.amount, Purpose::EscrowHold);
            ledger::transfer(ctx, new.about(&payment.subject).concerns([payment.payer])).await?;
            Ok(())
        })
    }
}

fn payees() -> Payees {
    Payees::new(vec![Arc::new(Holder)])
}

const SUBJECT: &str = "deal_0190a3f4c2d17e5b9a60d3c1e8f72b45";

async fn expect(app: &TestApp, reference: &str, payer: OrganisationId, fen: i64) -> Result<(), Error> {
    let expected =
        Expected { reference: reference.to_owned(), subject: SUBJECT.to_owned(), payer, amount: Money::cny(fen) };
    let db = &app.services().db;
    db.run(Origin::system("test"), expected, |ctx, input| Box::pin(async move { expect_payment(ctx, input).await }))
        .await
}

async fn cancel(app: &TestApp, reference: &'static str) -> Result<(), Error> {
    let db = &app.services().db;
    db.run(Origin::system("test"), reference, |ctx, input| Box::pin(async move { cancel_expected(ctx, input).await }))
        .await
}

async fn actor(app: &TestApp, person: &Person) -> Actor {
    let token = person.client.token().unwrap();
    identity::authenticate(app.services(), &token, Some(person.organisation)).await.unwrap()
}

async fn as_person<C, T>(
    app: &TestApp,
    person: &Person,
    input: C,
    run: impl jiaxiu::platform::db::Command<C, T>,
) -> Result<T, Error>
where
    C: Clone + Send + Sync + 'static,
    T: Send + 'static,
{
    let actor = actor(app, person).await;
    app.services().db.run(Origin { actor, ..Origin::system("test") }, input, run).await
}

async fn pay(app: &TestApp, person: &Person, reference: &str, amount: Money) -> Result<DepositOut, Error> {
    let input = DepositIn { reference: Some(reference.to_owned()), amount, payer_name: None };
    let deposit = Deposit { input, payees: payees() };
    as_person(app, person, deposit, |ctx, deposit| Box::pin(sandbox_deposit(ctx, deposit))).await
}

async fn resolve(app: &TestApp, clerk: &Person, payment: &PaymentOut, reference: &str) -> Result<PaymentOut, Error> {
    let input =
        ResolveIn { version: payment.version, reference: reference.to_owned(), note: Some("by phone".to_owned()) };
    let command = Resolve { id: payment.id, input, payees: payees() };
    as_person(app, clerk, command, |ctx, command| Box::pin(settle::resolve(ctx, command))).await
}

async fn holds(app: &TestApp, key: AccountKey) -> i64 {
    let account = open(app, key).await;
    ledger::balance(app.services().db.read(), account.id).await.unwrap().posted.minor
}

fn escrow() -> AccountKey {
    AccountKey::Escrow(SUBJECT.to_owned(), Currency::CNY)
}

fn deposit(reference: &str, fen: i64) -> Value {
    json!({ "reference": reference, "amount": { "minor": fen, "currency": "CNY" } })
}

async fn pay_in(person: &Person, key: &str, body: Value) -> crate::support::Answer {
    person.post_once("/bank/sandbox/deposits", key, body).await
}

crate::on_both! {
    async fn what_is_expected_goes_where_it_is_awaited(app: TestApp) {
        let buyer = app.owner("enterprise").await;
        expect(&app, "JX-2026-000001", buyer.organisation, 50_000).await.unwrap();
        assert_eq!(expect(&app, "jx-2026-000001", buyer.organisation, 1).await.unwrap_err().code().name, "reference_taken");
        let paid = pay(&app, &buyer, " jx-2026-0000 01 ", Money::cny(50_000)).await.unwrap();
        assert!(paid.matched, "{paid:?}");
        assert_eq!((holds(&app, escrow()).await, holds(&app, AccountKey::Settlement(Currency::CNY)).await), (50_000, 50_000));
        assert_eq!(holds(&app, AccountKey::Party(buyer.organisation, Currency::CNY)).await, 0);
        let again = pay(&app, &buyer, "JX-2026-000001", Money::cny(50_000)).await.unwrap();
        assert_eq!((again.matched, json!(again.payment.reason)), (false, json!("already_paid")));
        assert_eq!((holds(&app, escrow()).await, holds(&app, AccountKey::Suspense(Currency::CNY)).await), (50_000, 50_000));
        cancel(&app, "JX-2026-000001").await.unwrap();
        assert_eq!(cancel(&app, "JX-0").await.unwrap_err().code().name, "not_found");
        assert_eq!(holds(&app, escrow()).await, 50_000);
        app.settle().await;
        let told: Vec<String> = jiaxiu::platform::events::after(app.services().db.read(), 0, 100).await.unwrap().into_iter().map(|event| event.kind).collect();
        assert_eq!(told, ["ledger.transferred", "payment.received", "escrow.held", "ledger.transferred", "payment.unmatched"]);
    }
}

crate::on_both! {
    async fn what_does_not_fit_waits_for_a_clerk(app: TestApp) {
        let (buyer, clerk) = (app.owner("enterprise").await, app.operator(Role::Clerk).await);
        expect(&app, "R-1", buyer.organisation, 700).await.unwrap();
        expect(&app, "R-2", buyer.organisation, 9).await.unwrap();
        cancel(&app, "R-2").await.unwrap();
        for (reference, amount, reason) in [
            ("R-1", Money::cny(699), "wrong_amount"),
            ("R-1", Money::new(700, "USD".parse().unwrap()), "wrong_currency"),
            ("R-2", Money::cny(9), "no_longer_expected"),
            ("R-3", Money::cny(700), "unknown_reference"),
        ] {
            let paid = pay(&app, &buyer, reference, amount).await.unwrap();
            assert_eq!((paid.matched, json!(paid.payment.reason)), (false, json!(reason)));
        }
        let waiting = clerk.get("/bank/suspense").await.expect(200);
        assert_eq!(waiting["items"].as_array().unwrap().len(), 4);
        assert_eq!(waiting["items"][0]["allowed_actions"], json!(["resolve", "refund"]));
        let because = |reason: &str| waiting["items"].as_array().unwrap().iter().find(|item| item["reason"] == reason).unwrap().clone();
        let unknown: PaymentOut = as_payment(&app, &clerk, &because("unknown_reference")).await;
        for (reference, code) in [("R-9", "payment_not_expected"), ("R-2", "payment_not_expected"), ("", "validation")] {
            assert_eq!(resolve(&app, &clerk, &unknown, reference).await.unwrap_err().code().name, code);
        }
        let short: PaymentOut = as_payment(&app, &clerk, &because("wrong_amount")).await;
        assert_eq!(resolve(&app, &clerk, &short, "R-1").await.unwrap_err().code().name, "payment_differs");
        assert_eq!(holds(&app, escrow()).await, 0);
        let resolved = resolve(&app, &clerk, &unknown, "r-1").await.unwrap();
        assert_eq!((json!(resolved.state), resolved.version, resolved.allowed_actions.len()), (json!("matched"), 2, 0));
        assert_eq!((holds(&app, escrow()).await, holds(&app, AccountKey::Suspense(Currency::CNY)).await), (700, 708));
        assert_eq!(resolve(&app, &clerk, &unknown, "R-1").await.unwrap_err().code().name, "stale_version");
        assert_eq!(resolve(&app, &clerk, &resolved, "R-1").await.unwrap_err().code().name, "not_allowed_now");
    }
}

async fn as_payment(app: &TestApp, reader: &Person, seen: &Value) -> PaymentOut {
    let actor = actor(app, reader).await;
    let id = seen["id"].as_str().unwrap().parse().unwrap();
    let payment = ledger::bank::queries::find(app.services().db.read(), &actor, id).await.unwrap();
    PaymentOut::of(payment, &actor)
}

crate::on_both! {
    async fn the_sandbox_bank_takes_what_a_bank_would(app: TestApp) {
        let buyer = app.owner("enterprise").await;
        let unknown = pay_in(&buyer, "k-1", deposit("nobody knows", 120)).await.expect(201);
        assert_eq!((&unknown["matched"], &unknown["payment"]["reason"]), (&json!(false), &json!("unknown_reference")));
        assert_eq!(unknown["payment"]["allowed_actions"], json!([]));
        assert_eq!(pay_in(&buyer, "k-1", deposit("nobody knows", 120)).await.expect(201), unknown);
        pay_in(&buyer, "k-1", deposit("nobody knows", 121)).await.refused(422, "idempotency_mismatch");
        buyer.post("/bank/sandbox/deposits", deposit("x", 1)).await.refused(400, "idempotency_required");
        for (body, field) in [
            (json!({ "amount": { "minor": 1, "currency": "CNY" } }), "reference"),
            (deposit("  ", 1), "reference"),
            (deposit(&"9".repeat(141), 1), "reference"),
            (deposit("x", 0), "amount.minor"),
            (deposit("x", -1), "amount.minor"),
            (deposit("x", 1_000_000_000_000_001), "amount.minor"),
            (json!({ "reference": "x", "amount": { "minor": 1, "currency": "XXX" } }), "amount.currency"),
            (json!({ "reference": "x", "amount": { "minor": 1, "currency": "CNY" }, "payer_name": "n".repeat(201) }), "payer_name"),
            (json!({ "reference": "x", "amount": { "minor": 1, "currency": "CNY" }, "colour": 1 }), "colour"),
        ] {
            let problem = pay_in(&buyer, "k-2", body).await.refused(422, "validation");
            assert_eq!(problem["errors"][0]["field"], field, "{problem:#}");
        }
        let payments = buyer.get("/bank/payments").await.expect(200);
        assert_eq!(payments["items"], json!([unknown["payment"]]));
        assert_eq!(holds(&app, AccountKey::Suspense(Currency::CNY)).await, 120);
    }
}

crate::on_both! {
    async fn a_clerk_sends_back_what_belongs_to_nobody(app: TestApp) {
        let (buyer, clerk) = (app.owner("enterprise").await, app.operator(Role::Clerk).await);
        let payment = pay_in(&buyer, "k", deposit("?", 120)).await.expect(201)["payment"].clone();
        let path = format!("/bank/suspense/{}/actions", payment["id"].as_str().unwrap());
        let body = |version: i64| json!({ "version": version, "note": "unknown sender" });
        clerk.post(&format!("{path}/refund"), body(1)).await.refused(400, "idempotency_required");
        clerk.post_once(&format!("{path}/refund"), "a", body(2)).await.refused(409, "stale_version");
        let problem = clerk.post_once(&format!("{path}/refund"), "b", json!({ "version": 1, "note": " " })).await.refused(422, "validation");
        assert_eq!(problem["errors"][0]["field"], "note");
        clerk.post_once(&format!("{path}/resolve"), "c", json!({ "version": 1, "reference": "R" })).await.refused(409, "payment_not_expected");
        let back = clerk.post_once(&format!("{path}/refund"), "d", body(1)).await.expect(200);
        assert_eq!((&back["state"], &back["version"], &back["note"]), (&json!("refunded"), &json!(2), &json!("unknown sender")));
        assert_eq!(clerk.post_once(&format!("{path}/refund"), "d", body(1)).await.expect(200), back);
        clerk.post_once(&format!("{path}/refund"), "e", body(2)).await.refused(409, "not_allowed_now");
        assert_eq!((holds(&app, AccountKey::Suspense(Currency::CNY)).await, holds(&app, AccountKey::Settlement(Currency::CNY)).await), (0, 0));
        assert_eq!(clerk.get("/bank/suspense").await.expect(200)["items"], json!([]));
        let seen = buyer.get(&format!("/bank/payments/{}", payment["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(seen["state"], "refunded");
    }
}

crate::on_both! {
    async fn each_sees_and_does_what_is_theirs(app: TestApp) {
        let (buyer, stranger) = (app.owner("enterprise").await, app.owner("fund").await);
        let (clerk, auditor) = (app.operator(Role::Clerk).await, app.operator(Role::Auditor).await);
        let member = app.colleague(&buyer, Role::Member).await;
        let unverified = app.unverified("enterprise").await;
        let payment = pay_in(&buyer, "k", deposit("?", 120)).await.expect(201)["payment"].clone();
        let id = payment["id"].as_str().unwrap();
        let nobody = app.anonymous();
        nobody.post_once("/bank/sandbox/deposits", "k", deposit("?", 1)).await.refused(401, "unauthenticated");
        pay_in(&member, "k", deposit("?", 1)).await.refused(403, "forbidden");
        pay_in(&unverified, "k", deposit("?", 1)).await.refused(403, "organisation_not_verified");
        pay_in(&auditor, "k", deposit("?", 1)).await.refused(403, "forbidden");
        assert_eq!(pay_in(&clerk, "k", deposit("?", 1)).await.expect(201)["payment"]["payer"], json!(null));
        for path in ["/bank/payments", "/bank/suspense", &format!("/bank/payments/{id}")] {
            nobody.get(path).await.refused(401, "unauthenticated");
        }
        stranger.get(&format!("/bank/payments/{id}")).await.refused(404, "not_found");
        assert_eq!(stranger.get("/bank/payments").await.expect(200)["items"], json!([]));
        assert_eq!(member.get("/bank/payments").await.expect(200)["items"].as_array().unwrap().len(), 1);
        buyer.get("/bank/suspense").await.refused(403, "forbidden");
        assert_eq!(auditor.get("/bank/suspense").await.expect(200)["items"].as_array().unwrap().len(), 2);
        let first = auditor.get("/bank/payments?limit=1").await.expect(200);
        let next = auditor.get(&format!("/bank/payments?limit=1&cursor={}", first["next"].as_str().unwrap())).await.expect(200);
        assert_ne!(first["items"][0]["id"], next["items"][0]["id"]);
        for (action, body) in [("refund", json!({ "version": 1, "note": "n" })), ("resolve", json!({ "version": 1, "reference": "R" }))] {
            let path = format!("/bank/suspense/{id}/actions/{action}");
            nobody.post_once(&path, "z", body.clone()).await.refused(401, "unauthenticated");
            stranger.post_once(&path, "z", body.clone()).await.refused(404, "not_found");
            buyer.post_once(&path, "z", body.clone()).await.refused(403, "forbidden");
            auditor.post_once(&path, "z", body).await.refused(403, "forbidden");
        }
        assert_eq!(holds(&app, AccountKey::Suspense(Currency::CNY)).await, 121);
    }
}
