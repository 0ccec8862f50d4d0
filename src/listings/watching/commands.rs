//! What changes watchlists, and what is told to those who watch.

use entity::watch;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    kernel::{
        Actor, Error, FieldError, Result, error,
        id::{AccountId, ListingId, OrganisationId},
    },
    listings::{
        events,
        lifecycle::Action,
        model::{self, Listing},
        queries as listings,
    },
    platform::Ctx,
};

use super::{
    queries,
    view::{WatchIn, WatchOut},
};

/// Most listings that one person watches for one organisation.
const MAX: u64 = 500;

/// Who watches: the person, for the organisation whose member she is, whomever she acts for.
///
/// # Errors
/// `unauthenticated`, `organisation_required`.
pub(super) fn watcher(actor: &Actor) -> Result<(AccountId, OrganisationId)> {
    actor.membership()?;
    let own = actor.acting().0.ok_or_else(|| Error::new(error::ORGANISATION_REQUIRED))?;
    Ok((actor.principal()?.account, own))
}

/// Watches a listing; again is no fault.
///
/// # Errors
/// `not_found` for a listing the actor may not see; `validation` beyond the most that one watches.
pub(super) async fn watch(ctx: &mut Ctx, input: WatchIn) -> Result<WatchOut> {
    let (account, organisation) = watcher(ctx.actor())?;
    let listing = listings::find(ctx.db(), ctx.actor(), input.listing).await?;
    let there = queries::own(account, organisation).count(ctx.db()).await?;
    if there >= MAX && queries::one(ctx.db(), (account, organisation), listing.id).await?.is_none() {
        return Err(FieldError::new("listing", "too_many").limit(format!("{MAX} listings")).into());
    }
    let row = watch::ActiveModel {
        id: Set(ctx.id()?),
        account_id: Set(account.0),
        organisation_id: Set(organisation.0),
        listing_id: Set(listing.id.0),
        added_at: Set(ctx.now()),
    };
    let once = OnConflict::columns([watch::Column::AccountId, watch::Column::OrganisationId, watch::Column::ListingId])
        .do_nothing()
        .to_owned();
    watch::Entity::insert(row).on_conflict(once).exec_without_returning(ctx.db()).await?;
    ctx.audit_target(listing.id);
    let row = queries::one(ctx.db(), (account, organisation), listing.id).await?;
    let row = row.ok_or_else(|| Error::internal("a watch that was just written is gone"))?;
    queries::show(ctx.db(), ctx.actor(), vec![row], ctx.now()).await?.pop().ok_or_else(Error::not_found)
}

/// Watches a listing no more; again is no fault.
///
/// # Errors
/// `unauthenticated`, `organisation_required`.
pub(super) async fn unwatch(ctx: &mut Ctx, listing: ListingId) -> Result<()> {
    let (account, organisation) = watcher(ctx.actor())?;
    watch::Entity::delete_many()
        .filter(watch::Column::AccountId.eq(account.0))
        .filter(watch::Column::OrganisationId.eq(organisation.0))
        .filter(watch::Column::ListingId.eq(listing.0))
        .exec(ctx.db())
        .await?;
    ctx.audit_target(listing);
    Ok(())
}

async fn tell(ctx: &mut Ctx, kind: &'static str, listing: &Listing) -> Result<()> {
    let watched = watch::Entity::find().filter(watch::Column::ListingId.eq(listing.id.0)).count(ctx.db()).await?;
    if watched > 0 {
        ctx.emit(events::watch(kind, listing))?;
    }
    Ok(())
}

/// Tells those who watch the listing of a step that everybody could see.
///
/// # Errors
/// Faults of the database.
pub(in crate::listings) async fn tell_step(ctx: &mut Ctx, action: Action, listing: &Listing) -> Result<()> {
    match events::watched(action) {
        Some(kind) => tell(ctx, kind, listing).await,
        None => Ok(()),
    }
}

/// Tells those who watch the listing of a new price, while everybody sees it.
///
/// # Errors
/// Faults of the database.
pub(in crate::listings) async fn tell_price(ctx: &mut Ctx, before: &Listing, after: &Listing) -> Result<()> {
    let said = |listing: &Listing| (listing.price, listing.price_negotiable);
    if model::is_public(after.state) && said(before) != said(after) {
        tell(ctx, events::WATCH_PRICE, after).await?;
    }
    Ok(())
}
