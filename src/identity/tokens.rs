//! Access tokens (JWT, RFC 7519): short-lived, and they say only which session and account. Refresh tokens: derived from
//! the session's seed and the server's key, numbered, so that any earlier one is known for what it is however old.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::kernel::{
    DateTime, Error, Result,
    id::{AccountId, SessionId},
};

use super::error;

/// How long an access token works.
pub const ACCESS: TimeDelta = TimeDelta::minutes(15);
/// How long a session lasts without being refreshed.
pub const SESSION: TimeDelta = TimeDelta::days(30);
/// How long the refresh token before the present one still gets its successor: two tabs may ask at once.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The session.
    pub sid: SessionId,
    /// The account.
    pub sub: AccountId,
    /// When it ends, seconds since 1970.
    pub exp: i64,
}

/// Signs an access token.
///
/// # Errors
/// `internal` when signing fails.
pub fn sign(key: &[u8], session: SessionId, account: AccountId, now: DateTime) -> Result<String> {
    let claims = Claims { sid: session, sub: account, exp: (now + ACCESS).timestamp() };
    encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(key)).map_err(Error::internal)
}

/// Reads an access token that this server signed and that has not ended at `now`.
///
/// # Errors
/// `session_over` for any other.
pub fn read(key: &[u8], token: &str, now: DateTime) -> Result<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    // The application's clock decides, not the library's.
    validation.validate_exp = false;
    let over = || Error::new(error::SESSION_OVER);
    let claims = decode::<Claims>(token, &DecodingKey::from_secret(key), &validation).map_err(|_| over())?.claims;
    if claims.exp <= now.timestamp() { Err(over()) } else { Ok(claims) }
}

/// A refresh token, taken apart. Not checked yet: that takes the session's seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// The session.
    pub session: SessionId,
    /// Which of the session's refresh tokens, counted from 1.
    pub generation: i64,
    code: Vec<u8>,
}

fn refresh_code(key: &[u8], session: SessionId, seed: &str, generation: i64) -> Result<Hmac<Sha256>> {
    let mut code = Hmac::<Sha256>::new_from_slice(key).map_err(Error::internal)?;
    code.update(format!("refresh\n{session}\n{generation}\n{seed}").as_bytes());
    Ok(code)
}

impl RefreshToken {
    /// The text of a session's refresh token.
    ///
    /// # Errors
    /// `internal` when the key can't be used.
    pub fn issue(key: &[u8], session: SessionId, seed: &str, generation: i64) -> Result<String> {
        let code = refresh_code(key, session, seed, generation)?.finalize().into_bytes();
        Ok(format!("{session}.{generation}.{}", URL_SAFE_NO_PAD.encode(code)))
    }

    /// Takes a refresh token apart.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (session, generation, code) = (parts.next()?, parts.next()?, parts.next()?);
        let token = Self {
            session: session.parse().ok()?,
            generation: generation.parse().ok()?,
            code: URL_SAFE_NO_PAD.decode(code).ok()?,
        };
        parts.next().is_none().then_some(token)
    }

    /// Whether this server issued it for a session with that seed.
    ///
    /// # Errors
    /// `internal` when the key can't be used.
    pub fn is_genuine(&self, key: &[u8], seed: &str) -> Result<bool> {
        Ok(refresh_code(key, self.session, seed, self.generation)?.verify_slice(&self.code).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_is_bound_to_session_seed_and_generation() {
        let key = [7u8; 32];
        let session = SessionId(uuid::Uuid::from_u128(1));
        let text = RefreshToken::issue(&key, session, "seed", 3).unwrap();
        let token = RefreshToken::parse(&text).unwrap();
        assert!(token.is_genuine(&key, "seed").unwrap());
        assert!(!token.is_genuine(&key, "other").unwrap());
        assert!(!token.is_genuine(&[8u8; 32], "seed").unwrap());
        assert!(!RefreshToken { generation: 4, ..token.clone() }.is_genuine(&key, "seed").unwrap());
        let elsewhere = SessionId(uuid::Uuid::from_u128(2));
        assert!(!RefreshToken { session: elsewhere, ..token }.is_genuine(&key, "seed").unwrap());
        for bad in ["", "ses_1.1.x", "a.b.c.d", &format!("{text}.x"), &text[..20]] {
            assert_eq!(RefreshToken::parse(bad), None, "{bad}");
        }
    }
}
