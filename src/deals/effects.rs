//! What comes with a step: money, the bank, the listing. All in the step's transaction.

use crate::{
    kernel::{Error, Money, Result},
    ledger::{self, AccountKey, NewTransfer, Purpose, bank},
    listings,
    platform::Ctx,
};

use super::{lifecycle::Effect, model::Deal, queries, record::Work, split::split};

/// Carries out what an arrow brings with it.
pub(super) async fn carry_out(ctx: &mut Ctx, work: &Work, effect: Effect) -> Result<()> {
    let deal = &work.deal;
    let zero = Money::zero(deal.price.currency);
    match effect {
        Effect::Keep => Ok(()),
        Effect::ExpectPrice => expect_price(ctx, deal).await,
        Effect::Reopen => {
            // A contract that was never concluded was never expected to be paid.
            if work.facts.concluded() {
                bank::cancel_expected(ctx, &deal.reference).await?;
            }
            reopen(ctx, deal).await
        }
        Effect::HoldPrice => hold(ctx, deal).await,
        Effect::PayOut => {
            let held = held(ctx, deal).await?;
            pay(ctx, deal, held, zero).await?;
            close(ctx, deal).await
        }
        Effect::PayByRuling => {
            let ruling = work.facts.ruling.as_ref().ok_or_else(|| Error::internal("no ruling to carry out"))?;
            pay(ctx, deal, ruling.to_seller, ruling.to_buyer).await?;
            close(ctx, deal).await
        }
        Effect::Refund => {
            let held = held(ctx, deal).await?;
            pay(ctx, deal, zero, held).await?;
            reopen(ctx, deal).await
        }
    }
}

async fn expect_price(ctx: &Ctx, deal: &Deal) -> Result<()> {
    let expected = bank::Expected {
        reference: deal.reference.clone(),
        subject: deal.id.to_string(),
        payer: deal.buyer,
        amount: deal.price,
    };
    bank::expect_payment(ctx, expected).await
}

/// A deal on a right of which there is only one had taken the listing.
async fn reopen(ctx: &mut Ctx, deal: &Deal) -> Result<()> {
    if deal.right.is_exclusive() { listings::reopen(ctx, deal.listing).await } else { Ok(()) }
}

async fn close(ctx: &mut Ctx, deal: &Deal) -> Result<()> {
    if deal.right.is_exclusive() { listings::close(ctx, deal.listing).await } else { Ok(()) }
}

fn escrow(deal: &Deal) -> AccountKey {
    AccountKey::Escrow(deal.id.to_string(), deal.price.currency)
}

/// What the escrow holds.
///
/// # Errors
/// Faults of the database.
pub(super) async fn held(ctx: &Ctx, deal: &Deal) -> Result<Money> {
    Ok(ledger::account(ctx, escrow(deal)).await?.available())
}

/// From the buyer's account, where the bank put it, into escrow.
async fn hold(ctx: &mut Ctx, deal: &Deal) -> Result<()> {
    let buyer = ledger::account(ctx, AccountKey::Party(deal.buyer, deal.price.currency)).await?.id;
    let escrow = ledger::account(ctx, escrow(deal)).await?.id;
    let new = NewTransfer::plain(ctx.id()?, buyer, escrow, deal.price, Purpose::EscrowHold);
    let new = new.about(deal.id).listing(deal.listing).concerns([deal.seller, deal.buyer]);
    ledger::transfer(ctx, new).await?;
    Ok(())
}

/// Empties the escrow: `to_seller` less commission and fee, `to_buyer` whole. All in one batch.
async fn pay(ctx: &mut Ctx, deal: &Deal, to_seller: Money, to_buyer: Money) -> Result<()> {
    let currency = deal.price.currency;
    let escrow = ledger::account(ctx, escrow(deal)).await?.id;
    let charges = queries::charges(ctx.db(), deal.id).await?;
    let split = split(to_seller, &charges)?;
    let both = [deal.seller, deal.buyer];
    let mut lines = Vec::with_capacity(charges.len() + 2);
    lines.push((AccountKey::Party(deal.seller, currency), split.seller, Purpose::EscrowRelease, both.to_vec()));
    for (charge, share) in charges.iter().zip(&split.shares) {
        lines.push(match charge.payee {
            Some(payee) => (
                AccountKey::Commission(payee.organisation, currency),
                *share,
                Purpose::Commission,
                vec![payee.organisation, charge.payer],
            ),
            None => (AccountKey::Fees(currency), *share, Purpose::Fee, vec![charge.payer]),
        });
    }
    lines.push((AccountKey::Party(deal.buyer, currency), to_buyer, Purpose::EscrowRefund, both.to_vec()));
    let mut batch = Vec::with_capacity(lines.len());
    for (key, amount, purpose, concerned) in lines {
        if amount.is_positive() {
            let to = ledger::account(ctx, key).await?.id;
            let new = NewTransfer::plain(ctx.id()?, escrow, to, amount, purpose);
            batch.push(new.about(deal.id).listing(deal.listing).concerns(concerned));
        }
    }
    ledger::post_many(ctx, batch).await?;
    Ok(())
}
