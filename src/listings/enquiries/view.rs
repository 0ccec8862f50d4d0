//! Wire types of enquiries.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kernel::{
        DateTime, Text,
        actor::Side,
        id::{EnquiryId, ListingId, MessageId, OrganisationId},
    },
    listings::{disclosure::view::NamedOut, view::NamedHolderOut},
};

/// A question, or a message of its thread.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// At most 5,000 characters.
    pub text: String,
}

/// Which enquiries.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct EnquiriesIn {
    /// How many, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Only those where the reader's organisation stands on this side: `supply` answers, `demand` asks.
    #[param(value_type = Option<String>)]
    pub side: Option<Side>,
    /// Only those that await a message of this side.
    #[param(value_type = Option<String>)]
    pub turn: Option<Side>,
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
    /// The organisation that wrote it; none for a holder who is not named to the reader.
    pub from: Option<OrganisationId>,
    /// The side that wrote it.
    pub side: Side,
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
    pub holder: NamedHolderOut,
    /// Whose message is awaited.
    pub turn: Side,
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
