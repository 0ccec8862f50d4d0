//! An organisation: who it is, and what it lists.

use actix_web::{HttpResponse, route, web};
use minijinja::context;
use serde_json::json;

use crate::{
    discovery::{SearchOut, refusal},
    identity,
    kernel::{Actor, Error, Result, id::OrganisationId},
    listings::enquiries,
    platform::search::{SearchQuery, Sort},
};

use super::{
    listing::say,
    visit::{Head, Visit, value},
};

/// The page.
#[route("/organisations/{id}", method = "GET", method = "HEAD")]
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse> {
    let id: OrganisationId = id.parse().map_err(|_| Error::not_found())?;
    let db = visit.services.db.read();
    let found = identity::queries::show(db, &Actor::Anonymous, id).await?;
    let found = serde_json::to_value(&found).map_err(Error::internal)?;
    let query = SearchQuery { organisation: Some(id.0), sort: Sort::Newest, limit: 50, ..SearchQuery::default() };
    let answer = SearchOut::of(visit.services.search.query(query).await.map_err(refusal)?, &Actor::Anonymous);
    let responses = enquiries::responses(db, id, visit.services.db.clock().now()).await?;
    let name = say(&visit, &found["name"]);
    let profile = say(&visit, &found["profile"]);
    let kind = visit.text(&format!("common:organisation_kind.{}", found["kind"].as_str().unwrap_or_default()))?;
    let description = if profile.is_empty() { format!("{name} · {kind}") } else { profile.clone() };
    let address = visit.address(&format!("/organisations/{id}"));
    let facts = json!({
        "@context": "https://schema.org", "@type": "Organization", "name": name, "url": address,
        "sameAs": found["website"], "description": description,
    });
    let head = Head { title: name, description, facts: vec![facts], ..Head::default() };
    let values = context! {
        organisation => value(&found)?,
        answer => value(&answer)?,
        responses => value(&responses)?,
    };
    visit.page("organisation.html", head, values).await
}
