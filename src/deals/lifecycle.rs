//! The stages of a deal, as one table.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    Error, Result, error,
    machine::{Transition, step},
};

use Action::{
    Accept, AddEvidence, Cancel, Conclude, ConfirmRecordal, ConfirmRuling, Deliver, Dispute, Expire, Extend, File,
    ProposeRuling, PutContract, Receive, Release, Sign, WithdrawDispute,
};
use Effect::{ExpectPrice, HoldPrice, Keep, PayByRuling, PayOut, Refund, Reopen};
use Party::{Bank, Buyer, Clock, Disputant, EitherSide, Operator, SecondOperator, Seller, System};

/// Where a deal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DealStage)]
pub enum Stage {
    /// Both sides sign (签约).
    Contract,
    /// The buyer pays into escrow (入款).
    Funding,
    /// The patent office files it (备案登记).
    Recordal,
    /// The seller delivers, the buyer inspects (验收).
    Acceptance,
    /// The operator pays out (放款).
    Release,
    /// A dispute freezes the escrow (争议).
    Disputed,
    /// Done (办结). Final.
    Closed,
    /// Came to nothing before any money (取消). Final.
    Cancelled,
    /// All of the money went back (退款). Final.
    Refunded,
}

impl Stage {
    /// Every stage, in the order of the road.
    pub const ALL: [Self; 9] = [
        Self::Contract,
        Self::Funding,
        Self::Recordal,
        Self::Acceptance,
        Self::Release,
        Self::Disputed,
        Self::Closed,
        Self::Cancelled,
        Self::Refunded,
    ];

    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Funding => "funding",
            Self::Recordal => "recordal",
            Self::Acceptance => "acceptance",
            Self::Release => "release",
            Self::Disputed => "disputed",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }

    /// True where the escrow holds the price.
    pub fn holds_money(self) -> bool {
        matches!(self, Self::Recordal | Self::Acceptance | Self::Release | Self::Disputed)
    }

    /// True where nothing more happens.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled | Self::Refunded)
    }
}

/// What is done to a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DealAction)]
pub enum Action {
    /// Lay a version of the contract before both sides, by adding the document.
    PutContract,
    /// Sign the newest version of the contract.
    Sign,
    /// The second signature concludes the contract.
    Conclude,
    /// Give it up, before any money came.
    Cancel,
    /// The deadline passes.
    Expire,
    /// The price arrives.
    Receive,
    /// Say under which number it was filed with the patent office.
    File,
    /// See that it was.
    ConfirmRecordal,
    /// Hand over the technology (技术资料交付).
    Deliver,
    /// Find it as agreed.
    Accept,
    /// Take more time to inspect it.
    Extend,
    /// Pay out.
    Release,
    /// Open a dispute.
    Dispute,
    /// Add evidence.
    AddEvidence,
    /// Propose how the held money is split.
    ProposeRuling,
    /// Confirm what another person proposed.
    ConfirmRuling,
    /// Take the dispute back.
    WithdrawDispute,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 17] = [
        PutContract,
        Sign,
        Conclude,
        Cancel,
        Expire,
        Receive,
        File,
        ConfirmRecordal,
        Deliver,
        Accept,
        Extend,
        Release,
        Dispute,
        AddEvidence,
        ProposeRuling,
        ConfirmRuling,
        WithdrawDispute,
    ];

    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            PutContract => "put_contract",
            Sign => "sign",
            Conclude => "conclude",
            Cancel => "cancel",
            Expire => "expire",
            Receive => "receive",
            File => "file",
            ConfirmRecordal => "confirm_recordal",
            Deliver => "deliver",
            Accept => "accept",
            Extend => "extend",
            Release => "release",
            Dispute => "dispute",
            AddEvidence => "add_evidence",
            ProposeRuling => "propose_ruling",
            ConfirmRuling => "confirm_ruling",
            WithdrawDispute => "withdraw_dispute",
        }
    }

    /// True for what people do at `…/actions/{action}`. A contract is put by adding its document; the rest is done by
    /// the bank, the clock and the deal itself.
    pub fn has_path(self) -> bool {
        !matches!(self, PutContract | Conclude | Expire | Receive)
    }
}

/// In which part somebody acts. One person may have several: the seller is also either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The holder who sells.
    Seller,
    /// Who buys.
    Buyer,
    /// The seller or the buyer.
    EitherSide,
    /// The side that opened the dispute.
    Disputant,
    /// The bank: an incoming payment.
    Bank,
    /// A clerk or approver of the exchange.
    Operator,
    /// An approver who is not the person that proposed the ruling.
    SecondOperator,
    /// Time.
    Clock,
    /// The deal itself, in the transaction of somebody's step.
    System,
}

impl Party {
    /// Every party.
    pub const ALL: [Self; 9] = [Seller, Buyer, EitherSide, Disputant, Bank, Operator, SecondOperator, Clock, System];

    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Seller => "seller",
            Buyer => "buyer",
            EitherSide => "either_side",
            Disputant => "disputant",
            Bank => "bank",
            Operator => "operator",
            SecondOperator => "second_operator",
            Clock => "clock",
            System => "system",
        }
    }
}

/// What comes with an arrow, in the same transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing but the step itself and what its facts say.
    Keep,
    /// The bank waits for the price under the deal's reference.
    ExpectPrice,
    /// The bank waits no longer; the listing is open to others again.
    Reopen,
    /// The price goes from the buyer's account into the deal's escrow.
    HoldPrice,
    /// The escrow is split: commission, fee, the rest to the seller. The listing closes.
    PayOut,
    /// The escrow is split as the ruling says; what the seller gets bears commission and fee. The listing closes.
    PayByRuling,
    /// The whole escrow goes back to the buyer. The listing is open to others again.
    Refund,
}

/// An arrow of the machine.
pub type Arrow = Transition<Stage, Action, Party, Effect>;

const fn t(from: Stage, action: Action, by: Party, to: Stage, effect: Effect) -> Arrow {
    Transition { from, action, by, to, effect }
}

/// Every arrow of the machine. The database holds the same ones and refuses all others.
#[rustfmt::skip]
pub const TRANSITIONS: &[Arrow] = &[
    // from                action           by              to                 effect
    t(Stage::Contract,   PutContract,     EitherSide,     Stage::Contract,   Keep), // earlier signatures no longer count
    t(Stage::Contract,   Sign,            EitherSide,     Stage::Contract,   Keep), // account, time and SHA-256; a self-loop …
    t(Stage::Contract,   Conclude,        System,         Stage::Funding,    ExpectPrice), // … the second signature concludes, same transaction
    t(Stage::Contract,   Cancel,          EitherSide,     Stage::Cancelled,  Reopen),
    t(Stage::Contract,   Expire,          Clock,          Stage::Cancelled,  Reopen),

    t(Stage::Funding,    Receive,         Bank,           Stage::Recordal,   HoldPrice),
    t(Stage::Funding,    Receive,         Bank,           Stage::Acceptance, HoldPrice), // where nothing has to be filed
    t(Stage::Funding,    Cancel,          EitherSide,     Stage::Cancelled,  Reopen),
    t(Stage::Funding,    Expire,          Clock,          Stage::Cancelled,  Reopen),

    t(Stage::Recordal,   File,            EitherSide,     Stage::Recordal,   Keep),
    t(Stage::Recordal,   ConfirmRecordal, Operator,       Stage::Acceptance, Keep),
    t(Stage::Recordal,   Dispute,         EitherSide,     Stage::Disputed,   Keep),

    t(Stage::Acceptance, Deliver,         Seller,         Stage::Acceptance, Keep), // the inspection period begins
    t(Stage::Acceptance, Extend,          Buyer,          Stage::Acceptance, Keep), // as often as the rule pack says
    t(Stage::Acceptance, Accept,          Buyer,          Stage::Release,    Keep),
    t(Stage::Acceptance, Accept,          Clock,          Stage::Release,    Keep), // silence past the inspection period
    t(Stage::Acceptance, Dispute,         EitherSide,     Stage::Disputed,   Keep),

    t(Stage::Release,    Release,         Operator,       Stage::Closed,     PayOut),
    t(Stage::Release,    Dispute,         EitherSide,     Stage::Disputed,   Keep),

    t(Stage::Disputed,   AddEvidence,     EitherSide,     Stage::Disputed,   Keep),
    t(Stage::Disputed,   ProposeRuling,   Operator,       Stage::Disputed,   Keep),
    t(Stage::Disputed,   ConfirmRuling,   SecondOperator, Stage::Closed,     PayByRuling),
    t(Stage::Disputed,   ConfirmRuling,   SecondOperator, Stage::Refunded,   Refund), // all of it to the buyer
    t(Stage::Disputed,   WithdrawDispute, Disputant,      Stage::Recordal,   Keep), // back to where it came from
    t(Stage::Disputed,   WithdrawDispute, Disputant,      Stage::Acceptance, Keep),
    t(Stage::Disputed,   WithdrawDispute, Disputant,      Stage::Release,    Keep),
];

/// The arrow that somebody who is all of `parties` takes by `action`. Where the deal's facts decide between several
/// targets, `to` is theirs.
///
/// # Errors
/// `not_allowed_now` when the stage has no such action, `forbidden` when it has, for somebody else.
pub fn next(stage: Stage, action: Action, parties: &[Party], to: Option<Stage>) -> Result<&'static Arrow> {
    let arrow = step(TRANSITIONS, stage, action, parties)?;
    let Some(to) = to else { return Ok(arrow) };
    TRANSITIONS
        .iter()
        .find(|other| other.from == stage && other.action == action && parties.contains(&other.by) && other.to == to)
        .ok_or_else(|| Error::new(error::NOT_ALLOWED_NOW))
}
