//! One visit to a public page: which language and theme, whether somebody is signed in, and how the page is answered.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
    web,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use minijinja::{Value, context};
use sha2::{Digest, Sha256};

use crate::{
    identity::{self, Cookies},
    kernel::{Error, Locale, Result, Sector},
    platform::Services,
};

use super::{files, site::Site, templates};

/// Remembers the theme for a year; the script that sets it is `islands/theme.ts`.
pub const THEME: &str = "jiaxiu-theme";
/// Remembers the language.
pub const LANGUAGE: &str = "jiaxiu-language";

/// Everything comes from here, nothing is inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Who comes, and what for.
pub struct Visit {
    /// The stores.
    pub services: web::Data<Services>,
    /// The language in the path.
    pub locale: Locale,
    /// The path behind the language, such as `/search`.
    pub path: String,
    request: HttpRequest,
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// What a page says of itself in its head.
#[derive(Default)]
pub struct Head {
    /// Title, without the installation's name.
    pub title: String,
    /// At most some 150 characters for search engines.
    pub description: String,
    /// The page's one address, from the language on; the visited one unless told.
    pub canonical: Option<String>,
    /// True for pages that no search engine should keep.
    pub unlisted: bool,
    /// JSON-LD.
    pub facts: Vec<serde_json::Value>,
    /// The scripts of the page besides the ones of every page.
    pub scripts: Vec<&'static str>,
}

impl Visit {
    /// From a request: the language of its path, else the one its reader likes.
    ///
    /// # Errors
    /// `internal` outside the server.
    pub fn of(request: &HttpRequest) -> Result<Self> {
        let services: &web::Data<Services> =
            request.app_data().ok_or_else(|| Error::internal("no services in the request"))?;
        let whole = request.path();
        let named = [Locale::Zh, Locale::En].into_iter().find_map(|locale| {
            let rest = whole.strip_prefix('/')?.strip_prefix(locale.tag())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((locale, rest))
        });
        let (locale, path) = named.unwrap_or_else(|| (preferred(request), whole));
        Ok(Self { services: services.clone(), locale, path: path.to_owned(), request: request.clone() })
    }

    /// The query string.
    pub fn query(&self) -> &str {
        self.request.query_string()
    }

    /// The installation.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn site(&self) -> Result<Site> {
        Site::of(&self.services, self.locale).await
    }

    /// `path` (from behind the language) as an address that works anywhere.
    pub fn address(&self, path: &str) -> String {
        format!("{}/{}{path}", self.services.settings.public_url, self.locale.tag())
    }

    /// A text.
    ///
    /// # Errors
    /// `internal` when there is none.
    pub fn text(&self, key: &str) -> Result<String> {
        self.text_with(key, &[])
    }

    /// A text with values in it.
    ///
    /// # Errors
    /// As [`Visit::text`].
    pub fn text_with(&self, key: &str, values: &[(&str, &str)]) -> Result<String> {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let texts = super::catalogue::texts(self.locale)?;
        super::catalogue::render(texts, self.locale, key, &values)
            .ok_or_else(|| Error::internal(format!("there is no text {key}")))
    }

    /// Whether the browser's session is one that goes on.
    async fn signed_in(&self) -> bool {
        let cookies = Cookies::of(&self.services.settings);
        let Some(cookie) = self.request.cookie(cookies.access) else { return false };
        identity::authenticate(&self.services, cookie.value(), None).await.is_ok()
    }

    fn theme(&self) -> Option<&'static str> {
        match self.request.cookie(THEME)?.value() {
            "light" => Some("light"),
            "dark" => Some("dark"),
            _ => None,
        }
    }

    /// The page `template`, as an answer.
    ///
    /// # Errors
    /// `internal` for a template that is at fault.
    pub async fn page(&self, template: &str, head: Head, values: Value) -> Result<HttpResponse> {
        self.page_as(StatusCode::OK, template, head, values).await
    }

    /// As [`Visit::page`], with another status.
    ///
    /// # Errors
    /// As [`Visit::page`].
    pub async fn page_as(&self, status: StatusCode, template: &str, head: Head, values: Value) -> Result<HttpResponse> {
        let page = templates::render(template, context! { ..values, ..self.frame(head).await? })?;
        // Weak: the same page goes out packed and not.
        let tag = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&page)[..15]));
        let mut response = HttpResponse::build(status);
        response
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((header::CONTENT_LANGUAGE, self.locale.tag()))
            // The reader's theme and session are in it: kept by nobody else, and asked for again each time.
            .insert_header((header::CACHE_CONTROL, "private, no-cache"))
            .insert_header((header::VARY, "Cookie, Accept-Encoding"))
            .insert_header((header::ETAG, tag.clone()))
            .content_type("text/html; charset=utf-8");
        let known = self.request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        if status == StatusCode::OK && known.is_some_and(|known| known.contains(tag.trim_matches('"'))) {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
        Ok(response.body(page))
    }

    /// What stands around every page.
    async fn frame(&self, head: Head) -> Result<Value> {
        let canonical = head.canonical.unwrap_or_else(|| self.path.clone());
        let facts: Vec<String> = head.facts.iter().map(embedded).collect();
        let here = match self.query() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        };
        let signed_in = self.signed_in().await;
        Ok(context! {
            lang => self.locale.tag(),
            other => match self.locale { Locale::Zh => "en", Locale::En => "zh-CN" },
            path => self.path.clone(),
            here,
            canonical,
            public_url => self.services.settings.public_url.clone(),
            title => head.title,
            description => head.description.chars().take(200).collect::<String>(),
            unlisted => head.unlisted,
            facts,
            site => value(&self.site().await?)?,
            theme => self.theme(),
            signed_in,
            files => files::of(&head.scripts),
            sectors => SECTORS.map(Sector::name),
            year => self.services.db.clock().now().format("%Y").to_string(),
        })
    }
}

/// The industries, in the plan's order.
const SECTORS: [Sector; 5] = [
    Sector::EnergySaving,
    Sector::NewEnergy,
    Sector::NewMaterials,
    Sector::AdvancedManufacturing,
    Sector::ModernMedicine,
];

/// What a template gets to see of something that the API answers.
///
/// # Errors
/// `internal` when it does not serialise.
pub fn value(thing: &impl serde::Serialize) -> Result<Value> {
    // By way of JSON: the cards of hits are JSON already, and other serialisers don't look into them.
    let json = serde_json::to_value(thing).map_err(Error::internal)?;
    Ok(Value::from(minijinja::value::Serde(&json)))
}

/// JSON that can stand inside a script element: nothing in it ends the element.
pub fn embedded(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The language chosen before, else the first of the browser's that there is.
pub fn preferred(request: &HttpRequest) -> Locale {
    if let Some(chosen) = request.cookie(LANGUAGE) {
        return Locale::from_tag(chosen.value());
    }
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut wanted: Vec<(f32, &str)> = header
        .unwrap_or_default()
        .split(',')
        .filter_map(|one| {
            let mut parts = one.trim().split(';');
            let tag = parts.next().filter(|tag| !tag.is_empty())?;
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            Some((weight, tag))
        })
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let known = wanted.iter().find(|(weight, tag)| {
        *weight > 0.0 && ["zh", "en"].iter().any(|lang| tag.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case(lang)))
    });
    known.map_or(Locale::Zh, |(_, tag)| Locale::from_tag(tag))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_reader_gets_the_language_asked_for_most() {
        let ask = |header: &str| {
            preferred(&TestRequest::default().insert_header(("Accept-Language", header)).to_http_request())
        };
        assert_eq!(ask("en-GB,en;q=0.9,zh;q=0.8"), Locale::En);
        assert_eq!(ask("fr, zh-TW;q=0.7, en;q=0.5"), Locale::Zh);
        assert_eq!(ask("de"), Locale::Zh);
        let request = TestRequest::default().cookie(actix_web::cookie::Cookie::new(LANGUAGE, "en"));
        assert_eq!(preferred(&request.to_http_request()), Locale::En);
    }

    #[test]
    fn facts_cannot_end_their_element() {
        assert_eq!(embedded(&serde_json::json!("</script>")), "\"\\u003c/script>\"");
    }
}
