//! JSON bodies and queries, refused with the field that is at fault.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::{
    StreamExt,
    future::{LocalBoxFuture, Ready, ready},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::kernel::{Error, FieldError, Result, error};

/// Longest JSON body, in bytes.
pub const MAX_BODY: usize = 1 << 20;
/// How much of a body that is too long is still read, so that the caller gets to see the answer.
const MAX_DRAIN: usize = 128 << 20;

/// SHA-256 of the body that was read, for the request's idempotency claim.
#[derive(Clone)]
pub(super) struct BodyDigest(pub(super) String);

/// A JSON body of type `T`. (Under this name the API description finds it in a handler's arguments.)
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let json = request.content_type();
            if !(json.is_empty() || json == "application/json" || json.ends_with("+json")) {
                let fault = FieldError::new("Content-Type", "unsupported").value(json).limit("application/json");
                return Err(Error::fields(error::UNSUPPORTED_MEDIA_TYPE, vec![fault]));
            }
            let bytes = read(&mut payload).await?;
            request.extensions_mut().insert(BodyDigest(URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes))));
            let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
            parse(bytes).map(Self)
        })
    }
}

async fn read(payload: &mut Payload) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut total = 0usize;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::because(error::MALFORMED, "the body broke off"))?;
        total += chunk.len();
        if total <= MAX_BODY {
            bytes.extend_from_slice(&chunk);
        } else if total > MAX_DRAIN {
            break;
        }
    }
    if total > MAX_BODY {
        let fault =
            FieldError::new("body", "too_long").value(format!("{total} bytes")).limit(format!("{MAX_BODY} bytes"));
        return Err(Error::fields(error::TOO_LARGE, vec![fault]));
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|fault| {
        let path = fault.path().to_string();
        let field = if path == "." { "body".to_owned() } else { path };
        let cause = fault.into_inner();
        if cause.is_data() {
            Error::from(FieldError::new(field, "invalid").limit(sentence(&cause)))
        } else {
            Error::fields(error::MALFORMED, vec![FieldError::new(field, "not_json").limit(sentence(&cause))])
        }
    })?;
    json.end().map_err(|fault| {
        Error::fields(error::MALFORMED, vec![FieldError::new("body", "not_json").limit(sentence(&fault))])
    })?;
    Ok(value)
}

/// What serde says, cut to a length fit for an answer: it may quote the input.
fn sentence(fault: &serde_json::Error) -> String {
    fault.to_string().chars().take(200).collect()
}

/// The query string as a type.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            web::Query::from_query(request.query_string())
                .map(|query: web::Query<T>| Self(query.into_inner()))
                .map_err(|fault| {
                    let message: String = fault.to_string().chars().take(200).collect();
                    Error::from(FieldError::new("query", "invalid").limit(message))
                }),
        )
    }
}

/// The version an edit was based on.
pub(super) fn if_match(request: &HttpRequest) -> Result<i64> {
    let Some(value) = request.headers().get(header::IF_MATCH) else {
        return Err(Error::new(error::PRECONDITION_REQUIRED));
    };
    let text = value.to_str().unwrap_or_default();
    text.trim_matches('"')
        .parse()
        .map_err(|_| FieldError::invalid("If-Match", text, "the version you read, in quotes, such as \"3\"").into())
}
