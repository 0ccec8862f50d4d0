//! Wire types of deals.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kernel::actor::Side as MandateSide,
    kernel::{
        DateTime, Money, Text,
        id::{AccountId, DealId, DocumentId, ListingId, MandateId, MessageId, OrganisationId},
    },
    listings::Right,
};

use super::{
    checklist::Item,
    facts::{FilingRecord, Signature},
    lifecycle::{Action, Party, Stage},
    model::Side,
};

/// Which deals are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DealsQuery {
    /// How many items, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Only those in this stage.
    #[param(inline)]
    pub stage: Option<Stage>,
    /// Only those of this listing.
    pub listing: Option<ListingId>,
}

/// Which version of the deal the action is meant for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DealActionIn {
    /// As read.
    pub version: i64,
}

/// Why a deal is given up.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelDealIn {
    /// As read.
    pub version: i64,
    /// Why, at most 2,000 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The filing with the patent office.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileDealIn {
    /// As read.
    pub version: i64,
    /// The office's number of the request or the registration, 1 to 100 characters.
    pub number: String,
    /// Its day: not in the future, and not before the deal.
    pub date: NaiveDate,
}

/// Why the escrow is to be frozen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeDealIn {
    /// As read.
    pub version: i64,
    /// Why, 1 to 4,000 characters.
    pub reason: String,
}

/// What a side has to show.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceIn {
    /// As read.
    pub version: i64,
    /// What it says, 1 to 4,000 characters.
    pub text: String,
    /// A document of the deal that shows it.
    #[serde(default)]
    pub document: Option<DocumentId>,
}

/// How the held money is to be split.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRulingIn {
    /// As read.
    pub version: i64,
    /// To the seller, before commission and fee.
    pub to_seller: Money,
    /// Back to the buyer. The two sum to what is held.
    pub to_buyer: Money,
    /// Why, at most 4,000 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

/// An organisation named in a view.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DealPartyOut {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: Text,
}

/// Both sides.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DealPartiesOut {
    /// Who sells.
    pub seller: DealPartyOut,
    /// Who buys.
    pub buyer: DealPartyOut,
}

/// The listing a deal is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DealListingOut {
    /// Its id.
    pub id: ListingId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: Text,
    /// The version that was agreed on.
    pub version: i64,
}

/// Where the money is. `paid_in` is always the sum of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Books {
    /// Came into escrow.
    pub paid_in: Money,
    /// Is in escrow.
    pub held: Money,
    /// Went to the seller.
    pub released: Money,
    /// Went back to the buyer.
    pub refunded: Money,
    /// Went to intermediaries.
    pub commission: Money,
    /// Went to the exchange.
    pub fees: Money,
}

/// The kind of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChargeKind {
    /// The exchange's.
    Fee,
    /// An intermediary's.
    Commission,
}

/// What is taken out of the price at release. Fixed when the deal opened, and shown to both sides from then on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChargeOut {
    /// What for.
    pub kind: ChargeKind,
    /// On whose side the intermediary is.
    pub side: Option<MandateSide>,
    /// Who owes it.
    pub payer: DealPartyOut,
    /// The intermediary; none for the exchange's fee.
    pub payee: Option<DealPartyOut>,
    /// Basis points of what is released.
    pub bps: u32,
    /// At least this much.
    pub min: Option<Money>,
    /// At most this much.
    pub max: Option<Money>,
    /// What that makes when the whole price is released.
    pub amount: Money,
}

/// How to pay, while the deal waits for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentDueOut {
    /// To be quoted exactly.
    pub reference: String,
    /// To be paid exactly, at once.
    pub amount: Money,
    /// The ledger account that receives it: the exchange's settlement account (结算专户).
    pub account: crate::ledger::AccountKind,
    /// Until when.
    pub deadline: Option<DateTime>,
}

/// A signature.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignatureOut {
    /// Side and document.
    #[serde(flatten)]
    pub signature: Signature,
    /// When.
    pub at: DateTime,
}

/// A dispute under way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DisputeOut {
    /// Who opened it.
    pub by: Side,
    /// Why.
    pub reason: String,
    /// The stage it came from.
    pub from: Stage,
    /// When.
    pub at: DateTime,
    /// Evidence is taken until then.
    pub evidence_until: DateTime,
}

/// A proposed ruling.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RulingOut {
    /// To the seller, before commission and fee.
    pub to_seller: Money,
    /// Back to the buyer.
    pub to_buyer: Money,
    /// Why.
    pub reason: Option<String>,
}

/// One step of the history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepOut {
    /// The version it made.
    pub version: i64,
    /// From where; null for the opening.
    pub from: Option<Stage>,
    /// What; null for the opening.
    pub action: Option<Action>,
    /// To where.
    pub to: Stage,
    /// In which part it was taken.
    pub party: Party,
    /// For which organisation.
    pub organisation: Option<OrganisationId>,
    /// By which intermediary, in that organisation's name.
    pub intermediary: Option<DealPartyOut>,
    /// Who; shown to colleagues and the operator.
    pub account: Option<AccountId>,
    /// When.
    pub at: DateTime,
    /// What it says.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
}

/// A deal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DealOut {
    /// Its id.
    pub id: DealId,
    /// For people.
    pub number: String,
    /// What it came from, such as an accepted offer.
    pub origin: String,
    /// What it is about.
    pub listing: DealListingOut,
    /// Where it stands.
    pub stage: Stage,
    /// Counts its steps.
    pub version: i64,
    /// What the reader may do now.
    pub allowed_actions: Vec<Action>,
    /// Until when the next step is expected.
    pub deadline: Option<DateTime>,
    /// What the clock does then, if anything.
    pub at_deadline: Option<Action>,
    /// Who must act next.
    pub acting_next: Vec<Party>,
    /// The sides.
    pub parties: DealPartiesOut,
    /// What changes hands.
    pub right: Right,
    /// The whole price.
    pub price: Money,
    /// What else was agreed.
    #[schema(value_type = Object)]
    pub terms: serde_json::Value,
    /// Is the price released only after the filing with the patent office?
    pub recordal_required: bool,
    /// The rule pack it runs under.
    pub rule_pack: String,
    /// Where the money is.
    pub ledger: Books,
    /// What is taken out of the price at release.
    pub charges: Vec<ChargeOut>,
    /// How to pay, while it waits for that.
    pub payment: Option<PaymentDueOut>,
    /// What there is to do, stage by stage.
    pub checklist: Vec<Item>,
    /// Its files, oldest first.
    pub documents: Vec<DealDocumentOut>,
    /// The signatures under the newest contract.
    pub signatures: Vec<SignatureOut>,
    /// The filing.
    pub filing: Option<FilingRecord>,
    /// The dispute under way.
    pub dispute: Option<DisputeOut>,
    /// The ruling proposed in it.
    pub ruling: Option<RulingOut>,
    /// Its steps, oldest first.
    pub history: Vec<StepOut>,
    /// When it was opened.
    pub opened_at: DateTime,
}

/// A deal in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DealSummaryOut {
    /// Its id.
    pub id: DealId,
    /// For people.
    pub number: String,
    /// What it is about.
    pub listing: DealListingOut,
    /// Where it stands.
    pub stage: Stage,
    /// Counts its steps.
    pub version: i64,
    /// Until when the next step is expected.
    pub deadline: Option<DateTime>,
    /// The sides.
    pub parties: DealPartiesOut,
    /// What changes hands.
    pub right: Right,
    /// The whole price.
    pub price: Money,
    /// When it was opened.
    pub opened_at: DateTime,
}

/// What a file of a deal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A version of the contract; the newest is the one to sign.
    Contract,
    /// Papers of the filing with the patent office.
    Filing,
    /// What is delivered (技术资料).
    Delivery,
    /// Evidence in a dispute.
    Evidence,
    /// Anything else.
    Other,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Contract, Self::Filing, Self::Delivery, Self::Evidence, Self::Other];

    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Filing => "filing",
            Self::Delivery => "delivery",
            Self::Evidence => "evidence",
            Self::Other => "other",
        }
    }
}

/// A file of a deal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DealDocumentOut {
    /// Its id.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// The stage it was added in.
    pub stage: Stage,
    /// The file's name.
    pub name: String,
    /// Its media type, as the sender said.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the content, base64url.
    pub sha256: String,
    /// Who added it.
    pub organisation: OrganisationId,
    /// When.
    pub at: DateTime,
}

/// The form that adds a file.
#[derive(ToSchema)]
#[allow(dead_code)] // describes the form; the fields are read one by one
pub struct DealDocumentForm {
    /// `contract`, `filing`, `delivery`, `evidence` or `other`.
    pub kind: DocumentKind,
    /// The file.
    #[schema(format = Binary, value_type = String)]
    pub file: Vec<u8>,
}

/// A message to the other side.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DealMessageIn {
    /// 1 to 5,000 characters.
    pub text: String,
}

/// A message between the sides of a deal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DealMessageOut {
    /// Its id.
    pub id: MessageId,
    /// Its place in the thread, from 1.
    pub seq: i64,
    /// The side that wrote it.
    pub from: DealPartyOut,
    /// The intermediary that wrote it in that side's name, if one did.
    pub intermediary: Option<DealPartyOut>,
    /// What it says.
    pub text: String,
    /// When.
    pub at: DateTime,
}

/// What an intermediary earns by one deal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommissionOut {
    /// The deal.
    pub deal: DealId,
    /// For people.
    pub number: String,
    /// What it is about.
    pub listing: DealListingOut,
    /// Where the deal stands.
    pub stage: Stage,
    /// The mandate it is earned by.
    pub mandate: MandateId,
    /// On whose side.
    pub side: MandateSide,
    /// Who owes it.
    pub principal: DealPartyOut,
    /// Basis points of what is released.
    pub bps: u32,
    /// At least this much.
    pub min: Option<Money>,
    /// At most this much.
    pub max: Option<Money>,
    /// What that makes when the whole price is released.
    pub expected: Money,
    /// What was paid.
    pub paid: Money,
    /// When the deal was opened.
    pub opened_at: DateTime,
}
