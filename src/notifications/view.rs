//! Wire types of notifications.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::kernel::{
    DateTime,
    id::{ListingId, MandateId, NotificationId, OrganisationId},
};

use super::kinds::{Channel, Topic};

/// A notification.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotificationOut {
    /// Its id.
    pub id: NotificationId,
    /// Its place in the stream: the `id` of its server-sent event.
    pub seq: i64,
    /// What happened, such as `offer.made`.
    pub kind: String,
    /// Its topic.
    pub topic: Option<Topic>,
    /// A sentence in the reader's language.
    pub text: String,
    /// What it happened to.
    pub subject: String,
    /// The listing it belongs to.
    pub listing: Option<ListingId>,
    /// The reader's organisation that it concerns.
    pub organisation: OrganisationId,
    /// The mandate by which an intermediary is told.
    pub mandate: Option<MandateId>,
    /// Facts of the event.
    #[schema(value_type = Object)]
    pub facts: Value,
    /// Where to see more.
    pub link: String,
    /// When it happened.
    pub at: DateTime,
    /// When it was read.
    pub read_at: Option<DateTime>,
}

/// The inbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InboxOut {
    /// Newest first.
    pub items: Vec<NotificationOut>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How many are unread in all.
    pub unread: u64,
}

/// Whether a topic is told on a channel.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Preference {
    /// What about.
    pub topic: Topic,
    /// How.
    pub channel: Channel,
    /// On or off.
    pub enabled: bool,
}

/// Every topic and channel.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// One entry a topic and channel; what is left out stays as it is.
    pub items: Vec<Preference>,
}

/// How many were marked as read.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ReadOut {
    /// How many.
    pub read: u64,
}

/// The page that shows `subject`.
pub(super) fn link(public_url: &str, subject: &str, listing: Option<ListingId>) -> String {
    let path = match subject.split_once('_').map(|(prefix, _)| prefix) {
        Some("lst") => format!("listings/{subject}"),
        Some("off") => format!("offers/{subject}"),
        Some("deal") => format!("deals/{subject}"),
        Some("man") => format!("mandates/{subject}"),
        Some("enq") => format!("enquiries/{subject}"),
        Some("org") => format!("organisations/{subject}"),
        _ => listing.map_or_else(|| "inbox".to_owned(), |id| format!("listings/{id}")),
    };
    format!("{public_url}/app/{path}")
}
