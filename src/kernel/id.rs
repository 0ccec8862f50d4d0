//! Typed ids: a UUIDv7 in the database, `prefix_` + 32 hexadecimal digits on the wire.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// Why a text is not an id of the expected kind.
#[derive(Debug, thiserror::Error)]
#[error("expected an id such as {prefix}_0190a3…, got {value:?}")]
pub struct IdError {
    /// What such an id starts with.
    pub prefix: &'static str,
    /// What came instead, cut to 80 characters.
    pub value: String,
}

fn parse(prefix: &'static str, value: &str) -> Result<Uuid, IdError> {
    value
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .filter(|hex| hex.len() == 32)
        .and_then(|hex| Uuid::try_parse(hex).ok())
        .ok_or_else(|| IdError { prefix, value: value.chars().take(80).collect() })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What such an id starts with on the wire.
            pub const PREFIX: &'static str = $prefix;
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(value: &str) -> Result<Self, IdError> {
                parse($prefix, value).map(Self)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-f]{32}$")))
                    .examples([concat!($prefix, "_0190a3f4c2d17e5b9a60d3c1e8f72b45")])
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    )*};
}

ids! {
    /// A person who can sign in.
    AccountId = "acc";
    /// A party: firm, university, fund, person acting for herself.
    OrganisationId = "org";
    /// An invitation into an organisation.
    InvitationId = "inv";
    /// A signed-in browser or program.
    SessionId = "ses";
    /// A long-lived credential of a program.
    ApiTokenId = "tok";
    /// A key of a device, that signs in without a password.
    PasskeyId = "pk";
    /// A bibliographic record.
    PatentId = "pat";
    /// A technology on supply, or a need.
    ListingId = "lst";
    /// A file of a listing or a deal.
    DocumentId = "doc";
    /// A request to see a listing's qualified documents.
    AccessRequestId = "acr";
    /// A question on a listing and its thread.
    EnquiryId = "enq";
    /// One message of a thread.
    MessageId = "msg";
    /// A thread of offers and counter-offers.
    OfferId = "off";
    /// A sale or licence on its way through contract and escrow.
    DealId = "deal";
    /// A ledger account (科目).
    LedgerAccountId = "lac";
    /// A movement between two ledger accounts (划转).
    TransferId = "tra";
    /// A payment that the bank reported.
    BankPaymentId = "pay";
    /// An intermediary's mandate (委托).
    MandateId = "man";
    /// A notice in someone's inbox.
    NotificationId = "ntf";
    /// A mail that left or waits to leave.
    MailId = "mail";
    /// A fact in the event log.
    EventId = "evt";
    /// Deferred work.
    JobId = "job";
    /// A change of the installation's settings.
    SettingId = "set";
    /// An entry of the audit trail.
    AuditId = "aud";
    /// One request to this server.
    RequestId = "req";
}
