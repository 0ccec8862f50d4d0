//! One listing: all that everybody may see of it.

use actix_web::{HttpResponse, http::header, route, web};
use minijinja::context;
use serde_json::{Value as Json, json};

use crate::{
    identity,
    kernel::{
        Actor, Error, Money, Page, Result, Text,
        id::{ListingId, OrganisationId},
    },
    listings::{self, disclosure, tradeability::TradeabilityOut},
};

use super::visit::{Head, Visit, value};

/// Everything that everybody may see of a listing.
pub struct Whole {
    /// As the API answers it to a visitor.
    pub listing: Json,
    /// The check.
    pub tradeability: TradeabilityOut,
}

/// Reads a listing for everybody.
///
/// # Errors
/// `not_found`; faults of the database.
pub async fn whole(visit: &Visit, id: ListingId) -> Result<Whole> {
    let (db, now) = (visit.services.db.read(), visit.services.db.clock().now());
    let shown = listings::queries::show_whole(db, &Actor::Anonymous, id, now).await?;
    let tradeability = listings::queries::tradeability(db, &Actor::Anonymous, id, now).await?;
    Ok(Whole { listing: serde_json::to_value(&shown).map_err(Error::internal)?, tradeability })
}

/// A text of the API in the page's language.
pub fn say(visit: &Visit, text: &Json) -> String {
    let text: Text = serde_json::from_value(text.clone()).unwrap_or_default();
    text.in_locale(visit.locale).unwrap_or_default().to_owned()
}

/// The page.
#[route("/listings/{name}", method = "GET", method = "HEAD")]
pub async fn page(visit: Visit, name: web::Path<String>) -> Result<HttpResponse> {
    let db = visit.services.db.read();
    let id = listings::queries::named(db, &name).await?;
    let Whole { listing, tradeability } = whole(&visit, id).await?;
    let number = listing["number"].as_str().unwrap_or_default().to_owned();
    if *name != number {
        let place = format!("/{}/listings/{number}", visit.locale.tag());
        return Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, place)).finish());
    }
    let now = visit.services.db.clock().now();
    let all = Page { limit: Some(100), cursor: None };
    let documents = disclosure::queries::documents(db, &Actor::Anonymous, id, &all, now).await?.items;
    let documents = serde_json::to_value(&documents).map_err(Error::internal)?;
    let mut history = listings::queries::history(db, id).await?;
    if let (true, Some(at)) = (history.is_empty(), listing["published_at"].as_str()) {
        // Some imports leave no events one by one.
        history.push(("published".to_owned(), at.parse().map_err(Error::internal)?));
    }
    let history: Vec<_> = history.into_iter().map(|(kind, at)| json!({ "kind": kind, "at": at })).collect();
    let holder = holder(&visit, &listing).await?;
    let head = head(&visit, &listing, &number).await?;
    let values = context! {
        id => id.to_string(),
        listing => value(&listing)?,
        tradeability => value(&tradeability)?,
        documents => value(&documents)?,
        history => value(&history)?,
        holder => value(&holder)?,
    };
    visit.page("listing.html", head, values).await
}

/// The holder's page, where it has one: persons and those who are not named have none.
async fn holder(visit: &Visit, listing: &Json) -> Result<Json> {
    let id: Option<OrganisationId> = listing["owner"]["id"].as_str().and_then(|id| id.parse().ok());
    let Some(id) = id else { return Ok(Json::Null) };
    match identity::queries::show(visit.services.db.read(), &Actor::Anonymous, id).await {
        Ok(found) => serde_json::to_value(&found).map_err(Error::internal),
        Err(fault) if fault.code() == crate::kernel::error::NOT_FOUND => Ok(Json::Null),
        Err(fault) => Err(fault),
    }
}

async fn head(visit: &Visit, listing: &Json, number: &str) -> Result<Head> {
    let title = say(visit, &listing["title"]);
    let summary = say(visit, &listing["summary"]);
    let address = visit.address(&format!("/listings/{number}"));
    let crumbs = json!({
        "@context": "https://schema.org", "@type": "BreadcrumbList",
        "itemListElement": [
            { "@type": "ListItem", "position": 1, "name": visit.site().await?.name, "item": visit.address("") },
            { "@type": "ListItem", "position": 2, "name": visit.text("public:nav.search")?, "item": visit.address("/search") },
            { "@type": "ListItem", "position": 3, "name": title, "item": address },
        ],
    });
    let mut product = json!({
        "@context": "https://schema.org", "@type": "Product", "sku": number, "name": title, "description": summary,
        "url": address, "category": listing["sector"],
        "brand": { "@type": "Organization", "name": say(visit, &listing["owner"]["name"]) },
    });
    let price: Option<Money> = serde_json::from_value(listing["price"].clone()).unwrap_or_default();
    if let Some(price) = price {
        let open = listing["state"] == "published";
        product["offers"] = json!({
            "@type": "Offer", "url": address, "price": price.to_decimal(), "priceCurrency": price.currency,
            "availability": if open { "https://schema.org/InStock" } else { "https://schema.org/OutOfStock" },
        });
    }
    Ok(Head { title, description: summary, facts: vec![product, crumbs], ..Head::default() })
}
