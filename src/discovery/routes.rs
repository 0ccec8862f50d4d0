//! Routes of search. Anyone may search: the index holds only what everybody may see.

use actix_web::{get, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    kernel::Result,
    platform::http::{Call, Query},
};

use super::view::{SearchIn, SearchOut, SuggestIn, SuggestOut, SuggestionOut, refusal};

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(search).service(suggest);
}

/// Finds listings by words, fields and filters, in both languages.
#[utoipa::path(tag = "discovery", params(SearchIn), responses(
    (status = 200, body = SearchOut),
    (status = 422), (status = 503),
))]
#[get("/search")]
pub(crate) async fn search(call: Call, query: Query<SearchIn>) -> Result<web::Json<SearchOut>> {
    let query = query.0.query(call.services.db.clock().now())?;
    let answer = call.services.search.query(query).await.map_err(refusal)?;
    Ok(web::Json(SearchOut::of(answer, call.actor())))
}

/// Titles that continue what is being typed.
#[utoipa::path(tag = "discovery", params(SuggestIn), responses(
    (status = 200, body = SuggestOut),
    (status = 422), (status = 503),
))]
#[get("/suggest")]
pub(crate) async fn suggest(call: Call, query: Query<SuggestIn>) -> Result<web::Json<SuggestOut>> {
    let (limit, lang) = query.0.wanted()?;
    let found = call.services.search.suggest(&query.0.q, limit, lang).await.map_err(refusal)?;
    let items = found.into_iter().map(|item| SuggestionOut { text: item.text, listing: item.id.into() }).collect();
    Ok(web::Json(SuggestOut { items }))
}
