//! The time to answer passes.

use entity::offer;
use sea_orm::EntityTrait;

use crate::{
    kernel::{Result, id::OfferId, machine},
    platform::Ctx,
};

use super::{
    super::{
        events,
        lifecycle::{Action, State, TRANSITIONS},
        model::Offer,
    },
    rows::{self, End},
};

/// Ends an offer that nobody answered in time. For the clock.
///
/// # Errors
/// Faults of the database.
pub async fn expire(ctx: &mut Ctx, id: OfferId) -> Result<()> {
    let Some(row) = ctx.for_update(offer::Entity::find_by_id(id.0)).one(ctx.db()).await? else { return Ok(()) };
    let offer = Offer::try_from(row.clone())?;
    if offer.state != State::Open || offer.expires_at > ctx.decision_time().await? {
        return Ok(());
    }
    let arrow = machine::step(TRANSITIONS, offer.state, Action::Expire, &offer.parties(ctx.actor()))?;
    let offer = rows::end(ctx, row, arrow.to, End::default()).await?;
    ctx.emit(events::event(events::EXPIRED, &offer))
}
