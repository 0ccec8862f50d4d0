//! For machines: robots.txt, the sitemap, and the feed of disclosures (Atom, RFC 4287).

use actix_web::{HttpResponse, http::header, route, web};
use minijinja::context;
use serde_json::json;

use crate::{
    discovery::{SearchOut, refusal},
    identity,
    kernel::{Actor, Error, Result},
    listings,
    platform::search::{SearchQuery, Sort},
};

use super::{
    templates,
    visit::{Visit, value},
};

/// Addresses in one file of the sitemap; the protocol allows 50,000, in two languages.
const PER_FILE: u64 = 20_000;
const ENTRIES: usize = 50;
const AN_HOUR: &str = "public, max-age=3600";
const SOON: &str = "public, max-age=300";

/// Adds what belongs to no language.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(robots).service(sitemap).service(part);
}

/// Adds what is told in one language.
pub fn in_language(config: &mut web::ServiceConfig) {
    config.service(disclosures);
}

fn answer(kind: &str, cache: &str, body: String) -> HttpResponse {
    HttpResponse::Ok().content_type(kind).insert_header((header::CACHE_CONTROL, cache)).body(body)
}

#[route("/robots.txt", method = "GET", method = "HEAD")]
async fn robots(visit: Visit) -> HttpResponse {
    let root = &visit.services.settings.public_url;
    let body = format!("User-agent: *\nDisallow: /app\nDisallow: /api/\n\nSitemap: {root}/sitemap.xml\n");
    answer("text/plain; charset=utf-8", AN_HOUR, body)
}

/// The index of the sitemap.
#[route("/sitemap.xml", method = "GET", method = "HEAD")]
async fn sitemap(visit: Visit) -> Result<HttpResponse> {
    let listings = listings::queries::count_public(visit.services.db.read()).await?;
    let names: Vec<String> = std::iter::once("pages".to_owned())
        .chain((1..=listings.div_ceil(PER_FILE)).map(|n| format!("listings-{n}")))
        .collect();
    let root = &visit.services.settings.public_url;
    let body = templates::render("sitemap-index.xml", context! { root, names })?;
    Ok(answer("application/xml; charset=utf-8", AN_HOUR, body))
}

/// One file of the sitemap.
#[route("/sitemaps/{name}.xml", method = "GET", method = "HEAD")]
async fn part(visit: Visit, name: web::Path<String>) -> Result<HttpResponse> {
    let db = visit.services.db.read();
    let pages: Vec<serde_json::Value> = match name.strip_prefix("listings-").map(str::parse::<u64>) {
        Some(Ok(n)) if n > 0 => {
            let rows = listings::queries::public_numbers(db, (n - 1) * PER_FILE, PER_FILE).await?;
            rows.into_iter().map(|(number, at)| json!({ "path": format!("/listings/{number}"), "at": at })).collect()
        }
        None if *name == "pages" => {
            let fixed = ["", "/search", "/intermediaries", "/help", "/terms", "/privacy"];
            let organisations = organisations(&visit).await?;
            fixed
                .iter()
                .map(|path| (*path).to_owned())
                .chain(organisations)
                .map(|path| json!({ "path": path }))
                .collect()
        }
        _ => return Err(Error::not_found()),
    };
    if pages.is_empty() {
        return Err(Error::not_found());
    }
    let root = &visit.services.settings.public_url;
    let body = templates::render("sitemap.xml", context! { root, pages => value(&pages)? })?;
    Ok(answer("application/xml; charset=utf-8", AN_HOUR, body))
}

async fn organisations(visit: &Visit) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    let mut query = identity::view::OrganisationsQuery { limit: Some(100), ..Default::default() };
    loop {
        let page = identity::queries::list(visit.services.db.read(), &Actor::Anonymous, &query).await?;
        paths.extend(page.items.iter().map(|found| format!("/organisations/{}", found.id)));
        query.cursor = page.next;
        if query.cursor.is_none() || paths.len() > 10_000 {
            return Ok(paths);
        }
    }
}

/// What was published last, for readers of feeds.
#[route("/disclosures.atom", method = "GET", method = "HEAD")]
async fn disclosures(visit: Visit) -> Result<HttpResponse> {
    let query = SearchQuery { sort: Sort::Newest, limit: ENTRIES, ..SearchQuery::default() };
    let found = SearchOut::of(visit.services.search.query(query).await.map_err(refusal)?, &Actor::Anonymous);
    let site = visit.site().await?;
    let values = context! {
        lang => visit.locale.tag(),
        site => value(&site)?,
        title => visit.text_with("public:feed.title", &[("name", &site.name)])?,
        home => visit.address(""),
        itself => visit.address("/disclosures.atom"),
        hits => value(&found.hits)?,
        now => visit.services.db.clock().now().to_rfc3339(),
    };
    let body = templates::render("disclosures.atom", values)?;
    Ok(answer("application/atom+xml; charset=utf-8", SOON, body))
}
