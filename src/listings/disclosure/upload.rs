//! Reading an uploaded file: its parts, its size, what it really is.

use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, web::Payload};
use bytes::{Bytes, BytesMut};
use futures::{StreamExt, TryStreamExt};

use crate::{
    kernel::{Error, FieldError, Result, error, fields::Fields},
    platform::http::note_body,
};

use super::model::Level;

const MAX_TITLE: usize = 500;
const MAX_NAME: usize = 255;
/// Longest value of a part that is no file, in bytes.
const MAX_PART: usize = 4_096;
/// How much of a file that is too long is still read, so that the caller gets to see the answer.
const MAX_DRAIN: u64 = 512 << 20;

/// A file and what was said of it.
#[derive(Debug)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) media_type: &'static str,
    pub(super) level: Level,
    pub(super) title: Option<String>,
    pub(super) content: Bytes,
}

#[derive(Default)]
struct Parts {
    file: Option<(String, Bytes)>,
    level: Option<String>,
    title: Option<String>,
}

/// Reads `file`, `level` and `title`; a file of at most `max` bytes.
///
/// # Errors
/// `unsupported_media_type`, `malformed`, `too_large`; `validation` on a part.
pub(super) async fn read(request: &HttpRequest, payload: Payload, max: u64) -> Result<Upload> {
    let form = request.headers().get("Content-Type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !form.starts_with("multipart/form-data") {
        let fault = FieldError::new("Content-Type", "unsupported").value(form).limit("multipart/form-data");
        return Err(Error::fields(error::UNSUPPORTED_MEDIA_TYPE, vec![fault]));
    }
    let mut form = Multipart::new(request.headers(), payload);
    let mut parts = Parts::default();
    while let Some(mut field) = form.try_next().await.map_err(malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                let disposition = field.content_disposition().and_then(|d| d.get_filename()).map(clean);
                let content = bounded(&mut field, "file", max).await?;
                parts.file = Some((disposition.unwrap_or_default(), content));
            }
            "level" => parts.level = Some(text(&mut field, "level").await?),
            "title" => parts.title = Some(text(&mut field, "title").await?),
            other => return Err(FieldError::invalid("part", other, "file, level and title").into()),
        }
    }
    check(request, parts)
}

fn check(request: &HttpRequest, parts: Parts) -> Result<Upload> {
    let mut fields = Fields::new();
    let level = match parts.level.as_deref() {
        Some("public") => Some(Level::Public),
        Some("nda") => Some(Level::Nda),
        Some("qualified") => Some(Level::Qualified),
        Some(other) => {
            fields.push(FieldError::invalid("level", other, "public, nda or qualified"));
            None
        }
        None => {
            fields.push(FieldError::required("level").limit("public, nda or qualified"));
            None
        }
    };
    let title = parts.title.map(|title| fields.text("title", &title, 0, MAX_TITLE)).filter(|title| !title.is_empty());
    let (name, content) = parts.file.unwrap_or_default();
    fields.check(!content.is_empty(), || FieldError::required("file").limit("a file that is not empty"));
    fields.finish()?;
    let level = level.ok_or_else(|| Error::internal("a level that passed its check is gone"))?;
    // The same key with the same file is the same request, whatever boundary the client drew this time.
    let said = [level.name().as_bytes(), title.as_deref().unwrap_or_default().as_bytes(), name.as_bytes(), &content];
    note_body(request, &said.join(&0));
    let name = if name.is_empty() { "document".to_owned() } else { name };
    Ok(Upload { media_type: sniff(&content), name, level, title, content })
}

fn malformed(fault: impl std::fmt::Display) -> Error {
    let text: String = fault.to_string().chars().take(200).collect();
    Error::because(error::MALFORMED, format!("the form could not be read: {text}"))
}

async fn bounded(field: &mut Field, name: &'static str, max: u64) -> Result<Bytes> {
    let mut content = BytesMut::new();
    let mut total = 0u64;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(malformed)?;
        total += chunk.len() as u64;
        if total <= max {
            content.extend_from_slice(&chunk);
        } else if total > MAX_DRAIN {
            break;
        } else {
            content = BytesMut::new();
        }
    }
    if total > max {
        let fault = FieldError::new(name, "too_long").value(format!("{total} bytes")).limit(format!("{max} bytes"));
        return Err(Error::fields(error::TOO_LARGE, vec![fault]));
    }
    Ok(content.freeze())
}

async fn text(field: &mut Field, name: &'static str) -> Result<String> {
    let bytes = bounded(field, name, MAX_PART as u64).await?;
    String::from_utf8(bytes.to_vec()).map_err(|_| FieldError::new(name, "not_utf8").limit("UTF-8").into())
}

/// The last part of a path, without what no file name has, cut to a length every system takes.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).collect();
    let mut kept = kept.trim().trim_start_matches('.').to_owned();
    while kept.len() > MAX_NAME {
        kept.pop();
    }
    kept
}

/// The media type by the content: what the uploader says is not believed.
pub(super) fn sniff(content: &[u8]) -> &'static str {
    if let Some(kind) = infer::get(content) {
        return kind.mime_type();
    }
    match std::str::from_utf8(content) {
        Ok(text) if !text.contains('\0') => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, sniff};

    #[test]
    fn names_lose_their_directories_and_what_no_file_has() {
        for (given, kept) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\说明书.docx", "说明书.docx"),
            ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
            ("..", ""),
        ] {
            assert_eq!(clean(given), kept, "{given}");
        }
        assert!(clean(&"说".repeat(200)).len() <= 255);
    }

    #[test]
    fn content_tells_what_it_is() {
        assert_eq!(sniff(b"%PDF-1.7 x"), "application/pdf");
        assert_eq!(sniff("纯文本".as_bytes()), "text/plain; charset=utf-8");
        assert_eq!(sniff(&[0, 159, 146, 150]), "application/octet-stream");
    }
}
