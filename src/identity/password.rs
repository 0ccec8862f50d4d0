//! Passwords: Argon2id as OWASP asks (m = 19 456 KiB, t = 2, p = 1), rules on what may be one.

use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::kernel::{Error, FieldError, Result, error, random::Random};

/// Shortest password, in characters.
pub const MIN: usize = 10;
/// Longest password, in characters: beyond that, hashing is only a way to keep the server busy.
pub const MAX: usize = 200;
/// zxcvbn's score (0 to 4) that a password needs: 3 is "safely unguessable" offline against a slow hash.
const MIN_SCORE: u8 = 3;

/// Stands where an account has no password (yet, or any more): none is the right one.
pub const NONE: &str = "!";

/// Each hash takes 19 MiB and a core for its time, so only so many at once.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get)));

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(|fault| Error::internal(fault.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn in_pool<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// Refuses passwords that are too short, too long, or easy to guess: common and breached ones, and those made from what
/// is known of the person (`about`: address, name).
///
/// # Errors
/// `validation` on `password`.
pub fn check(password: &str, about: &[&str]) -> Result<()> {
    let length = password.chars().count();
    if length < MIN {
        return Err(FieldError::new("password", "too_short")
            .value(format!("{length} characters"))
            .limit(format!("{MIN} characters"))
            .into());
    }
    if length > MAX {
        return Err(FieldError::new("password", "too_long")
            .value(format!("{length} characters"))
            .limit(format!("{MAX} characters"))
            .into());
    }
    let score = u8::from(zxcvbn::zxcvbn(password, about).score());
    if score < MIN_SCORE {
        let limit = "not a common or breached password, and hard to guess";
        return Err(FieldError::new("password", "too_weak")
            .value(format!("strength {score} of 4"))
            .limit(limit)
            .into());
    }
    Ok(())
}

/// The PHC string to keep of a password.
///
/// # Errors
/// `internal` when hashing fails.
pub async fn hash(password: String, random: &Random) -> Result<String> {
    let mut salt = [0u8; 16];
    random.fill(&mut salt)?;
    in_pool(move || {
        let hash = argon2()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|fault| Error::internal(fault.to_string()))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether `password` is the one `hash` was made from. Without a hash (no such account, or [`NONE`]) it takes as long, and says no.
///
/// # Errors
/// `internal` when the stored hash can't be read.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    if password.chars().count() > MAX {
        return Err(Error::new(error::VALIDATION));
    }
    in_pool(move || {
        let Some(hash) = hash.filter(|hash| hash != NONE) else {
            let _ = argon2()?.hash_password_with_salt(password.as_bytes(), b"nobody's own salt");
            return Ok(false);
        };
        let hash = PasswordHash::new(&hash).map_err(|fault| Error::internal(fault.to_string()))?;
        Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}
