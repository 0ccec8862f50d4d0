//! Reads of bank payments, all starting at what the actor may see: those of its own organisation; the operator, all.

use entity::bank_payment;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{
    kernel::{Actor, Error, List, Page, Result, error, id::BankPaymentId},
    platform::Ctx,
};

use super::{lifecycle::State, model::BankPayment, view::PaymentOut};

fn visible(actor: &Actor) -> Result<Select<bank_payment::Entity>> {
    let own = actor.membership()?.organisation.0;
    let all = bank_payment::Entity::find();
    Ok(if actor.is_operator() { all } else { all.filter(bank_payment::Column::PayerId.eq(own)) })
}

/// One payment.
///
/// # Errors
/// `not_found` for what the actor may not see.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: BankPaymentId) -> Result<BankPayment> {
    let row = visible(actor)?.filter(bank_payment::Column::Id.eq(id.0)).one(db).await?;
    row.ok_or_else(Error::not_found)?.try_into()
}

/// One payment, its row locked until the commit.
pub(super) async fn find_locked(ctx: &Ctx, id: BankPaymentId) -> Result<bank_payment::Model> {
    let find = ctx.for_update(visible(ctx.actor())?.filter(bank_payment::Column::Id.eq(id.0)));
    find.one(ctx.db()).await?.ok_or_else(Error::not_found)
}

/// The payments the actor may see, newest first.
///
/// # Errors
/// `validation` on the page.
pub async fn list(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<PaymentOut>> {
    paged(db, actor, visible(actor)?, page).await
}

/// The payments that wait in suspense, newest first. For the operator's people.
///
/// # Errors
/// `forbidden` for others; `validation` on the page.
pub async fn suspense(db: &impl ConnectionTrait, actor: &Actor, page: &Page) -> Result<List<PaymentOut>> {
    let find = visible(actor)?.filter(bank_payment::Column::State.eq(State::Suspense.name()));
    if !actor.is_operator() {
        return Err(Error::new(error::FORBIDDEN));
    }
    paged(db, actor, find, page).await
}

async fn paged(
    db: &impl ConnectionTrait,
    actor: &Actor,
    find: Select<bank_payment::Entity>,
    page: &Page,
) -> Result<List<PaymentOut>> {
    let limit = page.limit()?;
    let mut find = find.order_by_desc(bank_payment::Column::Id).limit(limit + 1);
    if let Some(after) = page.after()? {
        find = find.filter(bank_payment::Column::Id.lt(after));
    }
    let payments = find.all(db).await?.into_iter().map(BankPayment::try_from).collect::<Result<Vec<_>>>()?;
    Ok(List::of(payments, limit, |payment| payment.id.0, |payment| PaymentOut::of(payment, actor)))
}
