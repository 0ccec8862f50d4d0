//! Where indexes lie: one directory each (`index-1`, `index-2`, …) beside a file `CURRENT` with the name of the one that serves.
//!
//! Swapping indexes is renaming a new `CURRENT` over the old one, which either happens or doesn't.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::{Index, IndexSettings};

use super::schema::Fields;
use crate::platform::search::error::{Result, SearchError};

const CURRENT: &str = "CURRENT";
const PREFIX: &str = "index-";
/// Bytes of a block of stored documents.
const STORE_BLOCK: usize = 4_096;

pub(super) struct Home {
    /// None: in memory.
    directory: Option<PathBuf>,
}

impl Home {
    pub(super) fn on_disk(directory: &Path) -> Result<Self> {
        fs::create_dir_all(directory)?;
        Ok(Self { directory: Some(directory.to_owned()) })
    }

    pub(super) fn in_memory() -> Self {
        Self { directory: None }
    }

    /// The name of the serving index.
    pub(super) fn current(&self) -> Result<Option<String>> {
        let Some(directory) = &self.directory else { return Ok(None) };
        match fs::read_to_string(directory.join(CURRENT)) {
            Ok(name) if number(name.trim()).is_some() => Ok(Some(name.trim().to_owned())),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A name no index has had as long as any is left.
    pub(super) fn fresh_name(&self) -> Result<String> {
        let mut last = self.current()?.as_deref().and_then(number).unwrap_or(0);
        for name in self.names() {
            last = last.max(number(&name).unwrap_or(0));
        }
        Ok(format!("{PREFIX}{}", last + 1))
    }

    pub(super) fn create(&self, name: &str) -> Result<Index> {
        let schema = Fields::new().schema;
        // Stored documents are read a block at a time, and a page needs one of each.
        let settings = IndexSettings { docstore_blocksize: STORE_BLOCK, ..IndexSettings::default() };
        let Some(directory) = &self.directory else {
            return Ok(Index::create(RamDirectory::create(), schema, settings)?);
        };
        let path = directory.join(name);
        fs::create_dir_all(&path)?;
        Ok(Index::create(
            MmapDirectory::open(&path).map_err(tantivy::TantivyError::from)?,
            schema,
            IndexSettings::default(),
        )?)
    }

    /// # Errors
    /// [`SearchError::Engine`] if it can't be read or is laid out differently.
    pub(super) fn open(&self, name: &str) -> Result<Index> {
        let Some(directory) = &self.directory else {
            return Err(SearchError::Engine("an index in memory cannot be opened again".to_owned()));
        };
        let index = Index::open_in_dir(directory.join(name))?;
        if index.schema() != Fields::new().schema {
            return Err(SearchError::Engine("the index has fields of another version".to_owned()));
        }
        Ok(index)
    }

    /// Makes an index the one that serves, for good.
    pub(super) fn make_current(&self, name: &str) -> Result<()> {
        let Some(directory) = &self.directory else { return Ok(()) };
        let new = directory.join(format!("{CURRENT}.new"));
        let mut file = File::create(&new)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, directory.join(CURRENT))?;
        File::open(directory)?.sync_all()?;
        Ok(())
    }

    /// Removes indexes that no longer or never served. What can't be removed now is removed at the next start.
    pub(super) fn remove_all_but(&self, name: &str) {
        for other in self.names().into_iter().filter(|other| other != name) {
            self.remove(&other);
        }
    }

    pub(super) fn remove(&self, name: &str) {
        let Some(directory) = &self.directory else { return };
        if let Err(error) = fs::remove_dir_all(directory.join(name)) {
            tracing::warn!(%error, index = name, "an unused search index could not be removed");
        }
    }

    /// Bytes of an index on disk; what can't be read counts as nothing.
    pub(super) fn size(&self, name: &str) -> u64 {
        let Some(directory) = &self.directory else { return 0 };
        let Ok(entries) = fs::read_dir(directory.join(name)) else { return 0 };
        entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
    }

    fn names(&self) -> Vec<String> {
        let Some(directory) = &self.directory else { return Vec::new() };
        let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
        entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| number(name).is_some())
            .collect()
    }
}

fn number(name: &str) -> Option<u64> {
    name.strip_prefix(PREFIX)?.parse().ok()
}
