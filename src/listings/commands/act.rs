//! Every step of a listing's machine, and the steps that deals take.

use entity::listing;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::{
    identity,
    kernel::{Actor, Error, Result, Role, actor::Side, error, fields::Fields, id::ListingId, machine},
    platform::{Ctx, ctx::expect_version},
};

use super::super::{
    events,
    lifecycle::{Action, Party, State, TRANSITIONS},
    model::Listing,
    queries,
    view::ListingOut,
    watching,
};

use super::edit;

/// Which listing, in which version, and what to do.
#[derive(Clone)]
pub struct Act {
    /// Which.
    pub id: ListingId,
    /// The version the actor saw.
    pub version: i64,
    /// What.
    pub action: Action,
    /// Why.
    pub reason: Option<String>,
}

/// Takes one step.
///
/// # Errors
/// `not_found`, `forbidden`, `stale_version`, `not_allowed_now`, `not_ready`, `validation` on `reason`.
pub async fn act(ctx: &mut Ctx, input: Act) -> Result<ListingOut> {
    if ctx.actor().is_operator() {
        ctx.actor().with_role(Role::Member)?;
    } else {
        ctx.actor().verified_with_role(Role::Manager)?;
    }
    let (row, listing) = load_for(ctx, input.id, input.action).await?;
    expect_version(listing.version, input.version)?;
    if matches!(input.action, Action::Submit | Action::Publish | Action::Resume) {
        edit::content(&row)?.ready()?;
    }
    let reason = reason(&input)?;
    let row = step(ctx, row, input.action, &listing.parties(ctx.actor()), reason).await?;
    ctx.audit_target(input.id);
    queries::show(ctx.db(), ctx.actor(), row, ctx.now()).await
}

fn reason(input: &Act) -> Result<Option<String>> {
    let mut fields = Fields::new();
    let required = matches!(input.action, Action::Return | Action::Withdraw);
    let reason = fields.text("reason", input.reason.as_deref().unwrap_or_default(), usize::from(required), 2_000);
    fields.finish()?;
    Ok(Some(reason).filter(|reason| !reason.is_empty()))
}

/// Loads, locks and authorises: what the actor may not see it does not find, and only a party acts.
///
/// # Errors
/// `not_found`, `forbidden`, `not_allowed_now`.
pub async fn load_for(ctx: &Ctx, id: ListingId, action: Action) -> Result<(listing::Model, Listing)> {
    let row = ctx.for_update(listing::Entity::find_by_id(id.0)).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    let listing = Listing::try_from(&row)?;
    if !visible(&listing, ctx.actor()) {
        return Err(Error::not_found());
    }
    ctx.actor().within_mandate_on(Side::Supply, Some(id))?;
    let parties = listing.parties(ctx.actor());
    if parties.is_empty() {
        return Err(Error::new(error::FORBIDDEN));
    }
    if ctx.actor().is_operator() {
        identity::apart(ctx.db(), ctx.actor(), &[listing.owner]).await?;
    }
    machine::step(TRANSITIONS, listing.state, action, &parties)?;
    Ok((row, listing))
}

/// May `actor` see it? Everybody sees what is published; the holder and the operator see the rest.
pub fn visible(listing: &Listing, actor: &Actor) -> bool {
    listing.is_public() || listing.is_inside(actor)
}

/// Loads and locks a listing for a domain that builds on it, whoever acts.
///
/// # Errors
/// `not_found`.
pub async fn lock(ctx: &Ctx, id: ListingId) -> Result<Listing> {
    let row = ctx.for_update(listing::Entity::find_by_id(id.0)).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    Listing::try_from(&row)
}

async fn step(
    ctx: &mut Ctx,
    row: listing::Model,
    action: Action,
    parties: &[Party],
    reason: Option<String>,
) -> Result<listing::Model> {
    let listing = Listing::try_from(&row)?;
    let arrow = machine::step(TRANSITIONS, listing.state, action, parties)?;
    let now = ctx.now();
    let mut row = row.into_active_model();
    row.state = Set(arrow.to.name().to_owned());
    row.state_reason = Set(reason);
    row.version = Set(listing.version + 1);
    row.updated_at = Set(now);
    match (action, arrow.to) {
        (Action::Publish, _) => row.published_at = Set(Some(now)),
        (_, State::Closed) => row.closed_at = Set(Some(now)),
        _ => {}
    }
    let row = row.update(ctx.db()).await?;
    let stepped = Listing::try_from(&row)?;
    ctx.emit(events::event(events::of(action), &stepped))?;
    watching::tell_step(ctx, action, &stepped).await?;
    Ok(row)
}

/// A step that a deal takes; nothing happens when the listing is there already.
async fn follow(ctx: &mut Ctx, id: ListingId, action: Action, there: State) -> Result<()> {
    let row = ctx.for_update(listing::Entity::find_by_id(id.0)).one(ctx.db()).await?.ok_or_else(Error::not_found)?;
    if Listing::try_from(&row)?.state == there {
        return Ok(());
    }
    step(ctx, row, action, &[Party::System], None).await.map(|_| ())
}

/// A deal on all of it begins.
///
/// # Errors
/// `not_allowed_now` unless it is published.
pub async fn set_under_deal(ctx: &mut Ctx, id: ListingId) -> Result<()> {
    follow(ctx, id, Action::Open, State::UnderDeal).await
}

/// The deal on all of it came to nothing.
///
/// # Errors
/// `not_allowed_now` unless a deal is under way.
pub async fn reopen(ctx: &mut Ctx, id: ListingId) -> Result<()> {
    follow(ctx, id, Action::Reopen, State::Published).await
}

/// The deal on all of it is done.
///
/// # Errors
/// `not_allowed_now` unless a deal is under way.
pub async fn close(ctx: &mut Ctx, id: ListingId) -> Result<()> {
    follow(ctx, id, Action::Close, State::Closed).await
}
