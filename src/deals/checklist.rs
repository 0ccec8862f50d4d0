//! What there is to do in a deal, stage by stage, and who must act next. Pure.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    facts::Facts,
    lifecycle::{Party, Stage},
    model::{Deal, Side},
};

/// A thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Item {
    /// In which stage.
    pub stage: Stage,
    /// What.
    pub item: Task,
    /// Whose.
    pub by: Party,
    /// Is it done?
    pub done: bool,
}

/// The kinds of thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// A contract lies before both sides (合同文本).
    ContractDocument,
    /// The seller signed (卖方签署).
    SellerSignature,
    /// The buyer signed (买方签署).
    BuyerSignature,
    /// The price is held (价款入账).
    PricePaid,
    /// It was filed with the patent office (提交备案登记).
    Filing,
    /// The exchange saw that it was (备案登记核验).
    FilingConfirmed,
    /// The technology was handed over (技术资料交付).
    Delivery,
    /// The buyer found it as agreed (验收).
    Acceptance,
    /// The price was paid out (放款).
    Payout,
}

/// The checklist of the whole road.
pub fn checklist(deal: &Deal, facts: &Facts) -> Vec<Item> {
    let item = |stage, item, by, done| Item { stage, item, by, done };
    let paid = paid(deal, facts);
    let mut list = vec![
        item(Stage::Contract, Task::ContractDocument, Party::EitherSide, facts.contract.is_some()),
        item(Stage::Contract, Task::SellerSignature, Party::Seller, facts.signed(Side::Seller)),
        item(Stage::Contract, Task::BuyerSignature, Party::Buyer, facts.signed(Side::Buyer)),
        item(Stage::Funding, Task::PricePaid, Party::Buyer, paid),
    ];
    if deal.recordal_required {
        list.push(item(Stage::Recordal, Task::Filing, Party::EitherSide, facts.filing.is_some()));
        list.push(item(Stage::Recordal, Task::FilingConfirmed, Party::Operator, facts.recorded_at.is_some()));
    }
    list.push(item(Stage::Acceptance, Task::Delivery, Party::Seller, facts.delivered_at.is_some()));
    list.push(item(Stage::Acceptance, Task::Acceptance, Party::Buyer, facts.accepted_at.is_some()));
    list.push(item(Stage::Release, Task::Payout, Party::Operator, deal.stage == Stage::Closed));
    list
}

/// The price came in once the contract was concluded and the deal is past funding; a cancelled one never got there.
fn paid(deal: &Deal, facts: &Facts) -> bool {
    facts.concluded() && !matches!(deal.stage, Stage::Contract | Stage::Funding | Stage::Cancelled)
}

/// Who must act next.
pub fn acting_next(deal: &Deal, facts: &Facts) -> Vec<Party> {
    match deal.stage {
        Stage::Contract => {
            let open = |side, party| (!facts.signed(side)).then_some(party);
            open(Side::Seller, Party::Seller).into_iter().chain(open(Side::Buyer, Party::Buyer)).collect()
        }
        Stage::Funding => vec![Party::Buyer],
        Stage::Recordal if facts.filing.is_none() => vec![Party::Seller, Party::Buyer],
        Stage::Acceptance if facts.delivered_at.is_none() => vec![Party::Seller],
        Stage::Acceptance => vec![Party::Buyer],
        Stage::Recordal | Stage::Release => vec![Party::Operator],
        Stage::Disputed if facts.ruling.is_some() => vec![Party::SecondOperator],
        Stage::Disputed => vec![Party::Operator],
        Stage::Closed | Stage::Cancelled | Stage::Refunded => Vec::new(),
    }
}
