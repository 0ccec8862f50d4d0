//! Routes of the ledger and of the bank.

use actix_web::{get, http::StatusCode, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::{
        Error, List, Page, Result,
        id::{BankPaymentId, LedgerAccountId},
    },
    platform::http::{Call, Json, Query, Reply},
};

use super::{
    bank::{
        self, Payees,
        deposit::{self, Deposit},
        settle::{self, Refund, Resolve},
        view::{DepositIn, DepositOut, PaymentOut, RefundIn, ResolveIn, SandboxOut},
    },
    queries,
    view::{AccountOut, TransferOut},
};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_ledger_accounts).service(get_ledger_account).service(list_ledger_transfers);
    config
        .service(get_sandbox_bank)
        .service(create_sandbox_deposit)
        .service(list_bank_payments)
        .service(get_bank_payment);
    config.service(list_suspense).service(resolve_suspense).service(refund_suspense);
}

/// The accounts of the organisation, newest first; the operator sees all.
#[utoipa::path(tag = "ledger", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<AccountOut>)),
    (status = 403), (status = 422),
))]
#[get("/ledger/accounts")]
pub(crate) async fn list_ledger_accounts(call: Call, page: Query<Page>) -> Result<web::Json<List<AccountOut>>> {
    Ok(web::Json(queries::list(call.db(), call.actor(), &page.0).await?))
}

/// One account.
#[utoipa::path(tag = "ledger", params(("id" = LedgerAccountId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = AccountOut),
    (status = 403), (status = 404),
))]
#[get("/ledger/accounts/{id}")]
pub(crate) async fn get_ledger_account(call: Call, id: web::Path<LedgerAccountId>) -> Result<web::Json<AccountOut>> {
    Ok(web::Json(queries::find(call.db(), call.actor(), *id).await?.into()))
}

/// The transfers of an account, newest first.
#[utoipa::path(tag = "ledger", params(("id" = LedgerAccountId, Path), Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<TransferOut>)),
    (status = 403), (status = 404), (status = 422),
))]
#[get("/ledger/accounts/{id}/transfers")]
pub(crate) async fn list_ledger_transfers(
    call: Call,
    id: web::Path<LedgerAccountId>,
    page: Query<Page>,
) -> Result<web::Json<List<TransferOut>>> {
    Ok(web::Json(queries::transfers(call.db(), call.actor(), *id, &page.0).await?))
}

/// Whether the sandbox bank is switched on: a demonstration, or a rehearsal.
#[utoipa::path(tag = "bank", security(("bearer" = [])), responses(
    (status = 200, body = SandboxOut),
))]
#[get("/bank/sandbox")]
pub(crate) async fn get_sandbox_bank(call: Call) -> Result<web::Json<SandboxOut>> {
    call.actor().principal()?;
    Ok(web::Json(SandboxOut { on: call.services.settings.sandbox_bank }))
}

/// Pays into the sandbox bank, which answers at once. Only where the sandbox bank is switched on.
#[utoipa::path(tag = "bank", security(("bearer" = [])), responses(
    (status = 201, body = DepositOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/bank/sandbox/deposits")]
pub(crate) async fn create_sandbox_deposit(
    call: Call,
    payees: web::Data<Payees>,
    body: Json<DepositIn>,
) -> Result<Reply> {
    call.actor().principal()?;
    if !call.services.settings.sandbox_bank {
        return Err(Error::not_found());
    }
    let input = Deposit { input: body.0, payees: payees.as_ref().clone() };
    call.money_command("create_sandbox_deposit", StatusCode::CREATED, input, |ctx, input| {
        Box::pin(deposit::sandbox_deposit(ctx, input))
    })
    .await
}

/// The payments of the organisation, newest first; the operator sees all.
#[utoipa::path(tag = "bank", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<PaymentOut>)),
    (status = 403), (status = 422),
))]
#[get("/bank/payments")]
pub(crate) async fn list_bank_payments(call: Call, page: Query<Page>) -> Result<web::Json<List<PaymentOut>>> {
    Ok(web::Json(bank::queries::list(call.db(), call.actor(), &page.0).await?))
}

/// One payment.
#[utoipa::path(tag = "bank", params(("id" = BankPaymentId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = PaymentOut),
    (status = 403), (status = 404),
))]
#[get("/bank/payments/{id}")]
pub(crate) async fn get_bank_payment(call: Call, id: web::Path<BankPaymentId>) -> Result<web::Json<PaymentOut>> {
    let payment = bank::queries::find(call.db(), call.actor(), *id).await?;
    Ok(web::Json(PaymentOut::of(payment, call.actor())))
}

/// The payments that nobody recognises, newest first. For the operator's people.
#[utoipa::path(tag = "bank", params(Page), security(("bearer" = [])), responses(
    (status = 200, body = inline(List<PaymentOut>)),
    (status = 403), (status = 422),
))]
#[get("/bank/suspense")]
pub(crate) async fn list_suspense(call: Call, page: Query<Page>) -> Result<web::Json<List<PaymentOut>>> {
    Ok(web::Json(bank::queries::suspense(call.db(), call.actor(), &page.0).await?))
}

/// Says what a payment in suspense is for. For the operator's staff.
#[utoipa::path(tag = "bank", params(("id" = BankPaymentId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = PaymentOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/bank/suspense/{id}/actions/resolve")]
pub(crate) async fn resolve_suspense(
    call: Call,
    payees: web::Data<Payees>,
    id: web::Path<BankPaymentId>,
    body: Json<ResolveIn>,
) -> Result<Reply> {
    let input = Resolve { id: *id, input: body.0, payees: payees.as_ref().clone() };
    call.money_command("resolve_suspense", StatusCode::OK, input, |ctx, input| Box::pin(settle::resolve(ctx, input)))
        .await
}

/// Sends a payment in suspense back. For the operator's staff.
#[utoipa::path(tag = "bank", params(("id" = BankPaymentId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = PaymentOut),
    (status = 403), (status = 404), (status = 409),
))]
#[post("/bank/suspense/{id}/actions/refund")]
pub(crate) async fn refund_suspense(call: Call, id: web::Path<BankPaymentId>, body: Json<RefundIn>) -> Result<Reply> {
    let input = Refund { id: *id, input: body.0 };
    call.money_command("refund_suspense", StatusCode::OK, input, |ctx, input| Box::pin(settle::refund(ctx, input)))
        .await
}
