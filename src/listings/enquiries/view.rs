//! Wire types of enquiries.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kernel::{
        DateTime, Text,
        id::{EnquiryId, ListingId, MessageId, OrganisationId},
    },
    listings::disclosure::view::NamedOut,
};

/// A question, or a message of its thread.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// At most 5,000 characters.
    pub text: String,
}

/// The listing an enquiry is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AboutOut {
    /// Its id.
    pub id: ListingId,
    /// For people.
    pub number: String,
    /// Its title.
    pub title: Text,
}

/// A message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageOut {
    /// Its id.
    pub id: MessageId,
    /// The side that wrote it.
    pub from: OrganisationId,
    /// What it says.
    pub text: String,
    /// When.
    pub at: DateTime,
}

/// An enquiry.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EnquiryOut {
    /// Its id.
    pub id: EnquiryId,
    /// What it is about.
    pub listing: AboutOut,
    /// Who asks.
    pub asker: NamedOut,
    /// Who answers.
    pub holder: NamedOut,
    /// When the holder is to have answered.
    pub answer_due: DateTime,
    /// When it did first.
    pub first_answered_at: Option<DateTime>,
    /// True when the time has passed without an answer.
    pub overdue: bool,
    /// The thread, oldest first; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<MessageOut>>,
    /// Counts its messages.
    pub version: i64,
    /// When it was asked.
    pub created_at: DateTime,
    /// Last message.
    pub updated_at: DateTime,
}

/// How an organisation answers enquiries, over the last year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ResponsesOut {
    /// Enquiries that were answered, or should have been by now.
    pub enquiries: u32,
    /// Per cent of them that were answered in time; none without any.
    pub in_time_percent: Option<u32>,
    /// Median hours to the first answer; none without an answer.
    pub median_hours: Option<f64>,
}
