//! The event log: what happened, in one order, for everything that reacts.
//!
//! A command appends events in its own transaction. They carry ids and facts, never names, addresses or secrets.
//! On SQLite the log's AUTOINCREMENT key is the position. On PostgreSQL the command writes to `event_outbox`, and the
//! [`sequencer`] gives each event its position in the order of its sequence number, which was drawn after the
//! aggregate's row was locked.

mod local;
mod projection;
pub mod sequencer;

use entity::{event, event_outbox};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{InsertStatement, Query},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::{
    Actor, DateTime, Error, Result,
    id::{AccountId, EventId, ListingId, OrganisationId},
};

pub use local::{Local, spawn_local};
pub use projection::{Projection, catch_up, spawn_projection};

/// What a command says has happened.
pub struct NewEvent {
    kind: &'static str,
    subject: String,
    listing: Option<ListingId>,
    organisations: Vec<OrganisationId>,
    payload: Result<Value, serde_json::Error>,
}

impl NewEvent {
    /// `kind` is `domain.past_tense`, such as `offer.accepted`; `subject` the id of the aggregate, as on the wire.
    pub fn about(kind: &'static str, subject: impl std::fmt::Display) -> Self {
        Self { kind, subject: subject.to_string(), listing: None, organisations: Vec::new(), payload: Ok(Value::Null) }
    }

    /// The listing it belongs to: mandates for that listing cover it.
    pub fn listing(mut self, listing: impl Into<Option<ListingId>>) -> Self {
        self.listing = listing.into();
        self
    }

    /// The organisations it concerns: their members, and the intermediaries who hold their mandates, are told.
    pub fn concerns(mut self, organisations: impl IntoIterator<Item = OrganisationId>) -> Self {
        for organisation in organisations {
            if !self.organisations.contains(&organisation) {
                self.organisations.push(organisation);
            }
        }
        self
    }

    /// The facts. Ids, numbers, states; never personal data or secrets.
    pub fn facts(mut self, facts: impl Serialize) -> Self {
        self.payload = serde_json::to_value(facts);
        self
    }

    pub(in crate::platform) fn into_row(self, id: Uuid, at: DateTime, actor: &Actor) -> Result<Row> {
        let (organisation, on_behalf_of) = actor.acting();
        Ok(Row {
            id,
            kind: self.kind,
            subject: self.subject,
            listing: self.listing.map(Uuid::from),
            audience: serde_json::to_value(&self.organisations).map_err(Error::internal)?,
            account: actor.account().map(Uuid::from),
            organisation: organisation.map(Uuid::from),
            on_behalf_of: on_behalf_of.map(Uuid::from),
            at,
            payload: self.payload.map_err(Error::internal)?,
        })
    }
}

/// An event on its way into the log.
pub(in crate::platform) struct Row {
    id: Uuid,
    kind: &'static str,
    subject: String,
    listing: Option<Uuid>,
    audience: Value,
    account: Option<Uuid>,
    organisation: Option<Uuid>,
    on_behalf_of: Option<Uuid>,
    at: DateTime,
    payload: Value,
}

/// One statement that appends `rows`; none for none.
pub(in crate::platform) fn insert(rows: Vec<Row>, outbox: bool) -> Option<InsertStatement> {
    use event::Column as C;
    if rows.is_empty() {
        return None;
    }
    let mut insert = Query::insert();
    if outbox {
        insert.into_table(event_outbox::Entity);
    } else {
        insert.into_table(event::Entity);
    }
    insert.columns([
        C::Id,
        C::Kind,
        C::Subject,
        C::ListingId,
        C::Audience,
        C::AccountId,
        C::OrganisationId,
        C::OnBehalfOf,
        C::At,
        C::Payload,
    ]);
    for row in rows {
        insert.values_panic([
            row.id.into(),
            row.kind.into(),
            row.subject.into(),
            row.listing.into(),
            row.audience.into(),
            row.account.into(),
            row.organisation.into(),
            row.on_behalf_of.into(),
            row.at.into(),
            row.payload.into(),
        ]);
    }
    Some(insert)
}

/// A fact of the log.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its place in the log: 1, 2, 3 …, without gaps on PostgreSQL, ascending on SQLite.
    pub position: i64,
    /// Its id.
    pub id: EventId,
    /// What happened, such as `offer.accepted`.
    pub kind: String,
    /// The id of what it happened to, as on the wire.
    pub subject: String,
    /// The listing it belongs to.
    pub listing: Option<ListingId>,
    /// The organisations it concerns.
    pub organisations: Vec<OrganisationId>,
    /// Who did it.
    pub account: Option<AccountId>,
    /// The organisation that account acted for.
    pub organisation: Option<OrganisationId>,
    /// The principal, where an intermediary acted by mandate.
    pub on_behalf_of: Option<OrganisationId>,
    /// When.
    pub at: DateTime,
    /// The facts.
    pub payload: Value,
}

impl Event {
    /// The subject as an id of kind `T`, when it is one.
    pub fn subject<T: std::str::FromStr>(&self) -> Option<T> {
        self.subject.parse().ok()
    }

    /// The facts as a type.
    ///
    /// # Errors
    /// `internal` when they have another shape.
    pub fn facts<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.payload.clone()).map_err(Error::internal)
    }
}

impl TryFrom<event::Model> for Event {
    type Error = Error;
    fn try_from(row: event::Model) -> Result<Self> {
        Ok(Self {
            position: row.position,
            id: row.id.into(),
            kind: row.kind,
            subject: row.subject,
            listing: row.listing_id.map(Into::into),
            organisations: serde_json::from_value(row.audience).map_err(Error::internal)?,
            account: row.account_id.map(Into::into),
            organisation: row.organisation_id.map(Into::into),
            on_behalf_of: row.on_behalf_of.map(Into::into),
            at: row.at,
            payload: row.payload,
        })
    }
}

/// The events behind `position`, oldest first, at most `limit`.
///
/// # Errors
/// `internal` or `unavailable` for faults of the database.
pub async fn after(db: &impl ConnectionTrait, position: i64, limit: u64) -> Result<Vec<Event>> {
    let rows = event::Entity::find()
        .filter(event::Column::Position.gt(position))
        .order_by(event::Column::Position, Order::Asc)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(Event::try_from).collect()
}

/// The position of the newest event; 0 for an empty log.
///
/// # Errors
/// As [`after`].
pub async fn head(db: &impl ConnectionTrait) -> Result<i64> {
    let newest = event::Entity::find().order_by_desc(event::Column::Position).limit(1).one(db).await?;
    Ok(newest.map_or(0, |row| row.position))
}
