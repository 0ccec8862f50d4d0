//! Help, terms and privacy: our own words, a template a language.

use actix_web::{HttpResponse, route, web};
use minijinja::context;

use crate::kernel::Result;

use super::visit::{Head, Visit};

/// Adds the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(help).service(terms).service(privacy);
}

#[route("/help", method = "GET", method = "HEAD")]
async fn help(visit: Visit) -> Result<HttpResponse> {
    guide(visit, "help").await
}

#[route("/terms", method = "GET", method = "HEAD")]
async fn terms(visit: Visit) -> Result<HttpResponse> {
    guide(visit, "terms").await
}

#[route("/privacy", method = "GET", method = "HEAD")]
async fn privacy(visit: Visit) -> Result<HttpResponse> {
    guide(visit, "privacy").await
}

async fn guide(visit: Visit, name: &'static str) -> Result<HttpResponse> {
    let head = Head {
        title: visit.text(&format!("public:guide.{name}.title"))?,
        description: visit.text(&format!("public:guide.{name}.description"))?,
        ..Head::default()
    };
    let template = format!("guides/{name}.{}.html", visit.locale.tag());
    visit.page(&template, head, context! { name }).await
}
