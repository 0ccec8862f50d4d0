//! Looking at an index that another process may be serving.

use std::path::Path;

use crate::platform::search::error::Result;

use super::{home::Home, live};

/// The cursor of the index in `directory`, without opening it to write; none where there is no index.
///
/// # Errors
/// [`super::super::SearchError::Engine`] for an index that can't be read or has another layout.
pub fn cursor_on_disk(directory: &Path) -> Result<Option<i64>> {
    if !directory.is_dir() {
        return Ok(None);
    }
    let home = Home::on_disk(directory)?;
    let Some(name) = home.current()? else { return Ok(None) };
    live::cursor_of(&home.open(&name)?).map(Some)
}
