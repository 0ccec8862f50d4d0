//! Two to four listings side by side.

use actix_web::{HttpResponse, route};
use minijinja::context;
use serde_json::json;
use url::form_urlencoded;

use crate::{
    kernel::{Result, error},
    listings,
};

use super::{
    listing::{Whole, whole},
    visit::{Head, Visit, value},
};

/// More columns than that nobody reads.
const MOST: usize = 4;

/// The page.
#[route("/compare", method = "GET", method = "HEAD")]
pub async fn page(visit: Visit) -> Result<HttpResponse> {
    let mut names: Vec<String> = Vec::new();
    for (name, value) in form_urlencoded::parse(visit.query().as_bytes()) {
        if name == "ids" {
            names.extend(value.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned));
        }
    }
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let mut compared = Vec::new();
    let mut gone = Vec::new();
    for name in names.iter().take(MOST) {
        match listings::queries::named(visit.services.db.read(), name).await {
            Ok(id) => compared.push(whole(&visit, id).await?),
            Err(fault) if [error::NOT_FOUND, error::GONE].contains(&fault.code()) => gone.push(name.clone()),
            Err(fault) => return Err(fault),
        }
    }
    let numbers: Vec<&str> = compared.iter().filter_map(|one| one.listing["number"].as_str()).collect();
    let columns: Vec<_> = compared
        .iter()
        .map(|Whole { listing, tradeability }| {
            let others: Vec<&str> =
                numbers.iter().copied().filter(|number| Some(*number) != listing["number"].as_str()).collect();
            json!({ "listing": listing, "tradeability": tradeability, "without": others.join(",") })
        })
        .collect();
    let head = Head { title: visit.text("public:compare.title")?, unlisted: true, ..Head::default() };
    let values = context! {
        columns => value(&columns)?,
        gone,
        dropped => names.len() > MOST,
    };
    visit.page("compare.html", head, values).await
}
