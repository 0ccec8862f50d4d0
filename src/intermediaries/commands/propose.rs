//! Proposing a mandate: the first of two agreements.

use chrono::TimeDelta;
use entity::mandate;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{
    identity,
    kernel::{
        Currency, DateTime, Error, FieldError, Money, Result, Role,
        actor::{Membership, OrganisationKind},
        fields::Fields,
        id::{MandateId, OrganisationId},
    },
    listings,
    platform::Ctx,
};

use super::super::{
    error, events,
    lifecycle::State,
    model::{Commission, MAX_BPS, Mandate, Scope, Side, may_be_principal},
    queries,
    view::{MandateIn, MandateOut},
};

const LONGEST: TimeDelta = TimeDelta::days(5 * 366);

/// Proposes a mandate to the other side.
///
/// # Errors
/// `validation`, also for a side that is not verified and a listing that is not the principal's; `not_found` for an
/// unknown organisation or listing; `not_an_intermediary` unless exactly one side is one; `organisation_not_verified`,
/// `forbidden` below manager and for whoever acts by another mandate.
pub async fn propose(ctx: &mut Ctx, input: MandateIn) -> Result<MandateOut> {
    ctx.actor().in_person()?;
    let own = ctx.actor().verified_with_role(Role::Manager)?.clone();
    let (intermediary, principal) = sides(&own, &input)?;
    let currency = check_terms(&input, ctx.now())?;
    check_parties(ctx, own.organisation, intermediary, principal).await?;
    check_scope(ctx, &input, principal).await?;
    let id: MandateId = ctx.id()?;
    let row = mandate::ActiveModel {
        id: Set(id.0),
        intermediary_id: Set(intermediary.0),
        principal_id: Set(principal.0),
        scope: Set(if matches!(input.scope, Scope::All) { "all" } else { "listing" }.to_owned()),
        listing_id: Set(if let Scope::Listing(id) = input.scope { Some(id.0) } else { None }),
        side: Set(if input.side == Side::Supply { "supply" } else { "demand" }.to_owned()),
        commission_bps: Set(i32::from(input.commission.bps)),
        commission_min: Set(input.commission.min.map(|money| money.minor)),
        commission_cap: Set(input.commission.cap.map(|money| money.minor)),
        currency: Set(currency.map(|currency| currency.to_string())),
        may_act: Set(input.may_act),
        state: Set(State::Proposed.name().to_owned()),
        proposed_by: Set(own.organisation.0),
        valid_until: Set(input.valid_until),
        version: Set(1),
        created_at: Set(ctx.now()),
        agreed_at: Set(None),
        ended_at: Set(None),
    };
    let mandate: Mandate = mandate::Entity::insert(row).exec_with_returning(ctx.db()).await?.try_into()?;
    ctx.audit_target(id);
    ctx.emit(events::event(events::MANDATE_PROPOSED, &mandate))?;
    let actor = ctx.actor().clone();
    queries::show(ctx.db(), &actor, mandate).await
}

/// Who is the intermediary, and who the principal.
fn sides(own: &Membership, input: &MandateIn) -> Result<(OrganisationId, OrganisationId)> {
    let intermediary = input.intermediary.unwrap_or(own.organisation);
    let principal = input.principal.unwrap_or(own.organisation);
    let mut fields = Fields::new();
    fields
        .check(intermediary != principal, || FieldError::required("principal").limit("the other side of the mandate"));
    fields.check([intermediary, principal].contains(&own.organisation), || {
        FieldError::invalid("principal", principal, "one side of the mandate is your own organisation")
    });
    fields.finish()?;
    Ok((intermediary, principal))
}

/// Checks the terms; returns the currency that minimum and cap share.
fn check_terms(input: &MandateIn, now: DateTime) -> Result<Option<Currency>> {
    let mut fields = Fields::new();
    let Commission { bps, min, cap } = &input.commission;
    fields.check(*bps <= MAX_BPS, || FieldError::out_of_range("commission.bps", bps, 0, MAX_BPS));
    for (field, money) in [("commission.min.minor", min), ("commission.cap.minor", cap)] {
        fields.check(money.is_none_or(|money| money.minor >= 0), || {
            FieldError::new(field, "negative").limit("0 or more")
        });
    }
    let currencies = [min, cap].map(|money: &Option<Money>| money.map(|money| money.currency));
    if let [Some(min), Some(cap)] = currencies {
        fields.check(min == cap, || FieldError::invalid("commission.cap.currency", cap, min));
    }
    if let [Some(min), Some(cap)] = [min, cap] {
        fields.check(min.currency != cap.currency || min.minor <= cap.minor, || {
            FieldError::out_of_range("commission.min.minor", min.minor, 0, cap.minor)
        });
    }
    fields.check(input.valid_until > now && input.valid_until <= now + LONGEST, || {
        FieldError::out_of_range("valid_until", input.valid_until, now, now + LONGEST)
    });
    fields.finish()?;
    Ok(currencies.into_iter().flatten().next())
}

/// One side is an intermediary and the other is not, nor the exchange; the one that is asked is verified, as the one
/// that asks is.
async fn check_parties(
    ctx: &Ctx,
    own: OrganisationId,
    intermediary: OrganisationId,
    principal: OrganisationId,
) -> Result<()> {
    let rows =
        (identity::organisation(ctx.db(), intermediary).await?, identity::organisation(ctx.db(), principal).await?);
    let kinds = (identity::queries::kind_from_name(&rows.0.kind)?, identity::queries::kind_from_name(&rows.1.kind)?);
    match kinds {
        (OrganisationKind::Intermediary, other) if may_be_principal(other) => {}
        _ => return Err(Error::new(error::NOT_AN_INTERMEDIARY)),
    }
    let (field, id, row) =
        if own == intermediary { ("principal", principal, rows.1) } else { ("intermediary", intermediary, rows.0) };
    let mut fields = Fields::new();
    fields.check(row.state == "verified", || FieldError::invalid(field, id, "a verified organisation"));
    fields.finish()
}

/// A mandate for one listing: on the supply side the principal's own, on the other side somebody else's that it sees.
async fn check_scope(ctx: &Ctx, input: &MandateIn, principal: OrganisationId) -> Result<()> {
    let Scope::Listing(id) = input.scope else { return Ok(()) };
    // What is proposed tells the intermediary nothing it could not see itself.
    let listing = listings::find(ctx.db(), ctx.actor(), id).await?;
    let mut fields = Fields::new();
    // A holder who is not named is not to be guessed by asking one organisation after the other.
    let told = listings::knows_holder(ctx.db(), ctx.actor(), &listing, ctx.now()).await?;
    let owns = told && listing.owner == principal;
    fields.check(owns == (input.side == Side::Supply), || {
        let limit = match input.side {
            Side::Supply => "a listing of the principal",
            Side::Demand => "a listing of somebody else",
        };
        FieldError::invalid("scope.listing", id, limit)
    });
    fields.finish()
}
