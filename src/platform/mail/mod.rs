//! Outgoing mail: queued by commands, rendered in the reader's language, sent by SMTP or captured.

mod templates;
mod transport;

use std::sync::Arc;

use entity::mail;
use futures::future::BoxFuture;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::{
    DateTime, Error, Locale, Result,
    id::{AccountId, MailId},
};

use super::{
    Ctx, Db,
    db::Origin,
    jobs::{self, Handler},
    site::Site,
};

pub use transport::{Mailer, Transport};

/// The kind of the jobs that send mail.
pub const JOB: &str = "mail";

/// A mail to write: the template's name and what to fill in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Whose mail it is; none while the address has no account.
    pub account: Option<AccountId>,
    /// The address, as it is now.
    pub recipient: String,
    /// The reader's language.
    pub locale: Locale,
    /// Name of the template.
    pub kind: String,
    /// Values of the template. `links` is a list of addresses that the mail shows.
    pub values: Value,
}

/// Queues a mail, once for each `unique_key`.
///
/// # Errors
/// Faults of the database.
pub async fn send(ctx: &Ctx, unique_key: String, draft: Draft) -> Result<()> {
    jobs::enqueue(ctx, JOB, format!("mail:{unique_key}"), draft, ctx.now()).await
}

/// Forgets the mails of an account, and those to its address.
///
/// # Errors
/// Faults of the database.
pub async fn forget(ctx: &Ctx, account: AccountId, address: &str) -> Result<()> {
    let own = Condition::any().add(mail::Column::AccountId.eq(account.0)).add(mail::Column::Recipient.eq(address));
    mail::Entity::delete_many().filter(own).exec(ctx.db()).await?;
    Ok(())
}

/// Does the mail jobs.
pub struct Sender {
    mailer: Mailer,
    site: Site,
}

impl Sender {
    /// Sends through `mailer`, in the name of the installation.
    pub fn new(mailer: Mailer, site: Site) -> Arc<Self> {
        Arc::new(Self { mailer, site })
    }
}

#[derive(Clone)]
struct Written {
    id: MailId,
    draft: Draft,
    subject: String,
    body: String,
    at: DateTime,
}

async fn record(ctx: &mut Ctx, written: Written) -> Result<()> {
    let links = written.draft.values.get("links").cloned().unwrap_or(Value::Array(Vec::new()));
    let row = mail::ActiveModel {
        id: Set(written.id.0),
        account_id: Set(written.draft.account.map(Uuid::from)),
        recipient: Set(written.draft.recipient),
        locale: Set(written.draft.locale.tag().to_owned()),
        subject: Set(written.subject),
        body: Set(written.body),
        links: Set(links),
        kind: Set(written.draft.kind),
        created_at: Set(written.at),
        sent_at: Set(None),
    };
    let once = sea_orm::sea_query::OnConflict::column(mail::Column::Id).do_nothing().to_owned();
    mail::Entity::insert(row).on_conflict(once).exec_without_returning(ctx.db()).await?;
    Ok(())
}

async fn mark_sent(ctx: &mut Ctx, id: MailId) -> Result<()> {
    let now = ctx.now();
    mail::Entity::update_many()
        .col_expr(mail::Column::SentAt, Expr::value(now))
        .filter(mail::Column::Id.eq(id.0))
        .exec(ctx.db())
        .await?;
    Ok(())
}

impl Handler for Sender {
    fn kind(&self) -> &'static str {
        JOB
    }

    fn run<'a>(&'a self, db: &'a Db, job: Uuid, payload: &'a Value) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let draft: Draft = serde_json::from_value(payload.clone()).map_err(Error::internal)?;
            let (subject, body) = templates::render(&draft, self.site.current().await?.name_in(draft.locale))?;
            // The job's own id: sent twice, the mail has the same Message-ID twice.
            let id = MailId(job);
            // What was captured is the mail; what goes out by SMTP is kept without its body, which may hold secrets.
            let kept = if self.mailer.is_captured() { body.clone() } else { String::new() };
            let mut noted = draft.clone();
            if !self.mailer.is_captured() {
                noted.values = Value::Null;
            }
            let written = Written { id, draft: noted, subject: subject.clone(), body: kept, at: db.clock().now() };
            db.run(Origin::system("mail"), written, |ctx, written| Box::pin(record(ctx, written))).await?;
            self.mailer.send(id, &draft.recipient, &subject, &body).await?;
            db.run(Origin::system("mail"), id, |ctx, id| Box::pin(mark_sent(ctx, id))).await
        })
    }
}
