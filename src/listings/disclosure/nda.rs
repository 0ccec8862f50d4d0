//! The non-disclosure agreement (保密协议) that opens documents of level `nda`.
//!
//! A change of the text is a new version with files of its own; the old ones stay, since somebody accepted them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::kernel::Text;

/// The version in use.
pub const VERSION: &str = "2026-1";

const ZH: &str = include_str!("nda/2026-1.zh-CN.txt");
const EN: &str = include_str!("nda/2026-1.en.txt");

/// The text, in both languages.
pub fn text() -> Text {
    Text { zh: Some(ZH.to_owned()), en: Some(EN.to_owned()) }
}

/// SHA-256 over the Chinese text, a zero byte and the English text, base64url: what an acceptance is kept with.
pub fn digest() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest([ZH.as_bytes(), &[0], EN.as_bytes()].concat()))
}
