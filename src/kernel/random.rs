//! Ids and secrets.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{DateTime, Error, Result};

/// The source of randomness: the operating system's, or in tests a seeded stream.
#[derive(Clone, Default)]
pub struct Random(Option<Arc<(u64, AtomicU64)>>);

impl Random {
    /// The operating system's generator.
    pub fn system() -> Self {
        Self(None)
    }

    /// A stream that repeats itself for equal seeds. For tests: anyone who knows the seed knows the secrets.
    pub fn seeded(seed: u64) -> Self {
        Self(Some(Arc::new((seed, AtomicU64::new(0)))))
    }

    /// Fills `buffer`.
    ///
    /// # Errors
    /// `internal` when the operating system has no randomness to give.
    pub fn fill(&self, buffer: &mut [u8]) -> Result<()> {
        match &self.0 {
            #[allow(clippy::disallowed_methods)]
            None => getrandom::fill(buffer).map_err(|e| Error::internal(format!("random source: {e}"))),
            Some(stream) => {
                for chunk in buffer.chunks_mut(32) {
                    let n = stream.1.fetch_add(1, Ordering::Relaxed);
                    let block = Sha256::digest([stream.0.to_be_bytes(), n.to_be_bytes()].concat());
                    chunk.copy_from_slice(&block[..chunk.len()]);
                }
                Ok(())
            }
        }
    }

    /// A UUIDv7 (RFC 9562) for `now`: ids sort by the millisecond they were made in.
    ///
    /// # Errors
    /// As [`Random::fill`].
    pub fn uuid(&self, now: DateTime) -> Result<Uuid> {
        let mut bytes = [0u8; 10];
        self.fill(&mut bytes)?;
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// A secret of 32 random bytes, base64url: for links and tokens. Keep only its [`hash`].
    ///
    /// # Errors
    /// As [`Random::fill`].
    pub fn secret(&self) -> Result<String> {
        let mut bytes = [0u8; 32];
        self.fill(&mut bytes)?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// SHA-256 of a high-entropy secret, base64url: what the database keeps of it.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}
