//! Rulings (裁定): one person of the operator proposes how the held money is split, another confirms it.

use serde_json::json;

use crate::{
    kernel::{Error, FieldError, Money, Result, Role, fields::Fields, id::DealId},
    platform::Ctx,
};

use super::{
    super::{
        effects::held,
        facts::Ruling,
        lifecycle::Action,
        record::take,
        view::{DealOut, ProposeRulingIn},
    },
    dispute::MAX_TEXT,
    load::{Plain, load_for, shown},
};

/// Proposes a ruling; it replaces one that was proposed before.
///
/// # Errors
/// As [`load_for`]; `validation` unless the amounts sum to what is held.
pub async fn propose_ruling(ctx: &mut Ctx, (id, input): (DealId, ProposeRulingIn)) -> Result<DealOut> {
    let plain = Plain { id, version: input.version };
    let mut loaded = load_for(ctx, plain, Action::ProposeRuling, Role::Manager).await?;
    let held = held(ctx, loaded.deal()).await?;
    let mut fields = Fields::new();
    for (field, money) in [("to_seller", input.to_seller), ("to_buyer", input.to_buyer)] {
        fields.check(money.currency == held.currency, || {
            FieldError::invalid(format!("{field}.currency"), money.currency, held.currency)
        });
        fields.check((0..=held.minor).contains(&money.minor), || {
            FieldError::out_of_range(format!("{field}.minor"), money.minor, 0, held.minor)
        });
    }
    let sum = i128::from(input.to_seller.minor) + i128::from(input.to_buyer.minor);
    fields.check(sum == i128::from(held.minor), || {
        FieldError::invalid("to_buyer.minor", sum, format!("with to_seller exactly what is held, {}", held.minor))
    });
    let reason = fields.text("reason", input.reason.as_deref().unwrap_or_default(), 0, MAX_TEXT);
    fields.finish()?;
    let says = Ruling {
        to_seller: input.to_seller,
        to_buyer: input.to_buyer,
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        by: None,
        seq: 0,
    };
    take(ctx, &mut loaded.work, Action::ProposeRuling, &loaded.parties, says).await?;
    shown(ctx, id).await
}

/// Another person confirms the ruling, and the escrow is split as it says.
///
/// # Errors
/// As [`load_for`]; `forbidden` for who proposed it and below approver; `no_ruling`.
pub async fn confirm_ruling(ctx: &mut Ctx, input: Plain) -> Result<DealOut> {
    let mut loaded = load_for(ctx, input, Action::ConfirmRuling, Role::Manager).await?;
    let ruling = loaded.work.facts.ruling.clone().ok_or_else(|| Error::new(super::super::error::NO_RULING))?;
    let held = held(ctx, loaded.deal()).await?;
    let sum = Money::sum(held.currency, [ruling.to_seller, ruling.to_buyer]).map_err(Error::internal)?;
    if sum != held {
        return Err(Error::internal("a ruling over another amount than is held"));
    }
    let says = json!({ "ruling": ruling.seq, "to_seller": ruling.to_seller, "to_buyer": ruling.to_buyer });
    take(ctx, &mut loaded.work, Action::ConfirmRuling, &loaded.parties, says).await?;
    shown(ctx, input.id).await
}
