//! The second factor: time-based one-time passwords (RFC 6238, SHA-1, 6 digits, 30 seconds, one step of tolerance).

use entity::account;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use totp_rs::{Builder, Secret, Totp};

use crate::{
    kernel::{DateTime, Error, Result, random::Random},
    platform::Ctx,
};

const STEP: u64 = 30;

/// A new secret of 160 bits, in Base32.
///
/// # Errors
/// `internal` when there is no randomness.
pub fn new_secret(random: &Random) -> Result<String> {
    let mut bytes = [0u8; 20];
    random.fill(&mut bytes)?;
    Ok(Secret::new_stack(bytes).to_base32())
}

fn totp(secret: &str, issuer: &str, account: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|fault| Error::internal(fault.to_string()))?;
    // The label's parts are set apart by a colon.
    let plain = |text: &str| text.replace(':', " ");
    Builder::new()
        .with_secret(secret)
        .with_step_duration(STEP)
        .with_skew(1)
        .with_account_name(plain(account))
        .with_issuer(Some(plain(issuer)))
        .build()
        .map_err(|fault| Error::internal(fault.to_string()))
}

/// The `otpauth://` address that authenticator apps read from a QR code.
///
/// # Errors
/// `internal` for a secret that is not Base32.
pub fn uri(secret: &str, issuer: &str, account: &str) -> Result<String> {
    totp(secret, issuer, account)?.to_url().map_err(|fault| Error::internal(fault.to_string()))
}

/// The code of a secret at `at`: what an authenticator app shows.
///
/// # Errors
/// As [`uri`].
pub fn code(secret: &str, at: DateTime) -> Result<String> {
    Ok(totp(secret, "", "")?.generate(u64::try_from(at.timestamp()).unwrap_or(0)).to_string())
}

/// The step whose code `code` is, among the present one and its neighbours, if it is later than `last`.
fn step(secret: &str, code: &str, at: DateTime, last: i64) -> Result<Option<i64>> {
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    let step = totp(secret, "", "")?.check(code.trim(), seconds).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last))
}

/// Takes `code` if it is right and was not used before; the account's row is locked. Returns the account as it is then.
///
/// # Errors
/// Faults of the database.
pub async fn accept(ctx: &Ctx, account: account::Model, code: &str) -> Result<Option<account::Model>> {
    let Some(secret) = account.totp_secret.clone() else { return Ok(None) };
    let Some(step) = step(&secret, code, ctx.now(), account.totp_last_step)? else { return Ok(None) };
    let mut account = account.into_active_model();
    account.totp_last_step = Set(step);
    Ok(Some(account.update(ctx.db()).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 6238, appendix B, last six of the eight digits.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_of_the_rfc() {
        for (seconds, expected) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code(SECRET, DateTime::from_timestamp(seconds, 0).unwrap()).unwrap(), expected);
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_next_but_only_once() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let code = code(SECRET, at(59)).unwrap();
        assert_eq!(step(SECRET, &code, at(59), 0).unwrap(), Some(1));
        assert_eq!(step(SECRET, &code, at(89), 0).unwrap(), Some(1));
        assert_eq!(step(SECRET, &code, at(90), 0).unwrap(), None);
        assert_eq!(step(SECRET, &code, at(59), 1).unwrap(), None);
        assert_eq!(step(SECRET, "12345", at(59), 0).unwrap(), None);
        assert_eq!(step(SECRET, "abcdef", at(59), 0).unwrap(), None);
    }

    #[test]
    fn the_address_survives_colons() {
        let uri = uri(SECRET, "甲秀: Jiaxiu", "a:b@example.org").unwrap();
        assert!(uri.starts_with("otpauth://totp/"), "{uri}");
        assert!(uri.contains(SECRET), "{uri}");
    }
}
