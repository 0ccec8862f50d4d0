//! Wire types of listings.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::{
    DateTime, Money, Sector, Text,
    fields::given,
    id::{ListingId, OrganisationId, PatentId},
};

use super::{
    enquiries::view::ResponsesOut,
    improvements::Improvement,
    lifecycle::{Action, State},
    model::{Kind, Procedure, Right},
};

/// A new listing.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListingIn {
    /// `supply`.
    pub kind: Kind,
    /// At most 500 characters a language; at least one language.
    pub title: Text,
    /// At most 5,000 characters a language.
    #[serde(default)]
    pub summary: Text,
    /// At most 50,000 characters a language.
    #[serde(default)]
    pub description: Text,
    /// Sector.
    #[serde(default)]
    pub sector: Option<Sector>,
    /// At most 20 IPC symbols.
    #[serde(default)]
    pub ipc: Vec<String>,
    /// Technology readiness level, 1 to 9 (ISO 16290).
    #[serde(default)]
    pub trl: Option<u8>,
    /// What the level rests on; at most 2,000 characters a language.
    #[serde(default)]
    pub trl_evidence: Text,
    /// Rights on offer.
    #[serde(default)]
    pub rights: Vec<Right>,
    /// How it is sold.
    #[serde(default)]
    pub procedure: Procedure,
    /// Asking price, above zero.
    #[serde(default)]
    pub price: Option<Money>,
    /// May the price be negotiated?
    #[serde(default)]
    pub price_negotiable: bool,
    /// ISO 3166-2, such as `CN-GZ`.
    #[serde(default)]
    pub region: Option<String>,
    /// Patents by id or number, at most 50; none for know-how.
    #[serde(default)]
    pub patents: Vec<String>,
    /// What it improves, by how much, against what; at most 20.
    #[serde(default)]
    pub improvements: Vec<Improvement>,
    /// What the price rests on; at most 2,000 characters a language.
    #[serde(default)]
    pub price_rationale: Text,
    /// Name the holder to those alone who accepted the agreement or were granted access. Its patents, whose numbers
    /// would tell, are shown with it.
    #[serde(default)]
    pub anonymous: bool,
    /// The id in a system of one's own; once an organisation.
    #[serde(default)]
    pub external_id: Option<String>,
}

/// Changes to a listing; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListingPatch {
    /// Title.
    pub title: Option<Text>,
    /// Summary.
    pub summary: Option<Text>,
    /// Description.
    pub description: Option<Text>,
    /// Sector; null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Sector>)]
    pub sector: Option<Option<Sector>>,
    /// IPC symbols.
    pub ipc: Option<Vec<String>>,
    /// Technology readiness level; null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u8>)]
    pub trl: Option<Option<u8>>,
    /// What the level rests on.
    pub trl_evidence: Option<Text>,
    /// Rights on offer.
    pub rights: Option<Vec<Right>>,
    /// How it is sold.
    pub procedure: Option<Procedure>,
    /// Asking price; null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Money>)]
    pub price: Option<Option<Money>>,
    /// May the price be negotiated?
    pub price_negotiable: Option<bool>,
    /// Region; null clears it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub region: Option<Option<String>>,
    /// Patents by id or number.
    pub patents: Option<Vec<String>>,
    /// What it improves.
    pub improvements: Option<Vec<Improvement>>,
    /// What the price rests on.
    pub price_rationale: Option<Text>,
    /// Name the holder to those alone whom it lets in?
    pub anonymous: Option<bool>,
}

/// Which version of the listing an action is meant for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListingActionIn {
    /// As read.
    pub version: i64,
    /// Why; required to return and to withdraw, at most 2,000 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Which listings.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListingsIn {
    /// How many, 1 to 100; 20 unless told.
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Only in this state.
    #[param(value_type = Option<String>)]
    pub state: Option<State>,
    /// Only those that wait for the holder: returned, or with a request or an enquiry to answer.
    pub waiting: Option<bool>,
}

/// A patent of a listing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListedPatentOut {
    /// Its id.
    pub id: PatentId,
    /// Its number, as people write it.
    pub number: String,
    /// Its title.
    pub title: Text,
    /// Its legal status, as recorded.
    pub legal_status: Option<String>,
    /// Last day of its term.
    pub expires_on: Option<chrono::NaiveDate>,
}

/// Who lists.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HolderOut {
    /// Its id; none while it is not named to the reader.
    pub id: Option<OrganisationId>,
    /// Its name, or words that stand for it.
    pub name: Text,
    /// True once the operator has verified it.
    pub verified: bool,
    /// True while it is not named to the reader.
    pub hidden: bool,
}

/// Who holds a listing, named to the other side of an enquiry or an offer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedHolderOut {
    /// Its id; none while it is not named to the reader.
    pub id: Option<OrganisationId>,
    /// Its name, or words that stand for it.
    pub name: Text,
    /// True while it is not named to the reader.
    pub hidden: bool,
}

/// What waits for the holder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct WaitingOut {
    /// Requests for access.
    pub access_requests: u32,
    /// Enquiries whose last message is the other side's.
    pub enquiries: u32,
}

/// A listing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListingOut {
    /// Its id.
    pub id: ListingId,
    /// For people.
    pub number: String,
    /// What it is.
    pub kind: Kind,
    /// Who lists it.
    pub owner: HolderOut,
    /// The id in the holder's own system; for its members and the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Title.
    pub title: Text,
    /// Summary.
    pub summary: Text,
    /// Description.
    pub description: Text,
    /// Sector.
    pub sector: Option<Sector>,
    /// IPC symbols.
    pub ipc: Vec<String>,
    /// Technology readiness level.
    pub trl: Option<u8>,
    /// What the level rests on.
    pub trl_evidence: Text,
    /// Rights on offer.
    pub rights: Vec<Right>,
    /// How it is sold.
    pub procedure: Procedure,
    /// Asking price.
    pub price: Option<Money>,
    /// May the price be negotiated?
    pub price_negotiable: bool,
    /// Region.
    pub region: Option<String>,
    /// Patents; none for know-how, and none while their holder is not named to the reader.
    pub patents: Vec<ListedPatentOut>,
    /// How many patents there are, shown or not.
    pub patent_count: usize,
    /// What it improves, by how much, against what.
    pub improvements: Vec<Improvement>,
    /// What the price rests on.
    pub price_rationale: Text,
    /// True when the holder is named to those alone whom it lets in.
    pub anonymous: bool,
    /// Where it stands.
    pub state: State,
    /// Why it was returned or withdrawn; for the holder and the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
    /// What the reader may do now.
    pub allowed_actions: Vec<Action>,
    /// What waits for the holder; for its own people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingOut>,
    /// How the holder answers enquiries; not in lists, and not while it is not named to the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responses: Option<ResponsesOut>,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    /// When it was published.
    pub published_at: Option<DateTime>,
}

/// One version of a listing's content.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListingVersionOut {
    /// Which.
    pub version: i64,
    /// When it was made.
    pub at: DateTime,
    /// The content then.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
}
