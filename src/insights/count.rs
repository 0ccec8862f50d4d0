//! Counting: from the domains' rows to the tables.

use std::collections::{BTreeMap, HashMap};

use chrono::TimeDelta;
use entity::{deal, deal_event, enquiry, listing, offer, offer_round};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr},
};
use uuid::Uuid;

use crate::{
    identity::queries::from_name,
    kernel::{Actor, Currency, DateTime, Error, Money, Result, Sector, error},
};

use super::{
    protect,
    quarter::Range,
    tally::Tally,
    view::{OverviewOut, QuarterFiguresOut, RegionFiguresOut, SectorFiguresOut},
};

/// Sector and region of a listing.
type Place = (Option<String>, Option<String>);

/// Refuses all but a verified bureau and the operator's people.
///
/// # Errors
/// `unauthenticated`, `forbidden`, `organisation_not_verified`.
pub fn may_look(actor: &Actor) -> Result<()> {
    let own = actor.membership()?;
    if actor.is_operator() || actor.is_bureau() {
        return Ok(());
    }
    let code = match own.kind {
        crate::kernel::actor::OrganisationKind::Bureau => error::ORGANISATION_NOT_VERIFIED,
        _ => error::FORBIDDEN,
    };
    Err(Error::new(code))
}

/// The tables of a range.
struct Tables {
    range: Range,
    total: Tally,
    quarters: Vec<Tally>,
    sectors: BTreeMap<Option<String>, Tally>,
    regions: BTreeMap<Option<String>, Tally>,
}

impl Tables {
    fn of(range: Range) -> Self {
        let sectors = Sector::ALL.map(|sector| (Some(sector.name().to_owned()), Tally::default()));
        Self {
            range,
            total: Tally::default(),
            quarters: vec![Tally::default(); range.len()],
            sectors: sectors.into_iter().collect(),
            regions: BTreeMap::new(),
        }
    }

    /// Adds something to every group that it belongs to.
    fn add(&mut self, quarter: usize, place: &Place, add: impl Fn(&mut Tally)) {
        add(&mut self.total);
        if let Some(group) = self.quarters.get_mut(quarter) {
            add(group);
        }
        add(self.sectors.entry(place.0.clone()).or_default());
        add(self.regions.entry(place.1.clone()).or_default());
    }

    /// As [`Tables::add`], where `at` lies in the range.
    fn add_at(&mut self, at: DateTime, place: &Place, add: impl Fn(&mut Tally)) {
        if let Some(quarter) = self.range.index(at) {
            self.add(quarter, place, add);
        }
    }
}

fn hours(time: TimeDelta) -> f64 {
    time.as_seconds_f64() / 3_600.0
}

/// What the exchange moved in `range`, counted at `now`.
///
/// # Errors
/// Faults of the database.
pub async fn overview(db: &impl ConnectionTrait, range: Range, now: DateTime) -> Result<OverviewOut> {
    let mut tables = Tables::of(range);
    published(db, &mut tables).await?;
    enquiries(db, &mut tables).await?;
    let offers = offers(db, &mut tables).await?;
    deals(db, &mut tables, &offers).await?;
    let Tables { total, quarters, sectors, regions, .. } = tables;
    let quarters = range.all().zip(protect::table(&quarters));
    let (named, groups): (Vec<_>, Vec<_>) = sectors.into_iter().unzip();
    let sectors = named.into_iter().zip(protect::table(&groups));
    let (codes, groups): (Vec<_>, Vec<_>) = regions.into_iter().unzip();
    let regions = codes.into_iter().zip(protect::table(&groups));
    Ok(OverviewOut {
        from: range.first.first_day(),
        to: range.last.plus(1).first_day().pred_opt().unwrap_or_default(),
        as_of: now,
        smallest_group: protect::SMALLEST,
        total: protect::alone(&total),
        quarters: quarters.map(|(of, figures)| QuarterFiguresOut { quarter: of.to_string(), figures }).collect(),
        sectors: sectors
            .map(|(name, figures)| {
                Ok(SectorFiguresOut { sector: name.as_deref().map(from_name).transpose()?, figures })
            })
            .collect::<Result<_>>()?,
        regions: regions.map(|(region, figures)| RegionFiguresOut { region, figures }).collect(),
    })
}

/// Listings by the quarter of their publication; counted by the database, for there are many.
async fn published(db: &impl ConnectionTrait, tables: &mut Tables) -> Result<()> {
    use listing::Column as C;
    let mut quarter = CaseStatement::new();
    for (n, later) in (0i32..).zip(tables.range.all().skip(1)) {
        quarter = quarter.case(C::PublishedAt.lt(later.begins()), n);
    }
    let last = i32::try_from(tables.range.len() - 1).map_err(Error::internal)?;
    // A CASE needs a condition, and a single quarter has none.
    let quarter = quarter.case(C::PublishedAt.lt(tables.range.ends()), last).finally(last);
    let rows: Vec<(i32, Option<String>, Option<String>, i64)> = listing::Entity::find()
        .select_only()
        .column_as(Expr::expr(quarter), "quarter")
        .columns([C::Sector, C::Region])
        // Of the rows themselves, so that the index alone answers.
        .column_as(Expr::cust("COUNT(*)"), "listings")
        .filter(C::PublishedAt.gte(tables.range.begins()))
        .filter(C::PublishedAt.lt(tables.range.ends()))
        .group_by(Expr::cust("1"))
        .group_by(C::Sector)
        .group_by(C::Region)
        .into_tuple()
        .all(db)
        .await?;
    for (quarter, sector, region, count) in rows {
        let count = u64::try_from(count).map_err(Error::internal)?;
        let quarter = usize::try_from(quarter).map_err(Error::internal)?;
        tables.add(quarter, &(sector, region), |group| group.published += count);
    }
    Ok(())
}

async fn enquiries(db: &impl ConnectionTrait, tables: &mut Tables) -> Result<()> {
    use enquiry::Column as C;
    let rows: Vec<(Uuid, DateTime, Option<DateTime>)> = enquiry::Entity::find()
        .select_only()
        .columns([C::ListingId, C::CreatedAt, C::FirstAnsweredAt])
        .filter(C::CreatedAt.gte(tables.range.begins()))
        .filter(C::CreatedAt.lt(tables.range.ends()))
        .into_tuple()
        .all(db)
        .await?;
    let places = places(db, rows.iter().map(|(listing, _, _)| *listing)).await?;
    for (listing, asked, answered) in rows {
        tables.add_at(asked, &place(&places, listing), |group| {
            group.enquiries += 1;
            group.enquiry_hours.extend(answered.map(|answered| hours(answered - asked)));
        });
    }
    Ok(())
}

/// Offers of the range, and when each offer that became a deal was made, by deal.
async fn offers(db: &impl ConnectionTrait, tables: &mut Tables) -> Result<HashMap<Uuid, DateTime>> {
    use offer::Column as C;
    type Row = (Uuid, Uuid, String, i32, DateTime, DateTime, Option<Uuid>);
    let made = Condition::all().add(C::CreatedAt.gte(tables.range.begins())).add(C::CreatedAt.lt(tables.range.ends()));
    let rows: Vec<Row> = offer::Entity::find()
        .select_only()
        .columns([C::Id, C::ListingId, C::State, C::Round, C::CreatedAt, C::UpdatedAt, C::DealId])
        .filter(Condition::any().add(C::DealId.is_not_null()).add(made))
        .into_tuple()
        .all(db)
        .await?;
    let countered: HashMap<Uuid, DateTime> = offer_round::Entity::find()
        .select_only()
        .columns([offer_round::Column::OfferId, offer_round::Column::At])
        .filter(offer_round::Column::Seq.eq(2))
        .into_tuple::<(Uuid, DateTime)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let places = places(db, rows.iter().map(|row| row.1)).await?;
    let mut of_deals = HashMap::new();
    for (id, listing, state, round, made, changed, deal) in rows {
        of_deals.extend(deal.map(|deal| (deal, made)));
        let answered = match (countered.get(&id), state.as_str()) {
            (Some(at), _) => Some(*at),
            (None, "accepted" | "declined") if round == 1 => Some(changed),
            _ => None,
        };
        tables.add_at(made, &place(&places, listing), |group| {
            group.offers += 1;
            group.offer_hours.extend(answered.map(|answered| hours(answered - made)));
        });
    }
    Ok(of_deals)
}

async fn deals(db: &impl ConnectionTrait, tables: &mut Tables, offers: &HashMap<Uuid, DateTime>) -> Result<()> {
    let rows = deal::Entity::find().filter(deal::Column::OpenedAt.lt(tables.range.ends())).all(db).await?;
    let steps = deal_event::Entity::find()
        .filter(deal_event::Column::Action.is_in(["dispute", "release", "confirm_ruling"]))
        .all(db)
        .await?;
    let mut of_deals: HashMap<Uuid, Vec<deal_event::Model>> = HashMap::new();
    for step in steps {
        of_deals.entry(step.deal_id).or_default().push(step);
    }
    let places = places(db, rows.iter().map(|row| row.listing_id)).await?;
    for row in rows {
        let place = place(&places, row.listing_id);
        let steps = of_deals.remove(&row.id).unwrap_or_default();
        let disputed = steps.iter().any(|step| step.action == "dispute");
        tables.add_at(row.opened_at, &place, |group| {
            group.opened += 1;
            group.disputed += u64::from(disputed);
        });
        let Some(end) = steps.iter().find(|step| step.to_stage == "closed") else { continue };
        let released = if row.currency == Currency::CNY.code() { released(&row, end)? } else { 0 };
        let days = offers.get(&row.id).map(|made| hours(end.at - *made) / 24.0);
        tables.add_at(end.at, &place, |group| {
            group.closed += 1;
            group.released += released;
            group.release_days.extend(days);
        });
    }
    Ok(())
}

/// What a deal released, before commission and fee: its price, or what a ruling gave the seller.
fn released(deal: &deal::Model, end: &deal_event::Model) -> Result<i64> {
    if end.action == "release" {
        return Ok(deal.price);
    }
    let to_seller: Money = serde_json::from_value(end.facts["to_seller"].clone()).map_err(Error::internal)?;
    Ok(to_seller.minor)
}

async fn places(db: &impl ConnectionTrait, listings: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, Place>> {
    use listing::Column as C;
    let wanted: std::collections::BTreeSet<Uuid> = listings.collect();
    let wanted: Vec<Uuid> = wanted.into_iter().collect();
    let mut found = HashMap::with_capacity(wanted.len());
    for ids in wanted.chunks(500) {
        let rows: Vec<(Uuid, Option<String>, Option<String>)> = listing::Entity::find()
            .select_only()
            .columns([C::Id, C::Sector, C::Region])
            .filter(C::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|(id, sector, region)| (id, (sector, region))));
    }
    Ok(found)
}

fn place(places: &HashMap<Uuid, Place>, listing: Uuid) -> Place {
    places.get(&listing).cloned().unwrap_or_default()
}
