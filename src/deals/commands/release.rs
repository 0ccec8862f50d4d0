//! Paying out (放款).

use serde_json::json;

use crate::{
    kernel::{Result, Role},
    platform::Ctx,
};

use super::{
    super::{lifecycle::Action, record::take, view::DealOut},
    load::{Plain, load_for, shown},
};

/// The operator releases the price: commission to the intermediaries, the fee to the exchange, the rest to the seller, in
/// one batch. The listing closes where the right was one of which there is only one.
///
/// # Errors
/// As [`load_for`].
pub async fn release(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    let mut loaded = load_for(ctx, input, Action::Release, Role::Manager).await?;
    take(ctx, &mut loaded.work, Action::Release, &loaded.parties, json!({})).await?;
    shown(ctx, input.id).await
}
