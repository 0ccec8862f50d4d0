//! Giving a deal up before any money came.

use serde_json::json;

use crate::{
    kernel::{Result, Role, fields::Fields, id::DealId},
    platform::Ctx,
};

use super::{
    super::{
        lifecycle::Action,
        record::take,
        view::{CancelDealIn, DealOut},
    },
    load::{Plain, load_for, shown},
};

const MAX_REASON: usize = 2_000;

/// Cancels. The listing is open to others again; a payment that comes all the same goes to suspense.
///
/// # Errors
/// As [`load_for`]; `validation` on `reason`.
pub async fn cancel(ctx: &mut Ctx, (id, input): (DealId, CancelDealIn)) -> Result<DealOut> {
    let mut fields = Fields::new();
    let reason = fields.text("reason", input.reason.as_deref().unwrap_or_default(), 0, MAX_REASON);
    let plain = Plain { id, version: input.version };
    let mut loaded = load_for(ctx, plain, Action::Cancel, Role::Manager).await?;
    fields.finish()?;
    take(ctx, &mut loaded.work, Action::Cancel, &loaded.parties, json!({ "reason": reason })).await?;
    shown(ctx, id).await
}
