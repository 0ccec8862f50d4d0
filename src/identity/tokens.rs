//! Access tokens (JWT, RFC 7519): short-lived, and they say only which session and account.

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::kernel::{
    DateTime, Error, Result,
    id::{AccountId, SessionId},
};

use super::error;

/// How long an access token works.
pub const ACCESS: TimeDelta = TimeDelta::minutes(15);
/// How long a session lasts without being refreshed.
pub const SESSION: TimeDelta = TimeDelta::days(30);

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
