//! Reads of enquiries: each side sees its threads, the operator all.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::{enquiry, enquiry_message, listing};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::{
    identity::{organisation_names, queries::from_name},
    kernel::{
        Actor, DateTime, Error, List, Page, Result, Text,
        actor::Side,
        id::{EnquiryId, ListingId, OrganisationId},
    },
    listings::{
        disclosure::{holder, view::NamedOut},
        queries::find as find_listing,
    },
    platform::db::Between,
};

use super::view::{AboutOut, EnquiriesIn, EnquiryOut, MessageOut, ResponsesOut};

/// Messages of a thread that are read at once: the whole of any thread in practice.
const MAX_MESSAGES: u64 = 1_000;

/// What the actor may see.
pub(super) fn visible(actor: &Actor) -> Result<Select<enquiry::Entity>> {
    use enquiry::Column as C;
    let between = Between { supply: C::HolderId, demand: C::AskerId, listing: C::ListingId };
    Ok(enquiry::Entity::find().filter(between.seen_by(actor)?))
}

/// The enquiries that the actor may see, of one listing or of all, newest first.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `not_found` for a listing it may not see; `validation` on the page.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    of: Option<ListingId>,
    wanted: &EnquiriesIn,
    now: DateTime,
) -> Result<List<EnquiryOut>> {
    let page = Page { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let mut rows = visible(actor)?;
    if let Some(side) = wanted.side {
        let own = actor.membership()?.organisation.0;
        rows = rows.filter(match side {
            Side::Supply => enquiry::Column::HolderId.eq(own),
            Side::Demand => enquiry::Column::AskerId.eq(own),
        });
    }
    if let Some(turn) = wanted.turn {
        rows = rows.filter(enquiry::Column::Turn.eq(name(turn)));
    }
    if let Some(listing) = of {
        find_listing(db, actor, listing).await?;
        rows = rows.filter(enquiry::Column::ListingId.eq(listing.0));
    }
    let limit = page.limit()?;
    rows = rows.order_by_desc(enquiry::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        rows = rows.filter(enquiry::Column::Id.lt(after));
    }
    let page = List::of(rows.all(db).await?, limit, |row| row.id, |row| row);
    Ok(List { items: show(db, actor, page.items, now).await?, next: page.next })
}

/// One enquiry with its thread. Who was in it keeps it, whatever becomes of the listing.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `not_found` for somebody else's.
pub async fn thread(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (listing, id): (Option<ListingId>, EnquiryId),
    now: DateTime,
) -> Result<EnquiryOut> {
    let mut find = visible(actor)?.filter(enquiry::Column::Id.eq(id.0));
    if let Some(listing) = listing {
        find = find.filter(enquiry::Column::ListingId.eq(listing.0));
    }
    let row = find.one(db).await?.ok_or_else(Error::not_found)?;
    with_messages(db, actor, row, now).await
}

/// An enquiry with its thread.
pub(super) async fn with_messages(
    db: &impl ConnectionTrait,
    actor: &Actor,
    row: enquiry::Model,
    now: DateTime,
) -> Result<EnquiryOut> {
    let messages = enquiry_message::Entity::find()
        .filter(enquiry_message::Column::EnquiryId.eq(row.id))
        .order_by_asc(enquiry_message::Column::Seq)
        .limit(MAX_MESSAGES)
        .all(db)
        .await?;
    let holder = row.holder_id;
    let shown = show(db, actor, vec![row], now).await?;
    let mut enquiry =
        shown.into_iter().next().ok_or_else(|| Error::internal("an enquiry that was just read is gone"))?;
    let hidden = enquiry.holder.hidden;
    let message = |row: enquiry_message::Model| MessageOut {
        id: row.id.into(),
        from: Some(row.organisation_id.into()).filter(|_| !hidden || row.organisation_id != holder),
        side: if row.organisation_id == holder { Side::Supply } else { Side::Demand },
        text: row.text,
        at: row.at,
    };
    enquiry.messages = Some(messages.into_iter().map(message).collect());
    Ok(enquiry)
}

/// A side, as stored.
pub(super) fn name(side: Side) -> &'static str {
    match side {
        Side::Supply => "supply",
        Side::Demand => "demand",
    }
}

async fn show(
    db: &impl ConnectionTrait,
    actor: &Actor,
    rows: Vec<enquiry::Model>,
    now: DateTime,
) -> Result<Vec<EnquiryOut>> {
    let about = listing::Entity::find()
        .filter(listing::Column::Id.is_in(rows.iter().map(|row| row.listing_id)))
        .all(db)
        .await?;
    let hidden = holder::hidden_from(db, actor, &about, now).await?;
    let about: HashMap<Uuid, (String, Text)> =
        about.into_iter().map(|row| (row.id, (row.number, Text { zh: row.title_zh, en: row.title_en }))).collect();
    let names = organisation_names(db, rows.iter().flat_map(|row| [row.asker_id, row.holder_id])).await?;
    let named = |id: Uuid| NamedOut { id: id.into(), name: names.get(&id).cloned().unwrap_or_default() };
    let show = |row: enquiry::Model| {
        let (number, title) = about.get(&row.listing_id).cloned().unwrap_or_default();
        Ok(EnquiryOut {
            id: row.id.into(),
            listing: AboutOut { id: row.listing_id.into(), number, title },
            asker: named(row.asker_id),
            holder: holder::named(row.holder_id, &names, hidden.contains(&row.listing_id)),
            turn: from_name(&row.turn)?,
            answer_due: row.answer_due,
            first_answered_at: row.first_answered_at,
            overdue: row.first_answered_at.is_none() && row.answer_due < now,
            messages: None,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(show).collect()
}

/// How an organisation answers, as two numbers.
pub type Responses = ResponsesOut;

/// How `holder` answered the enquiries of the last year (the newest thousand of them). One that still has time counts
/// neither way.
///
/// # Errors
/// Faults of the database.
pub async fn responses(db: &impl ConnectionTrait, holder: OrganisationId, now: DateTime) -> Result<Responses> {
    let rows = enquiry::Entity::find()
        .filter(enquiry::Column::HolderId.eq(holder.0))
        .filter(enquiry::Column::CreatedAt.gt(now - TimeDelta::days(365)))
        .order_by_desc(enquiry::Column::Id)
        .limit(1_000)
        .all(db)
        .await?;
    let clocks: Vec<Clock> = rows.iter().map(|row| (row.created_at, row.answer_due, row.first_answered_at)).collect();
    Ok(summary(&clocks, now))
}

/// Asked, due, answered.
type Clock = (DateTime, DateTime, Option<DateTime>);

fn summary(clocks: &[Clock], now: DateTime) -> Responses {
    let settled = clocks.iter().filter(|(_, due, answered)| answered.is_some() || *due < now).count();
    let in_time = clocks.iter().filter(|(_, due, answered)| answered.is_some_and(|at| at <= *due)).count();
    let mut waits: Vec<f64> = clocks
        .iter()
        .filter_map(|(asked, _, answered)| Some((answered.as_ref()?.signed_duration_since(*asked)).num_seconds()))
        .map(|seconds| f64::from(u32::try_from(seconds.max(0)).unwrap_or(u32::MAX)) / 3600.0)
        .collect();
    waits.sort_by(f64::total_cmp);
    let median = match waits.len() {
        0 => None,
        n if n % 2 == 1 => waits.get(n / 2).copied(),
        n => waits.get(n / 2 - 1).zip(waits.get(n / 2)).map(|(a, b)| (a + b) / 2.0),
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Responses {
        enquiries: count(settled),
        in_time_percent: (settled > 0).then(|| count(in_time * 100 / settled.max(1))),
        median_hours: median.map(|hours| (hours * 10.0).round() / 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_still_has_time_counts_neither_way() {
        let start: DateTime = "2026-03-02T00:00:00Z".parse().unwrap();
        let clock = |answered: Option<i64>| {
            (start, start + TimeDelta::hours(48), answered.map(|h| start + TimeDelta::hours(h)))
        };
        let early = start + TimeDelta::hours(10);
        let late = start + TimeDelta::hours(100);
        let none = Responses { enquiries: 0, in_time_percent: None, median_hours: None };
        assert_eq!(summary(&[], early), none);
        assert_eq!(summary(&[clock(None)], early), none);
        assert_eq!(
            summary(&[clock(None)], late),
            Responses { enquiries: 1, in_time_percent: Some(0), median_hours: None }
        );
        let mixed = [clock(Some(4)), clock(Some(60)), clock(None), clock(Some(5))];
        assert_eq!(
            summary(&mixed, late),
            Responses { enquiries: 4, in_time_percent: Some(50), median_hours: Some(5.0) }
        );
        assert_eq!(summary(&mixed[..2], late).median_hours, Some(32.0));
    }
}
