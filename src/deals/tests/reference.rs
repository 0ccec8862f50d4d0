//! A second, small telling of a deal, in plain words and numbers: what each command leads to. It shares no code with the
//! product, so that tests can compare the two. Used by the pure tests and by those through the database.

use proptest::prelude::*;

/// Who tries something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Seller,
    Buyer,
    Clerk,
    Approver,
    OtherApprover,
    Stranger,
}

pub const EVERYBODY: [Who; 6] = [Who::Seller, Who::Buyer, Who::Clerk, Who::Approver, Who::OtherApprover, Who::Stranger];

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Try {
    PutContract,
    Sign,
    Cancel,
    File,
    ConfirmRecordal,
    Deliver,
    Accept,
    Extend,
    Release,
    Dispute,
    AddEvidence,
    /// So many percent to the seller.
    ProposeRuling(u8),
    ConfirmRuling,
    WithdrawDispute,
    /// The whole price arrives; whoever sends it.
    Pay,
    /// So much time passes that every deadline is over.
    Wait,
}

/// How a deal comes as far as the money.
pub const ROAD: [(Who, Try); 4] =
    [(Who::Seller, Try::PutContract), (Who::Seller, Try::Sign), (Who::Buyer, Try::Sign), (Who::Buyer, Try::Pay)];

/// Anybody tries anything; what leads on more often than what ends.
pub fn attempt() -> impl Strategy<Value = (Who, Try)> {
    let what = prop_oneof![
        3 => Just(Try::PutContract),
        8 => Just(Try::Sign),
        1 => Just(Try::Cancel),
        3 => Just(Try::File),
        3 => Just(Try::ConfirmRecordal),
        4 => Just(Try::Deliver),
        2 => Just(Try::Accept),
        2 => Just(Try::Extend),
        3 => Just(Try::Release),
        3 => Just(Try::Dispute),
        1 => Just(Try::AddEvidence),
        4 => prop_oneof![Just(0), Just(70), Just(100), 0u8..=100].prop_map(Try::ProposeRuling),
        3 => Just(Try::ConfirmRuling),
        1 => Just(Try::WithdrawDispute),
        6 => Just(Try::Pay),
        1 => Just(Try::Wait),
    ];
    (prop::sample::select(&EVERYBODY[..]), what)
}

/// A deal, told plainly.
#[derive(Clone, Debug)]
pub struct Plain {
    pub recordal: bool,
    pub price: i64,
    pub stage: &'static str,
    pub version: i64,
    pub held: i64,
    pub to_seller: i64,
    pub to_buyer: i64,
    contract: bool,
    signed: [bool; 2],
    filed: bool,
    delivered: bool,
    extended: bool,
    came_from: &'static str,
    disputant: Who,
    evidence_over: bool,
    ruling: Option<(i64, Who)>,
}

impl Plain {
    pub fn new(recordal: bool, price: i64) -> Self {
        Self {
            recordal,
            price,
            stage: "contract",
            version: 1,
            held: 0,
            to_seller: 0,
            to_buyer: 0,
            contract: false,
            signed: [false; 2],
            filed: false,
            delivered: false,
            extended: false,
            came_from: "",
            disputant: Who::Stranger,
            evidence_over: false,
            ruling: None,
        }
    }

    /// What happens; a refusal changes nothing.
    pub fn attempt(&mut self, who: Who, what: Try) -> Result<(), &'static str> {
        use Try::*;
        let side = matches!(who, Who::Seller | Who::Buyer);
        let operator = matches!(who, Who::Clerk | Who::Approver | Who::OtherApprover);
        if what == Wait {
            self.wait();
            return Ok(());
        }
        if what == Pay {
            return self.pay();
        }
        if who == Who::Stranger {
            return Err("not_found");
        }
        let stages: &[&str] = match what {
            PutContract | Sign => &["contract"],
            Cancel => &["contract", "funding"],
            File | ConfirmRecordal => &["recordal"],
            Deliver | Accept | Extend => &["acceptance"],
            Release => &["release"],
            Dispute => &["recordal", "acceptance", "release"],
            AddEvidence | ProposeRuling(_) | ConfirmRuling | WithdrawDispute => &["disputed"],
            Pay | Wait => &[],
        };
        if !stages.contains(&self.stage) {
            return Err("not_allowed_now");
        }
        let may = match what {
            PutContract | Sign | Cancel | File | Dispute | AddEvidence => side,
            Deliver => who == Who::Seller,
            Accept | Extend => who == Who::Buyer,
            ConfirmRecordal | Release | ProposeRuling(_) => operator,
            ConfirmRuling => operator && who != Who::Clerk && self.ruling.is_none_or(|(_, proposer)| proposer != who),
            WithdrawDispute => who == self.disputant,
            Pay | Wait => true,
        };
        if !may {
            return Err("forbidden");
        }
        self.act(who, what)?;
        self.version += 1;
        if self.signed == [true; 2] && self.stage == "contract" {
            self.stage = "funding";
            self.version += 1;
        }
        Ok(())
    }

    fn act(&mut self, who: Who, what: Try) -> Result<(), &'static str> {
        use Try::*;
        match what {
            PutContract => (self.contract, self.signed) = (true, [false; 2]),
            Sign if !self.contract => return Err("no_contract"),
            Sign => {
                let signed = &mut self.signed[usize::from(who == Who::Buyer)];
                if std::mem::replace(signed, true) {
                    return Err("already_signed");
                }
            }
            Cancel => self.stage = "cancelled",
            File => self.filed = true,
            ConfirmRecordal if !self.filed => return Err("not_filed"),
            ConfirmRecordal => self.stage = "acceptance",
            Deliver if self.delivered => return Err("already_delivered"),
            Deliver => self.delivered = true,
            Accept | Extend if !self.delivered => return Err("not_delivered"),
            Accept => self.stage = "release",
            Extend if self.extended => return Err("no_more_extensions"),
            Extend => self.extended = true,
            Release => (self.stage, self.held, self.to_seller) = ("closed", 0, self.price),
            Dispute => {
                (self.came_from, self.stage, self.disputant) = (self.stage, "disputed", who);
                self.evidence_over = false;
            }
            AddEvidence if self.evidence_over => return Err("deadline_passed"),
            AddEvidence | Pay | Wait => {}
            ProposeRuling(percent) => self.ruling = Some((self.share(percent), who)),
            ConfirmRuling => {
                let (to_seller, _) = self.ruling.ok_or("no_ruling")?;
                (self.to_seller, self.to_buyer, self.held) = (to_seller, self.price - to_seller, 0);
                self.stage = if to_seller == 0 { "refunded" } else { "closed" };
            }
            WithdrawDispute => (self.stage, self.ruling) = (self.came_from, None),
        }
        Ok(())
    }

    /// What so many percent of the price are.
    pub fn share(&self, percent: u8) -> i64 {
        i64::try_from(i128::from(self.price) * i128::from(percent) / 100).unwrap()
    }

    fn pay(&mut self) -> Result<(), &'static str> {
        if self.stage != "funding" {
            return Err("suspense");
        }
        self.held = self.price;
        self.stage = if self.recordal { "recordal" } else { "acceptance" };
        self.version += 1;
        Ok(())
    }

    fn wait(&mut self) {
        match self.stage {
            "contract" | "funding" => self.stage = "cancelled",
            "acceptance" if self.delivered => self.stage = "release",
            "disputed" => {
                self.evidence_over = true;
                return;
            }
            _ => return,
        }
        self.version += 1;
    }
}
