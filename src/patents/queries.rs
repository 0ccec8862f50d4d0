//! Reads of patents.

use entity::{patent, patent_owner};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::kernel::{
    Actor, Error, List, Page, Result, Text,
    id::{OrganisationId, PatentId},
};

use super::{
    number::PatentNumber,
    view::{Owner, PatentOut},
};

/// The one spelling a number is kept in.
pub fn canonical(number: &PatentNumber) -> String {
    number.canonical()
}

/// A kept number, as people write it.
pub fn display(canonical: &str) -> String {
    canonical.parse::<PatentNumber>().map_or_else(|_| canonical.to_owned(), |number| number.to_string())
}

fn list_of(json: serde_json::Value) -> Result<Vec<String>> {
    serde_json::from_value(json).map_err(Error::internal)
}

/// The owners that a row names.
///
/// # Errors
/// `internal` for a row that this version can't read.
pub fn owners(row: &patent::Model) -> Result<Vec<Owner>> {
    serde_json::from_value(row.owners.clone()).map_err(Error::internal)
}

/// The record as readers see it.
///
/// # Errors
/// `internal` for a row that this version can't read.
pub fn view(row: patent::Model) -> Result<PatentOut> {
    Ok(PatentOut {
        id: row.id.into(),
        number: display(&row.number),
        owners: owners(&row)?,
        canonical: row.number,
        office: row.office,
        title: Text { zh: row.title_zh, en: row.title_en },
        r#abstract: Text { zh: row.abstract_zh, en: row.abstract_en },
        claims: list_of(row.claims)?,
        ipc: list_of(row.ipc)?,
        cpc: list_of(row.cpc)?,
        applicants: list_of(row.applicants)?,
        inventors: list_of(row.inventors)?,
        filed_on: row.filed_on,
        published_on: row.published_on,
        granted_on: row.granted_on,
        expires_on: row.expires_on,
        legal_status: row.legal_status,
        version: row.version,
        created_at: row.created_at,
    })
}

/// Kept by an organisation, or owned by it.
fn of_organisation(organisation: OrganisationId) -> Condition {
    let owned = patent_owner::Entity::find()
        .select_only()
        .column(patent_owner::Column::PatentId)
        .filter(patent_owner::Column::OrganisationId.eq(organisation.0));
    Condition::any()
        .add(patent::Column::KeptBy.eq(organisation.0))
        .add(patent::Column::Id.in_subquery(owned.into_query()))
}

/// What the actor may see. Until an office publishes it, an application is its owners' secret.
pub(super) fn visible(actor: &Actor) -> Select<patent::Entity> {
    let all = patent::Entity::find();
    if actor.is_operator() || matches!(actor, Actor::System(_)) {
        return all;
    }
    let published = Condition::any()
        .add(patent::Column::Form.eq("publication"))
        .add(patent::Column::PublishedOn.is_not_null())
        .add(patent::Column::GrantedOn.is_not_null());
    all.filter(match actor.organisation() {
        Some(own) => published.add(of_organisation(own)),
        None => published,
    })
}

/// The records a number names: the exact one; a publication without its kind names every publication of that number.
pub(super) fn numbered(number: &PatentNumber) -> Condition {
    let exact = Condition::any().add(patent::Column::Number.eq(number.canonical()));
    match number {
        PatentNumber::Publication(publication) if publication.kind().is_none() => exact.add(
            Condition::all()
                .add(patent::Column::Office.eq(publication.office().as_str()))
                .add(patent::Column::Serial.eq(publication.number())),
        ),
        _ => exact,
    }
}

/// The one of `rows` that `number` means: the exact one, else the only one.
pub(super) fn meant<'r>(rows: &'r [patent::Model], number: &PatentNumber) -> Option<&'r patent::Model> {
    let canonical = number.canonical();
    if let Some(exact) = rows.iter().find(|row| row.number == canonical) {
        return Some(exact);
    }
    let PatentNumber::Publication(publication) = number else { return None };
    if publication.kind().is_some() {
        return None;
    }
    let office = publication.office();
    let mut same = rows.iter().filter(|row| row.office == office.as_str() && row.serial == publication.number());
    match (same.next(), same.next()) {
        (Some(row), None) => Some(row),
        _ => None,
    }
}

/// One record, by id or by number in any spelling.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, wanted: &str) -> Result<PatentOut> {
    if let Ok(id) = wanted.parse::<PatentId>() {
        let row = visible(actor).filter(patent::Column::Id.eq(id.0)).one(db).await?;
        return view(row.ok_or_else(Error::not_found)?);
    }
    let number: PatentNumber = wanted.parse().map_err(|_| Error::not_found())?;
    let rows = visible(actor).filter(numbered(&number)).limit(20).all(db).await?;
    view(meant(&rows, &number).cloned().ok_or_else(Error::not_found)?)
}

/// The records that the acting organisation keeps or owns (the operator's people see all), newest first.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<PatentOut>> {
    let own = actor.membership()?.organisation;
    let limit = page.limit()?;
    let mut find = patent::Entity::find().order_by_desc(patent::Column::Id).limit(limit + 1);
    if !actor.is_operator() {
        find = find.filter(of_organisation(own));
    }
    if let Some(after) = page.after()? {
        find = find.filter(patent::Column::Id.lt(after));
    }
    let page = List::of(find.all(db).await?, limit, |row| row.id, |row| row);
    Ok(List { items: page.items.into_iter().map(view).collect::<Result<_>>()?, next: page.next })
}
