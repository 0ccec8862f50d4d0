//! Files: bytes under random names, outside the database.

use std::{path::Path, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as Key};
use sha2::{Digest, Sha256};

use crate::kernel::{Error, Result, error};

/// A store of immutable files.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Random name to fetch it by.
    pub key: String,
    /// SHA-256 of the content, base64url.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

impl Blobs {
    /// Files in `directory`, which is made if it does not exist; each is synced to disk before it counts as stored.
    ///
    /// # Errors
    /// `unavailable` when the directory can't be used.
    pub fn local(directory: &Path) -> Result<Self> {
        let unusable = |fault: Box<dyn std::error::Error + Send + Sync>| Error::caused(error::UNAVAILABLE, fault);
        std::fs::create_dir_all(directory).map_err(|e| unusable(e.into()))?;
        let store = LocalFileSystem::new_with_prefix(directory).map_err(|e| unusable(e.into()))?;
        Ok(Self(Arc::new(store.with_fsync(true))))
    }

    /// Stores `content` under `name`, a random one. Do it before the command that refers to it: a file nobody refers
    /// to is harmless, a reference to no file is not.
    ///
    /// # Errors
    /// `unavailable` when the store does not take it.
    pub async fn put(&self, name: &str, content: Bytes) -> Result<Blob> {
        let sha256 = URL_SAFE_NO_PAD.encode(Sha256::digest(&content));
        let size = content.len() as u64;
        // Two levels of folders keep each small.
        let key = format!("{}/{}/{name}", name.get(..2).unwrap_or("00"), name.get(2..4).unwrap_or("00"));
        let put = self.0.put(&Key::from(key.as_str()), PutPayload::from_bytes(content)).await;
        put.map_err(|fault| Error::caused(error::UNAVAILABLE, fault))?;
        Ok(Blob { key, sha256, size })
    }

    /// The keys of all files, in no order.
    pub fn keys(&self) -> BoxStream<'static, Result<String>> {
        let listed = self.0.list(None);
        listed
            .map(|found| match found {
                Ok(meta) => Ok(meta.location.to_string()),
                Err(fault) => Err(Error::caused(error::UNAVAILABLE, fault)),
            })
            .boxed()
    }

    /// The content of a file.
    ///
    /// # Errors
    /// `not_found`, or `unavailable` when the store does not answer.
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        let found = self.0.get(&Key::from(key)).await.map_err(|fault| match fault {
            object_store::Error::NotFound { .. } => Error::not_found(),
            other => Error::caused(error::UNAVAILABLE, other),
        })?;
        found.bytes().await.map_err(|fault| Error::caused(error::UNAVAILABLE, fault))
    }
}
