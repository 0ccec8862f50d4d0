//! Signing the contract: account, time, and the content that was signed.

use crate::{
    kernel::{Error, Result, Role},
    platform::Ctx,
};

use super::{
    super::{
        error,
        facts::Signature,
        lifecycle::{Action, Party},
        record::take,
        view::DealOut,
    },
    load::{Plain, load_for, shown},
};

/// Signs the newest version of the contract. The second signature concludes it, in the same transaction.
///
/// A new version of the contract is a step of its own, so the deal's version the signer read names the bytes it signs.
///
/// # Errors
/// As [`load_for`]; `no_contract`, `already_signed`, `deadline_passed`.
pub async fn sign(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    let mut loaded = load_for(ctx, input, Action::Sign, Role::Manager).await?;
    let side = ctx.actor().organisation().and_then(|own| loaded.deal().side(own));
    let side = side.ok_or_else(|| Error::internal("a signer on no side"))?;
    let contract = loaded.work.facts.contract.clone().ok_or_else(|| Error::new(error::NO_CONTRACT))?;
    let work = &mut loaded.work;
    take(ctx, work, Action::Sign, &loaded.parties, Signature { side, contract }).await?;
    if work.facts.concluded() {
        take(ctx, work, Action::Conclude, &[Party::System], serde_json::json!({})).await?;
    }
    shown(ctx, input.id).await
}
