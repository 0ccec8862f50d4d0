//! A device that makes passkeys (W3C Web Authentication, level 3): P-256 keys, no attestation, and the browser around it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HAS_KEY: u8 = 0x40;

/// A key, and all that a device knows of it.
#[derive(Clone)]
pub struct Passkey {
    pub secret: SigningKey,
    pub id: Vec<u8>,
    pub user: String,
    pub counter: u32,
    pub origin: String,
    pub rp: String,
    pub verifies: bool,
}

impl Passkey {
    /// A device in front of a browser at `origin`. `seed` is all its randomness.
    pub fn device(seed: u8, origin: &str) -> Self {
        let host = origin.split("://").nth(1).unwrap().split(':').next().unwrap();
        Self {
            secret: SigningKey::from_bytes(&[seed; 32].into()).unwrap(),
            id: vec![seed; 32],
            user: String::new(),
            counter: 0,
            origin: origin.to_owned(),
            rp: host.to_owned(),
            verifies: true,
        }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data =
            json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(self.rp.as_bytes()).to_vec();
        data.push(flags | PRESENT | verified);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// What `navigator.credentials.create` gives, by its `toJSON`.
    pub fn make(&mut self, options: &Value) -> Value {
        self.user = options["user"]["id"].as_str().unwrap().to_owned();
        let mut data = self.authenticator_data(HAS_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR.
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let client = self.client_data("webauthn.create", options);
        self.credential(json!({
            "clientDataJSON": B64.encode(client), "attestationObject": B64.encode(object), "transports": ["internal"],
        }))
    }

    /// What `navigator.credentials.get` gives, by its `toJSON`. The counter counts.
    pub fn sign(&mut self, options: &Value) -> Value {
        self.counter += 1;
        self.sign_without_counting(options)
    }

    pub fn sign_without_counting(&self, options: &Value) -> Value {
        let (client, data) = (self.client_data("webauthn.get", options), self.authenticator_data(0));
        let signed: Signature = self.secret.sign(&[data.clone(), Sha256::digest(&client).to_vec()].concat());
        self.credential(json!({
            "clientDataJSON": B64.encode(client), "authenticatorData": B64.encode(data),
            "signature": B64.encode(signed.to_der().as_bytes()), "userHandle": self.user,
        }))
    }

    fn credential(&self, response: Value) -> Value {
        let id = B64.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": {}, "response": response,
        })
    }

    /// A COSE key in CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    fn public_key(&self) -> Vec<u8> {
        let point = self.secret.verifying_key().to_encoded_point(false);
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend(point.x().unwrap());
        key.extend(b"\x22\x58\x20");
        key.extend(point.y().unwrap());
        key
    }
}
