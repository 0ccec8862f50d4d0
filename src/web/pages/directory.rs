//! The directory of intermediaries (中介机构名录).

use actix_web::{HttpResponse, route};
use minijinja::context;
use url::form_urlencoded;

use crate::{
    intermediaries,
    kernel::{Error, Page, Result},
};

use super::visit::{Head, Visit, value};

/// The page.
#[route("/intermediaries", method = "GET", method = "HEAD")]
pub async fn page(visit: Visit) -> Result<HttpResponse> {
    let asked: std::collections::HashMap<String, String> =
        form_urlencoded::parse(visit.query().as_bytes()).into_owned().collect();
    let q = asked.get("q").map(|q| q.trim().to_owned()).unwrap_or_default();
    let region = asked.get("region").cloned().unwrap_or_default();
    let all = Page { limit: Some(100), cursor: asked.get("cursor").cloned() };
    let found =
        intermediaries::directory::list(visit.services.db.read(), &all, visit.services.db.clock().now()).await?;
    let next = found.next.clone();
    let found = serde_json::to_value(&found.items).map_err(Error::internal)?;
    let items = found.as_array().cloned().unwrap_or_default();
    let mut regions: Vec<String> = items.iter().filter_map(|one| one["region"].as_str()).map(str::to_owned).collect();
    regions.sort();
    regions.dedup();
    let needle = q.to_lowercase();
    let shown: Vec<_> = items
        .into_iter()
        .filter(|one| region.is_empty() || one["region"] == region.as_str())
        .filter(|one| {
            let words = [&one["name"]["zh"], &one["name"]["en"], &one["profile"]["zh"], &one["profile"]["en"]];
            needle.is_empty()
                || words.iter().filter_map(|text| text.as_str()).any(|text| text.to_lowercase().contains(&needle))
        })
        .collect();
    let head = Head {
        title: visit.text("public:directory.title")?,
        description: visit.text("public:directory.description")?,
        unlisted: !visit.query().is_empty(),
        ..Head::default()
    };
    let values = context! { items => value(&shown)?, regions, region, q, next };
    visit.page("intermediaries.html", head, values).await
}
