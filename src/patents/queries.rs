//! Reads of patents. Records are public to everyone who is signed in.

use entity::patent;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Actor, Error, List, Page, Result, Text, id::PatentId};

use super::{number::PatentNumber, view::PatentOut};

/// The one spelling a number is kept in.
pub fn canonical(number: &PatentNumber) -> String {
    number.canonical()
}

/// The office that gave a number.
pub(super) fn office(number: &PatentNumber) -> String {
    number.office().as_str().to_owned()
}

/// A kept number, as people write it.
pub fn display(canonical: &str) -> String {
    canonical.parse::<PatentNumber>().map_or_else(|_| canonical.to_owned(), |number| number.to_string())
}

fn list_of(json: serde_json::Value) -> Result<Vec<String>> {
    serde_json::from_value(json).map_err(Error::internal)
}

/// The record as readers see it.
///
/// # Errors
/// `internal` for a row that this version can't read.
pub fn view(row: patent::Model) -> Result<PatentOut> {
    Ok(PatentOut {
        id: row.id.into(),
        number: display(&row.number),
        canonical: row.number,
        office: row.office,
        title: Text { zh: row.title_zh, en: row.title_en },
        r#abstract: Text { zh: row.abstract_zh, en: row.abstract_en },
        claims: list_of(row.claims)?,
        ipc: list_of(row.ipc)?,
        cpc: list_of(row.cpc)?,
        applicants: list_of(row.applicants)?,
        inventors: list_of(row.inventors)?,
        owners: serde_json::from_value(row.owners).map_err(Error::internal)?,
        filed_on: row.filed_on,
        published_on: row.published_on,
        granted_on: row.granted_on,
        expires_on: row.expires_on,
        legal_status: row.legal_status,
        version: row.version,
        created_at: row.created_at,
    })
}

/// One record, by id or by number in any spelling.
///
/// # Errors
/// `not_found`.
pub async fn find(db: &impl ConnectionTrait, wanted: &str) -> Result<PatentOut> {
    let row = match wanted.parse::<PatentId>() {
        Ok(id) => patent::Entity::find_by_id(id.0).one(db).await?,
        Err(_) => {
            let number: PatentNumber = wanted.parse().map_err(|_| Error::not_found())?;
            patent::Entity::find().filter(patent::Column::Number.eq(canonical(&number))).one(db).await?
        }
    };
    view(row.ok_or_else(Error::not_found)?)
}

/// The records the acting organisation keeps (the operator's people see all), newest first.
///
/// # Errors
/// `unauthenticated`, `organisation_required`; `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<PatentOut>> {
    let own = actor.membership()?.organisation;
    let limit = page.limit()?;
    let mut find = patent::Entity::find().order_by_desc(patent::Column::Id).limit(limit + 1);
    if !actor.is_operator() {
        find = find.filter(patent::Column::KeptBy.eq(own.0));
    }
    if let Some(after) = page.after()? {
        find = find.filter(patent::Column::Id.lt(after));
    }
    let page = List::of(find.all(db).await?, limit, |row| row.id, |row| row);
    Ok(List { items: page.items.into_iter().map(view).collect::<Result<_>>()?, next: page.next })
}
