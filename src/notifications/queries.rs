//! Reads of one's own inbox.

use std::collections::{HashMap, HashSet};

use entity::{listing, notification, notification_preference};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    identity,
    kernel::{
        Actor, Error, List, Locale, Page, Principal, Result, Text,
        id::{ListingId, NotificationId, OrganisationId},
    },
};

use super::{
    kinds::{self, Channel, Topic},
    text::{self, Mentions},
    view::{self, InboxOut, NotificationOut, Preference, Preferences},
};

fn own(principal: &Principal) -> sea_orm::Select<notification::Entity> {
    notification::Entity::find().filter(notification::Column::AccountId.eq(principal.account.0))
}

/// Which part of the inbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only what is unread.
    pub unread: bool,
    /// Only about this.
    pub topic: Option<Topic>,
    /// Only of this listing.
    pub listing: Option<ListingId>,
}

/// A page of the inbox, newest first.
///
/// # Errors
/// `unauthenticated`; `validation` on the page.
pub async fn inbox(
    db: &impl ConnectionTrait,
    actor: &Actor,
    public_url: &str,
    page: &Page,
    wanted: &Wanted,
) -> Result<InboxOut> {
    let principal = actor.principal()?;
    let limit = page.limit()?;
    let mut find = own(principal).order_by_desc(notification::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(notification::Column::Id.lt(after));
    }
    if wanted.unread {
        find = find.filter(notification::Column::ReadAt.is_null());
    }
    if let Some(topic) = wanted.topic {
        let kinds = kinds::KINDS.iter().filter(|kind| kind.topic == topic).map(|kind| kind.event);
        find = find.filter(notification::Column::Kind.is_in(kinds));
    }
    if let Some(listing) = wanted.listing {
        find = find.filter(notification::Column::ListingId.eq(listing.0));
    }
    let rows = find.all(db).await?;
    let unread = own(principal).filter(notification::Column::ReadAt.is_null()).count(db).await?;
    let page = List::of(rows, limit, |row| row.id, |row| row);
    Ok(InboxOut { items: show(db, principal.locale, public_url, page.items).await?, next: page.next, unread })
}

/// One notification.
///
/// # Errors
/// `not_found` for what is not one's own.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    public_url: &str,
    id: NotificationId,
) -> Result<NotificationOut> {
    let principal = actor.principal()?;
    let row = own(principal).filter(notification::Column::Id.eq(id.0)).one(db).await?.ok_or_else(Error::not_found)?;
    show(db, principal.locale, public_url, vec![row]).await?.pop().ok_or_else(Error::not_found)
}

/// What came to `principal`'s inbox after `seq`, oldest first: what a stream that broke off has missed.
///
/// # Errors
/// Faults of the database.
pub async fn missed(db: &impl ConnectionTrait, principal: &Principal, seq: i64) -> Result<Vec<notification::Model>> {
    let find =
        own(principal).filter(notification::Column::Seq.gt(seq)).order_by_asc(notification::Column::Seq).limit(1000);
    Ok(find.all(db).await?)
}

fn actor_of(row: &notification::Model) -> Option<OrganisationId> {
    serde_json::from_value(row.facts.get("actor")?.clone()).ok()?
}

/// The rows as their reader sees them.
///
/// # Errors
/// Faults of the database.
pub async fn show(
    db: &impl ConnectionTrait,
    locale: Locale,
    public_url: &str,
    rows: Vec<notification::Model>,
) -> Result<Vec<NotificationOut>> {
    let listings: HashSet<Uuid> = rows.iter().filter_map(|row| row.listing_id).collect();
    let titles: HashMap<Uuid, Text> = if listings.is_empty() {
        HashMap::new()
    } else {
        let found = listing::Entity::find().filter(listing::Column::Id.is_in(listings)).all(db).await?;
        found.into_iter().map(|row| (row.id, Text { zh: row.title_zh, en: row.title_en })).collect()
    };
    let actors: HashSet<Uuid> = rows.iter().filter_map(|row| actor_of(row).map(Uuid::from)).collect();
    let names = identity::organisation_names(db, actors).await?;
    rows.into_iter()
        .map(|row| {
            let actor = actor_of(&row).and_then(|id| names.get(&id.0)).and_then(|name| name.in_locale(locale));
            let facts = row.facts.get("event").cloned().unwrap_or(Value::Null);
            let listing = row.listing_id.and_then(|id| titles.get(&id)).and_then(|title| title.in_locale(locale));
            Ok(NotificationOut {
                id: row.id.into(),
                seq: row.seq,
                topic: kinds::kind(&row.kind).map(|kind| kind.topic),
                text: text::sentence(locale, &row.kind, &Mentions { listing, actor, facts: &facts })?,
                link: view::link(public_url, &row.subject, row.listing_id.map(Into::into)),
                kind: row.kind,
                subject: row.subject,
                listing: row.listing_id.map(Into::into),
                organisation: row.organisation_id.into(),
                mandate: row.mandate_id.map(Into::into),
                facts,
                at: row.at,
                read_at: row.read_at,
            })
        })
        .collect()
}

/// Every preference of the account: everything is on unless turned off.
///
/// # Errors
/// `unauthenticated`.
pub async fn preferences(db: &impl ConnectionTrait, actor: &Actor) -> Result<Preferences> {
    let account = actor.principal()?.account;
    let rows = notification_preference::Entity::find()
        .filter(notification_preference::Column::AccountId.eq(account.0))
        .all(db)
        .await?;
    let set: HashMap<(String, String), bool> =
        rows.into_iter().map(|row| ((row.topic, row.channel), row.enabled)).collect();
    let all = Topic::ALL.into_iter().flat_map(|topic| Channel::ALL.map(|channel| (topic, channel)));
    let items = all
        .map(|(topic, channel)| {
            let enabled = set.get(&(topic.name().to_owned(), channel.name().to_owned())).copied().unwrap_or(true);
            Preference { topic, channel, enabled }
        })
        .collect();
    Ok(Preferences { items })
}
