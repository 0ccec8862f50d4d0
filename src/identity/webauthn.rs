//! Passkeys: the relying party's part of Web Authentication (W3C, level 3). Values in, values out; no store, no clock.
//!
//! A passkey is *discoverable* (it knows whose it is, so nobody types an address) and *verifies its user* (by finger, face or
//! PIN), so it is two factors in one. Attestation is not asked for: any maker's device will do.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::{account, passkey};
use serde_json::{Value, json};
use url::{Host, Url};
use uuid::Uuid;
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication16, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
    bin::{Decode, Encode},
    request::{
        AsciiDomain, PublicKeyCredentialDescriptor, RpId, TimedCeremony,
        auth::AuthenticationVerificationOptions,
        register::{
            CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle16,
            Username,
        },
    },
    response::{
        AuthTransports, Backup, CredentialId,
        register::{CompressedPubKey, DynamicState, StaticState},
    },
};

use crate::{
    kernel::{Error, Result},
    platform::Settings,
};

use super::error;

type PublicKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

/// This installation, as passkeys know it: they are bound to its host name and answer to its origin only.
pub struct RelyingParty {
    id: RpId,
    origin: String,
    name: String,
}

/// A ceremony that has begun.
pub struct Begun {
    /// Which: what the device signs.
    pub challenge: String,
    /// To keep until the answer comes.
    pub state: Vec<u8>,
    /// For `navigator.credentials`, in the JSON form of the standard.
    pub options: Value,
}

/// A passkey just made, verified.
#[derive(Clone)]
pub struct Made {
    /// The account that it was made for.
    pub account: Uuid,
    /// What the device calls it, base64url.
    pub credential_id: String,
    /// The public key, encoded.
    pub public_key: Vec<u8>,
    /// Counter and backup state, encoded.
    pub state: Vec<u8>,
    /// A bit for each way to reach the device.
    pub transports: i16,
    /// It exists on more than one device.
    pub synced: bool,
}

/// The state of a passkey after it signed in.
#[derive(Clone)]
pub struct Used {
    /// Counter and backup state, encoded.
    pub state: Vec<u8>,
    /// It exists on more than one device.
    pub synced: bool,
}

/// The origin at which passkeys work, for those who came by another address. A loopback address, which no passkey can be
/// bound to, has a name as well: `localhost`.
pub fn origin(public_url: &str) -> Option<(String, String)> {
    let mut url = Url::parse(public_url).ok()?;
    let loopback = match url.host()? {
        Host::Domain(_) => false,
        Host::Ipv4(address) => address.is_loopback().then_some(true)?,
        Host::Ipv6(address) => address.is_loopback().then_some(true)?,
    };
    if loopback {
        url.set_host(Some("localhost")).ok()?;
    }
    Some((url.host_str()?.to_owned(), url.origin().ascii_serialization()))
}

impl RelyingParty {
    /// As the installation's public address says.
    ///
    /// # Errors
    /// `passkeys_unavailable` where that is a bare address.
    pub fn of(settings: &Settings) -> Result<Self> {
        let unavailable = || Error::new(error::PASSKEYS_UNAVAILABLE);
        let (host, origin) = origin(&settings.public_url).ok_or_else(unavailable)?;
        let id = RpId::Domain(AsciiDomain::try_from(host).map_err(|_| unavailable())?);
        Ok(Self { id, origin, name: settings.name.clone() })
    }

    /// Begins to make a passkey for `account`; devices that hold one of `known` refuse.
    ///
    /// # Errors
    /// `internal`.
    pub fn register(&self, account: &account::Model, known: &[passkey::Model]) -> Result<Begun> {
        let handle = UserHandle16::decode(*account.id.as_bytes()).map_err(Error::internal)?;
        let id = account.id.simple().to_string();
        // The profiles of RFC 8265 and 8266 refuse some names that people have; the account's id always does.
        let name = Username::try_from(account.email.as_str()).or_else(|_| Username::try_from(id.as_str()));
        let user = PublicKeyCredentialUserEntity {
            name: name.map_err(Error::internal)?,
            id: &handle,
            display_name: Nickname::try_from(account.display_name.as_str()).ok(),
        };
        let known = known.iter().map(described).collect::<Result<Vec<_>>>()?;
        let mut ceremony = PublicKeyCredentialCreationOptions::passkey(&self.id, user, known);
        // Asked to enforce it, browsers refuse every device that doesn't know the extension, as those built into phones and
        // laptops. The user is verified at each sign-in all the same.
        ceremony.extensions.cred_protect = CredProtect::None;
        let (server, client) = ceremony.start_ceremony().map_err(Error::internal)?;
        let mut options = serde_json::to_value(&client).map_err(Error::internal)?;
        options["rp"]["name"] = json!(self.name);
        let state = server.encode().map_err(Error::internal)?;
        Ok(Begun { challenge: key(server.sent_challenge().0), state, options })
    }

    /// Verifies the answer to [`RelyingParty::register`], whose state is `state`.
    ///
    /// # Errors
    /// `passkey_not_made`.
    pub fn registered(&self, state: &[u8], answer: &Registration) -> Result<Made> {
        let refused = |fault: String| Error::caused(error::PASSKEY_NOT_MADE, fault);
        let state = RegistrationServerState::<16>::decode(state).map_err(Error::internal)?;
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &[self.origin.as_str()],
            // Password managers add what nobody asked for.
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(&self.id, answer, &options).map_err(|fault| refused(fault.to_string()))?;
        Ok(Made {
            account: Uuid::from_bytes(made.user_id().encode().map_err(Error::internal)?),
            credential_id: credential(made.id()),
            public_key: made.static_state().encode().map_err(Error::internal)?,
            state: made.dynamic_state().encode().map_err(Error::internal)?.to_vec(),
            transports: made.transports().encode().map_err(Error::internal)?.into(),
            synced: made.dynamic_state().backup == Backup::Exists,
        })
    }

    /// Begins a sign-in; the device says whose.
    ///
    /// # Errors
    /// `internal`.
    pub fn sign_in(&self) -> Result<Begun> {
        let ceremony = DiscoverableCredentialRequestOptions::passkey(&self.id);
        let (server, client) = ceremony.start_ceremony().map_err(Error::internal)?;
        let options = serde_json::to_value(&client).map_err(Error::internal)?;
        let state = server.encode().map_err(Error::internal)?;
        Ok(Begun { challenge: key(server.sent_challenge().0), state, options })
    }

    /// Verifies the answer to [`RelyingParty::sign_in`] against the passkey that it names.
    ///
    /// # Errors
    /// `passkey_refused`, also for a counter that does not count up: somebody has a copy.
    pub fn signed_in(&self, state: &[u8], answer: &DiscoverableAuthentication16, row: &passkey::Model) -> Result<Used> {
        let refused = |fault: String| Error::caused(error::PASSKEY_REFUSED, fault);
        let state = DiscoverableAuthenticationServerState::decode(state).map_err(Error::internal)?;
        let owner = UserHandle16::decode(*row.account_id.as_bytes()).map_err(Error::internal)?;
        let fixed = StaticState::<PublicKey>::decode(row.public_key.as_slice()).map_err(Error::internal)?;
        let moving: [u8; 7] = row.state.as_slice().try_into().map_err(Error::internal)?;
        let moving = DynamicState::decode(moving).map_err(Error::internal)?;
        let mut passkey = AuthenticatedCredential::new(answer.raw_id(), &owner, fixed, moving)
            .map_err(|fault| refused(fault.to_string()))?;
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &[self.origin.as_str()],
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        state.verify(&self.id, answer, &mut passkey, &options).map_err(|fault| refused(fault.to_string()))?;
        let moving = passkey.dynamic_state();
        Ok(Used { state: moving.encode().map_err(Error::internal)?.to_vec(), synced: moving.backup == Backup::Exists })
    }
}

/// Reads what a browser made of a registration, and which ceremony it answers.
///
/// # Errors
/// `passkey_not_made` when it doesn't read.
pub fn read_registration(credential: &Value) -> Result<(String, Registration)> {
    let unread = |fault: &dyn std::fmt::Display| Error::caused(error::PASSKEY_NOT_MADE, fault.to_string());
    let answer = Registration::from_json_relaxed(credential.to_string().as_bytes()).map_err(|fault| unread(&fault))?;
    let challenge = answer.challenge_relaxed().map_err(|fault| unread(&fault))?;
    Ok((key(challenge.0), answer))
}

/// Reads what a browser made of a sign-in: which ceremony it answers, and with which passkey.
///
/// # Errors
/// `passkey_refused` when it doesn't read.
pub fn read_sign_in(given: &Value) -> Result<(String, String, DiscoverableAuthentication16)> {
    let unread = |fault: &dyn std::fmt::Display| Error::caused(error::PASSKEY_REFUSED, fault.to_string());
    let answer = DiscoverableAuthentication16::from_json_relaxed(given.to_string().as_bytes());
    let answer = answer.map_err(|fault| unread(&fault))?;
    let challenge = answer.challenge_relaxed().map_err(|fault| unread(&fault))?;
    Ok((key(challenge.0), credential(answer.raw_id()), answer))
}

fn described(row: &passkey::Model) -> Result<PublicKeyCredentialDescriptor<Vec<u8>>> {
    let id = URL_SAFE_NO_PAD.decode(&row.credential_id).map_err(Error::internal)?;
    let transports = u8::try_from(row.transports).map_err(Error::internal)?;
    Ok(PublicKeyCredentialDescriptor {
        id: CredentialId::decode(id).map_err(Error::internal)?,
        transports: AuthTransports::decode(transports).map_err(Error::internal)?,
    })
}

fn credential(id: CredentialId<&[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(id.into_inner())
}

fn key(challenge: u128) -> String {
    format!("{challenge:032x}")
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn passkeys_are_bound_to_a_name_and_a_loopback_address_has_one() {
        let of = |url: &str| origin(url).map(|(host, origin)| format!("{host} {origin}"));
        assert_eq!(of("https://jiaxiu.example").unwrap(), "jiaxiu.example https://jiaxiu.example");
        assert_eq!(of("https://gz.example:8443/x").unwrap(), "gz.example https://gz.example:8443");
        assert_eq!(of("http://127.0.0.1:8080").unwrap(), "localhost http://localhost:8080");
        assert_eq!(of("http://[::1]:8080").unwrap(), "localhost http://localhost:8080");
        assert_eq!(of("https://203.0.113.7"), None);
        assert_eq!(of("nonsense"), None);
    }
}
