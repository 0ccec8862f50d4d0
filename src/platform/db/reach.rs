//! Which rows between two sides an actor may see.

use sea_orm::{ColumnTrait, Condition};

use crate::kernel::{Actor, Result, actor::Side};

/// The columns that tell who stands on which side of a row, and which listing it is about.
pub struct Between<C> {
    /// The organisation on the supply side.
    pub supply: C,
    /// The organisation on the demand side.
    pub demand: C,
    /// The listing.
    pub listing: C,
}

impl<C: ColumnTrait> Between<C> {
    /// The operator sees all; an organisation what it stands on either side of; an intermediary acting for it only the
    /// sides and listings that its mandates name.
    ///
    /// # Errors
    /// `unauthenticated`, `organisation_required`.
    pub fn seen_by(&self, actor: &Actor) -> Result<Condition> {
        let own = actor.membership()?.organisation.0;
        if actor.is_operator() {
            return Ok(Condition::all());
        }
        let on = |side| match side {
            Side::Supply => self.supply.eq(own),
            Side::Demand => self.demand.eq(own),
        };
        let Some(grants) = actor.grants() else {
            return Ok(Condition::any().add(on(Side::Supply)).add(on(Side::Demand)));
        };
        let nothing = Condition::any().add(self.listing.is_in(Vec::<uuid::Uuid>::new()));
        Ok(grants.iter().fold(nothing, |seen, grant| {
            let listing = grant.listing.map(|listing| self.listing.eq(listing.0));
            seen.add(Condition::all().add(on(grant.side)).add_option(listing))
        }))
    }
}
