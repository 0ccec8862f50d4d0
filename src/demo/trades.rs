//! The scenes of offers and deals.

use bytes::Bytes;
use serde_json::json;

use crate::{
    app,
    deals::{
        self,
        commands::{
            Plain, acceptance, cancel, dispute,
            document::{self, AddDocument},
            message, recordal, release, ruling, sign,
        },
        view::{DealOut, DocumentKind},
    },
    kernel::{
        Error, Result, Role,
        id::{DealId, OfferId},
    },
    ledger::bank::deposit::{self, Deposit},
    trading::commands::{accept, answer, counter, make},
};

use super::{
    data::{By, Deal, Message, Offer, Outcome},
    plot::{self, Step},
    seed::{Script, missing, wire},
};

impl Script<'_> {
    fn terms(&self, offer: &Offer, price: i64, message: &str) -> serde_json::Value {
        json!({
            "right": offer.right,
            "price": { "minor": price, "currency": "CNY" },
            "terms": {},
            "expires_at": self.stage.in_days(offer.expires_in_days),
            "message": message,
        })
    }

    /// The first round.
    pub(super) async fn offer(&mut self, offer: &Offer) -> Result<()> {
        let listing = self.listing(&offer.listing)?;
        let input = make::Make { listing, offer: wire(self.terms(offer, offer.price_minor, &offer.message))? };
        let made = self.stage.run(&offer.buyer, input, |ctx, input| Box::pin(make::make(ctx, input))).await?;
        self.made.offers.insert(offer.key.clone(), made.id);
        Ok(())
    }

    fn offer_id(&self, key: &str) -> Result<OfferId> {
        self.made.offers.get(key).copied().ok_or_else(|| missing("offer", key))
    }

    /// Who speaks for a side of an offer.
    fn side<'a>(&'a self, offer: &'a Offer, by: By) -> Result<&'a str> {
        match by {
            By::Buyer => Ok(&offer.buyer),
            By::Seller => self.holder(&offer.listing),
        }
    }

    /// A counter-offer; each round raises the version by one.
    pub(super) async fn counter(&mut self, offer: &Offer, n: usize) -> Result<()> {
        let Some(round) = offer.rounds.get(n) else { return Ok(()) };
        let mut input = self.terms(offer, round.price_minor, &round.message);
        input["version"] = json!(n + 1);
        let input = counter::Counter { id: self.offer_id(&offer.key)?, input: wire(input)? };
        let who = self.side(offer, round.by)?;
        self.stage.run(who, input, |ctx, input| Box::pin(counter::counter(ctx, input))).await?;
        Ok(())
    }

    /// How an offer ends.
    pub(super) async fn end(&mut self, offer: &Offer) -> Result<()> {
        let id = self.offer_id(&offer.key)?;
        let version = i64::try_from(offer.rounds.len()).map_err(Error::internal)? + 1;
        let speaker = plot::last_speaker(offer);
        let other = if speaker == By::Buyer { By::Seller } else { By::Buyer };
        match offer.outcome {
            Outcome::Accepted => {
                let who = self.side(offer, other)?;
                let input = (id, version);
                let accepted = self.stage.run(who, input, |ctx, input| Box::pin(accept::accept(ctx, input))).await?;
                self.made.deals.insert(offer.key.clone(), accepted.deal.id);
            }
            Outcome::Declined => {
                let input = (id, wire(json!({ "version": version, "reason": offer.reason }))?);
                let who = self.side(offer, other)?;
                self.stage.run(who, input, |ctx, input| Box::pin(answer::decline(ctx, input))).await?;
            }
            Outcome::Withdrawn => {
                let who = self.side(offer, speaker)?;
                self.stage.run(who, (id, version), |ctx, input| Box::pin(answer::withdraw(ctx, input))).await?;
            }
            Outcome::Expired => self.stage.sweep(&crate::trading::Expiry).await?,
            Outcome::Open | Outcome::Countered => {}
        }
        Ok(())
    }

    /// What one side of a deal writes to the other.
    pub(super) async fn say(&mut self, deal: &Deal, said: &Message) -> Result<()> {
        let id = self.made.deals.get(&deal.offer).copied().ok_or_else(|| missing("deal", &deal.offer))?;
        let offer = self.story.offers.iter().find(|offer| offer.key == deal.offer);
        let who = self.side(offer.ok_or_else(|| missing("offer", &deal.offer))?, said.by)?;
        let input = (id, wire(json!({ "text": said.text }))?);
        self.stage.run(who, input, |ctx, input| Box::pin(message::write(ctx, input))).await?;
        Ok(())
    }

    async fn now(&self, deal: DealId) -> Result<DealOut> {
        deals::show(self.stage.services.db.read(), &self.stage.operator()?, deal).await
    }

    /// A step of a deal, by whoever takes it.
    pub(super) async fn deal(&mut self, deal: &Deal, step: Step) -> Result<()> {
        let id = self.made.deals.get(&deal.offer).copied().ok_or_else(|| missing("deal", &deal.offer))?;
        let offer = self
            .story
            .offers
            .iter()
            .find(|offer| offer.key == deal.offer)
            .ok_or_else(|| missing("offer", &deal.offer))?;
        let (seller, buyer) = (self.holder(&offer.listing)?, offer.buyer.as_str());
        let now = self.now(id).await?;
        let plain = Plain { id, version: now.version };
        let version = now.version;
        match step {
            Step::Contract => return self.contract(id, seller).await,
            Step::Pay => return self.pay(&now, buyer).await,
            Step::SignSeller => self.stage.run(seller, plain, |ctx, input| Box::pin(sign::sign(ctx, input))).await?,
            Step::SignBuyer => self.stage.run(buyer, plain, |ctx, input| Box::pin(sign::sign(ctx, input))).await?,
            // Where nothing has to be filed the deal went straight on to acceptance.
            Step::File | Step::ConfirmRecordal if !now.recordal_required => return Ok(()),
            Step::File => {
                let number = deal.recordal_number.clone().unwrap_or_else(|| "2026980000001".to_owned());
                let input = (
                    id,
                    wire(json!({ "version": version, "number": number, "date": self.stage.in_days(0).date_naive() }))?,
                );
                self.stage.run(seller, input, |ctx, input| Box::pin(recordal::file(ctx, input))).await?
            }
            Step::ConfirmRecordal => {
                self.stage
                    .run_at_desk(Role::Clerk, "confirm_deal_recordal", plain, |ctx, input| {
                        Box::pin(recordal::confirm_recordal(ctx, input))
                    })
                    .await?
            }
            Step::Deliver => {
                self.stage.run(seller, plain, |ctx, input| Box::pin(acceptance::deliver(ctx, input))).await?
            }
            Step::Accept => self.stage.run(buyer, plain, |ctx, input| Box::pin(acceptance::accept(ctx, input))).await?,
            Step::Release => {
                self.stage
                    .run_at_desk(Role::Clerk, "release_deal", plain, |ctx, input| {
                        Box::pin(release::release(ctx, input))
                    })
                    .await?
            }
            Step::Cancel => {
                let input = (id, wire(json!({ "version": version, "reason": deal.cancel_reason }))?);
                self.stage.run(buyer, input, |ctx, input| Box::pin(cancel::cancel(ctx, input))).await?
            }
            Step::Dispute => {
                let input = (id, wire(json!({ "version": version, "reason": deal.dispute_reason }))?);
                self.stage.run(buyer, input, |ctx, input| Box::pin(dispute::dispute(ctx, input))).await?
            }
            Step::ProposeRefund => {
                let nothing = json!({ "minor": 0, "currency": now.price.currency });
                let input = json!({ "version": version, "to_seller": nothing, "to_buyer": now.ledger.held, "reason": deal.dispute_reason });
                let input = (id, wire(input)?);
                self.stage
                    .run_at_desk(Role::Clerk, "propose_deal_ruling", input, |ctx, input| {
                        Box::pin(ruling::propose_ruling(ctx, input))
                    })
                    .await?
            }
            Step::ConfirmRuling => {
                self.stage
                    .run_at_desk(Role::Approver, "confirm_deal_ruling", plain, |ctx, input| {
                        Box::pin(ruling::confirm_ruling(ctx, input))
                    })
                    .await?
            }
        };
        Ok(())
    }

    async fn contract(&self, deal: DealId, seller: &str) -> Result<()> {
        let text = "# 技术合同（演示）\n\n本文件为演示数据，不具法律效力。\n\n# Technology contract (demo)\n\nDemo data, without legal effect.\n";
        let blob = self.stage.put(Bytes::from_static(text.as_bytes())).await?;
        let input = AddDocument {
            deal,
            kind: DocumentKind::Contract,
            name: "合同 contract.md".to_owned(),
            media_type: "text/markdown".to_owned(),
            blob,
        };
        self.stage.run(seller, input, |ctx, input| Box::pin(document::add_document(ctx, input))).await?;
        Ok(())
    }

    /// A payment that nobody expects, so that a clerk has something to find out.
    pub(super) async fn stray(&self) -> Result<()> {
        let input = Deposit {
            input: wire(json!({
                "reference": "技术转让费 尾款",
                "amount": { "minor": 3_450_000, "currency": "CNY" },
                "payer_name": "清水环境工程有限公司",
            }))?,
            payees: app::payees(),
        };
        let buyer = "ent-qingshui";
        self.stage.run(buyer, input, |ctx, input| Box::pin(deposit::sandbox_deposit(ctx, input))).await?;
        Ok(())
    }

    async fn pay(&self, deal: &DealOut, buyer: &str) -> Result<()> {
        let due = deal.payment.as_ref().ok_or_else(|| missing("payment due for", &deal.number))?;
        let input = Deposit {
            input: wire(json!({ "reference": due.reference, "amount": due.amount }))?,
            payees: app::payees(),
        };
        self.stage.run(buyer, input, |ctx, input| Box::pin(deposit::sandbox_deposit(ctx, input))).await?;
        Ok(())
    }
}
