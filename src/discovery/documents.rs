//! From a listing's rows to what the index holds: only what everybody may see.

use std::collections::HashMap;

use entity::{listing, organisation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::{
    kernel::{
        Result, Text,
        id::{ListingId, OrganisationId},
    },
    listings::{Listing, content, hidden_name, improvements::Improvement, queries::patents_of},
    platform::search::{BilingualText, Kind, SearchDocument},
};

/// Longest summary on a result's card, in characters a language.
const CARD_SUMMARY: usize = 300;
/// Improvements on a result's card.
const CARD_IMPROVEMENTS: usize = 3;

/// The documents of those `ids` that can be found: published, paused or under a deal.
///
/// # Errors
/// Faults of the database.
pub(super) async fn of(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<SearchDocument>> {
    let mut documents = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        let rows = listing::Entity::find()
            .filter(listing::Column::Id.is_in(ids.iter().copied()))
            .filter(listing::Column::State.is_in(["published", "paused", "under_deal"]))
            .all(db)
            .await?;
        let found: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut patents = patents_of(db, &found).await?;
        let owners = owners(db, &rows).await?;
        for row in rows {
            let patents = patents.remove(&row.id).unwrap_or_default().into_iter().map(|patent| patent.number).collect();
            documents.push(document(row, patents, &owners)?);
        }
    }
    Ok(documents)
}

async fn owners(db: &impl ConnectionTrait, rows: &[listing::Model]) -> Result<HashMap<Uuid, Text>> {
    let found =
        organisation::Entity::find().filter(organisation::Column::Id.is_in(rows.iter().map(|row| row.organisation_id)));
    Ok(found.all(db).await?.into_iter().map(|row| (row.id, Text { zh: row.name_zh, en: row.name_en })).collect())
}

fn bilingual(text: &Text) -> BilingualText {
    BilingualText { zh: text.zh.clone(), en: text.en.clone() }
}

fn cut(text: &Text) -> Text {
    let cut = |side: &Option<String>| side.as_ref().map(|side| side.chars().take(CARD_SUMMARY).collect());
    Text { zh: cut(&text.zh), en: cut(&text.en) }
}

/// What a technology improves is found like its description.
fn with_improvements(description: Text, improvements: &[Improvement]) -> Text {
    let join = |text: Option<String>, side: fn(&Text) -> Option<&String>| {
        let more = improvements.iter().flat_map(|one| [side(&one.what), side(&one.against)]).flatten();
        let all: Vec<&str> = text.iter().chain(more).map(String::as_str).collect();
        Some(all.join("\n")).filter(|text| !text.is_empty())
    };
    Text { zh: join(description.zh, |text| text.zh.as_ref()), en: join(description.en, |text| text.en.as_ref()) }
}

fn document(row: listing::Model, patents: Vec<String>, owners: &HashMap<Uuid, Text>) -> Result<SearchDocument> {
    let listing = Listing::try_from(&row)?;
    let content = content(&row)?;
    let owner = match &row.owner_name {
        // What everybody may search through tells nothing of a holder who is named to few.
        _ if content.anonymous => hidden_name(),
        Some(name) => Text { zh: Some(name.clone()), en: Some(name.clone()) },
        None => owners.get(&row.organisation_id).cloned().unwrap_or_default(),
    };
    let organisation = Some(row.organisation_id).filter(|_| !content.anonymous);
    let patents = if content.anonymous { Vec::new() } else { patents };
    let card = json!({
        "id": ListingId(row.id),
        "number": listing.number,
        "kind": listing.kind,
        "title": content.title,
        "summary": cut(&content.summary),
        "owner": { "id": organisation.map(OrganisationId), "name": owner, "hidden": content.anonymous },
        "sector": content.sector,
        "ipc": content.ipc,
        "trl": content.trl,
        "rights": content.rights,
        "procedure": content.procedure,
        "price": content.price,
        "price_negotiable": content.price_negotiable,
        "region": content.region,
        "patents": patents,
        "state": listing.state,
        "improvements": content.improvements.iter().take(CARD_IMPROVEMENTS).collect::<Vec<_>>(),
        "published_at": row.published_at,
    });
    Ok(SearchDocument {
        id: row.id,
        organisation: organisation.unwrap_or_default(),
        kind: Kind::Supply,
        external_id: row.external_id,
        title: bilingual(&content.title),
        summary: bilingual(&content.summary),
        description: bilingual(&with_improvements(content.description, &content.improvements)),
        patents,
        ipc: content.ipc,
        owner: if content.anonymous { BilingualText::default() } else { bilingual(&owner) },
        region: content.region,
        sector: content.sector.map(|sector| sector.name().to_owned()),
        trl: content.trl,
        rights: content.rights.iter().map(|right| right.name().to_owned()).collect(),
        procedure: Some(content.procedure.name().to_owned()),
        price: content.price.map(|price| (price.minor, price.currency.to_string())),
        price_negotiable: content.price_negotiable,
        state: listing.state.name().to_owned(),
        published_at: row.published_at.unwrap_or(row.created_at),
        ends_at: None,
        card,
    })
}
