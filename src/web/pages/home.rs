//! Home: what this is, what is new, how it works.

use actix_web::{HttpResponse, http::header, route};
use minijinja::context;
use serde_json::json;

use crate::{
    discovery::{SearchOut, refusal},
    kernel::{Actor, Result},
    platform::search::{SearchQuery, Sort},
};

use super::{
    figures,
    visit::{Head, Visit, value},
};

/// Newest listings on the page.
const NEWEST: usize = 8;

/// The page.
#[route("", method = "GET", method = "HEAD")]
pub async fn page(visit: Visit) -> Result<HttpResponse> {
    let query = SearchQuery {
        sort: Sort::Newest,
        limit: NEWEST,
        state: vec!["published".to_owned()],
        ..SearchQuery::default()
    };
    let answer = visit.services.search.query(query).await.map_err(refusal)?;
    let newest = SearchOut::of(answer, &Actor::Anonymous);
    let figures = figures::of(&visit.services).await?;
    let site = visit.site().await?;
    let name = site.name.as_str();
    let home = visit.address("");
    let head = Head {
        title: visit.text("public:home.title")?,
        description: visit.text_with("public:home.description", &[("name", name)])?,
        facts: vec![
            json!({
                "@context": "https://schema.org", "@type": "WebSite", "name": name, "url": home, "inLanguage": visit.locale.tag(),
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": { "@type": "EntryPoint", "urlTemplate": format!("{}?q={{search_term_string}}", visit.address("/search")) },
                    "query-input": "required name=search_term_string",
                },
            }),
            json!({
                "@context": "https://schema.org", "@type": "Organization", "name": name, "url": home,
                "email": site.email, "telephone": site.phone, "address": site.address,
            }),
        ],
        ..Head::default()
    };
    let values = context! { newest => value(&newest)?, figures => value(&figures)? };
    visit.page("home.html", head, values).await
}

/// With a slash at its end, too.
#[route("/", method = "GET", method = "HEAD")]
pub async fn slash(visit: Visit) -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((header::LOCATION, format!("/{}", visit.locale.tag()))).finish()
}
