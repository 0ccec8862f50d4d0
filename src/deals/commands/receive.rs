//! The price arrives.

use futures::future::BoxFuture;
use serde_json::json;

use crate::{
    kernel::{Error, Result, id::DealId},
    ledger::bank::{Payee, Payment},
    platform::Ctx,
};

use super::super::{
    lifecycle::{Action, Party},
    record::{lock, take},
};

/// Deals, to the bank: who waits for their prices.
pub struct DealPayee;

impl Payee for DealPayee {
    fn prefix(&self) -> &'static str {
        DealId::PREFIX
    }

    fn receive<'a>(&'a self, ctx: &'a mut Ctx, payment: &'a Payment) -> BoxFuture<'a, Result<()>> {
        Box::pin(receive(ctx, payment))
    }
}

/// Holds the price in escrow and moves on: to recordal, or where nothing has to be filed to acceptance. The bank lets
/// through exactly what was expected; a deal that ended expects nothing. A price that comes after its deadline, but
/// before the clock came round, is taken: the money is here, and both sides signed.
async fn receive(ctx: &mut Ctx, payment: &Payment) -> Result<()> {
    let id: DealId = payment.subject.parse().map_err(Error::internal)?;
    let mut work = lock(ctx, id).await?;
    let says = json!({ "payment": payment.id, "amount": payment.amount });
    take(ctx, &mut work, Action::Receive, &[Party::Bank], says).await?;
    Ok(())
}
