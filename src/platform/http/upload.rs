//! Files that come as a form (multipart/form-data, RFC 7578): one part `file`, and short text parts.

use std::collections::BTreeMap;

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpResponse,
    http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
};
use bytes::{Bytes, BytesMut};
use futures::TryStreamExt;
use serde::de::DeserializeOwned;

use crate::kernel::{Error, FieldError, Result, error, fields::Fields};

use super::{Call, note_body};

/// Longest text part, in bytes.
const MAX_TEXT: usize = 10_000;
/// Most parts.
const MAX_PARTS: usize = 20;
/// Longest name of a file, in characters.
const MAX_NAME: usize = 255;
/// How much of a file that is too long is still read, so that the caller gets to see the answer.
const MAX_DRAIN: u64 = 128 << 20;

/// A form with a file.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The file's name, without directories.
    pub name: String,
    /// Its media type, as the sender said; `application/octet-stream` when it said nothing.
    pub media_type: String,
    /// Its content.
    pub content: Bytes,
    texts: BTreeMap<String, String>,
}

impl Upload {
    /// Reads the form, and notes its content for the request's idempotency claim. Read it only for callers who may see
    /// what the file is for: it is held in memory, up to the configured length.
    ///
    /// # Errors
    /// `malformed`; `too_large` above the configured length; `validation` without a file, for an empty one, for one
    /// without a name.
    pub async fn read(call: &Call, mut form: Multipart) -> Result<Self> {
        let max = call.services.settings.max_upload;
        let mut texts = BTreeMap::new();
        let mut file = None;
        let mut parts = 0;
        while let Some(mut part) = form.try_next().await.map_err(broken)? {
            parts += 1;
            let name = part.name().unwrap_or_default().to_owned();
            if parts > MAX_PARTS {
                return Err(FieldError::new("body", "too_many").limit(format!("{MAX_PARTS} parts")).into());
            }
            if name == "file" {
                let named = part.content_disposition().and_then(|d| d.get_filename()).unwrap_or_default().to_owned();
                let media_type = part.content_type().map_or("application/octet-stream".to_owned(), ToString::to_string);
                file = Some((named, media_type, content(&mut part, "file", max).await?));
            } else {
                let bytes = content(&mut part, &name, MAX_TEXT as u64).await?;
                let text = String::from_utf8(bytes.to_vec())
                    .map_err(|_| FieldError::new(name.clone(), "invalid").limit("UTF-8"))?;
                texts.insert(name, text);
            }
        }
        let (named, media_type, content) = file.ok_or_else(|| FieldError::required("file"))?;
        let mut fields = Fields::new();
        let named = named.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = fields.text("file.name", named, 1, MAX_NAME);
        fields.check(!content.is_empty(), || FieldError::required("file").limit("1 byte or more"));
        fields.finish()?;
        let upload = Self { name, media_type, content, texts };
        upload.note(call);
        Ok(upload)
    }

    /// The boundary differs from try to try, so the parts are noted, not the body.
    fn note(&self, call: &Call) {
        let mut said = serde_json::to_vec(&(&self.name, &self.media_type, &self.texts)).unwrap_or_default();
        said.extend_from_slice(&self.content);
        note_body(&call.request, &said);
    }

    /// A text part as one of a list of names; `accepted` says which there are.
    ///
    /// # Errors
    /// `validation` when it is missing or another name.
    pub fn word<T: DeserializeOwned>(&self, field: &'static str, accepted: &str) -> Result<T> {
        let text = self.texts.get(field).map(|text| text.trim()).filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| FieldError::required(field).limit(accepted))?;
        serde_json::from_value(serde_json::Value::String(text.to_owned()))
            .map_err(|_| FieldError::invalid(field, text, accepted).into())
    }

    /// Refuses text parts that nobody reads.
    ///
    /// # Errors
    /// `validation`, naming each.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        let mut fields = Fields::new();
        for name in self.texts.keys().filter(|name| !known.contains(&name.as_str())) {
            fields.push(FieldError::new(name.clone(), "unknown").limit(known.join(", ")));
        }
        fields.finish()
    }
}

fn broken(fault: actix_multipart::MultipartError) -> Error {
    let message: String = fault.to_string().chars().take(200).collect();
    Error::fields(error::MALFORMED, vec![FieldError::new("body", "not_a_form").limit(message)])
}

async fn content(part: &mut Field, name: &str, max: u64) -> Result<Bytes> {
    let mut bytes = BytesMut::new();
    let mut total = 0u64;
    while let Some(chunk) = part.try_next().await.map_err(broken)? {
        total += chunk.len() as u64;
        if total <= max {
            bytes.extend_from_slice(&chunk);
        } else if total > MAX_DRAIN {
            break;
        }
    }
    if total > max {
        let fault =
            FieldError::new(name.to_owned(), "too_long").value(format!("{total} bytes")).limit(format!("{max} bytes"));
        return Err(Error::fields(error::TOO_LARGE, vec![fault]));
    }
    Ok(bytes.freeze())
}

/// Answers with a stored file, to be saved rather than shown: what somebody uploaded is never run here.
pub fn download(name: &str, media_type: &str, content: Bytes) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    };
    HttpResponse::Ok()
        .insert_header(disposition)
        .insert_header(("Cache-Control", "private, no-store"))
        .content_type(media_type.to_owned())
        .body(content)
}
