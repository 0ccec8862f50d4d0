//! Delivery (技术资料交付) and inspection (验收).

use serde_json::json;

use crate::{
    kernel::{Result, Role},
    platform::Ctx,
};

use super::{
    super::{lifecycle::Action, record::take, view::DealOut},
    load::{Plain, load_for, shown},
};

/// The seller says it delivered; the inspection period begins, and silence past it is acceptance.
///
/// # Errors
/// As [`load_for`]; `already_delivered`.
pub async fn deliver(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    step(ctx, input, Action::Deliver).await
}

/// The buyer finds it as agreed.
///
/// # Errors
/// As [`load_for`]; `not_delivered`.
pub async fn accept(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    step(ctx, input, Action::Accept).await
}

/// The buyer takes more time, as often as the rule pack says.
///
/// # Errors
/// As [`load_for`]; `not_delivered`, `no_more_extensions`.
pub async fn extend(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    step(ctx, input, Action::Extend).await
}

async fn step(ctx: &mut Ctx, input: Plain, action: Action) -> Result<DealOut> {
    let mut loaded = load_for(ctx, input, action, Role::Manager).await?;
    take(ctx, &mut loaded.work, action, &loaded.parties, json!({})).await?;
    shown(ctx, input.id).await
}
