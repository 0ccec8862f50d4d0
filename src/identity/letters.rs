//! Mails that anyone may ask for by naming an address: they are queued alike whether or not the address has an account,
//! and only the job looks. Neither the answer nor its time tells.

use std::sync::Arc;

use chrono::TimeDelta;
use entity::{account, account_token};
use futures::future::BoxFuture;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    kernel::{Error, Locale, Result, random},
    platform::{Ctx, Db, Services, db::Origin, jobs, mail},
};

use super::queries;

/// The kind of the jobs.
const JOB: &str = "account_letter";
/// One letter of a kind to one address in this time.
const PAUSE: i64 = 60;
/// How long a link that confirms an address works.
pub(super) const VERIFY: TimeDelta = TimeDelta::hours(24);
/// How long a link that sets a new password works.
pub(super) const RESET: TimeDelta = TimeDelta::hours(1);

/// What a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Confirm the address (again).
    Verify,
    /// Set a new password.
    Reset,
    /// Somebody signed up with an address that has an account.
    SignUp,
}

/// A letter asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Letter {
    /// What for.
    pub purpose: Purpose,
    /// To whom; lower-cased.
    pub email: String,
}

/// Queues a letter.
///
/// # Errors
/// Faults of the database.
pub async fn ask(ctx: &mut Ctx, letter: Letter) -> Result<()> {
    let moment = ctx.now().timestamp() / PAUSE;
    let key = format!("{JOB}:{:?}:{}:{moment}", letter.purpose, random::hash(&letter.email));
    jobs::enqueue(ctx, JOB, key, letter, ctx.now()).await
}

/// Makes a token of an account, `verify` or `reset`, that works for `lasts`; returns its secret.
///
/// # Errors
/// Faults of the database.
pub(super) async fn token(ctx: &Ctx, account: Option<Uuid>, purpose: &str, lasts: TimeDelta) -> Result<String> {
    let secret = ctx.secret()?;
    let row = account_token::ActiveModel {
        token_hash: Set(random::hash(&secret)),
        account_id: Set(account),
        purpose: Set(purpose.to_owned()),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + lasts),
        used_at: Set(None),
    };
    account_token::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(secret)
}

/// A mail to an account, with one link.
pub(super) fn draft(account: &account::Model, kind: &str, link: String) -> mail::Draft {
    mail::Draft {
        account: Some(account.id.into()),
        recipient: account.email.clone(),
        locale: Locale::from_tag(&account.locale),
        kind: kind.to_owned(),
        values: json!({ "name": account.display_name, "links": [link] }),
    }
}

/// Mails the link that confirms an account's address.
///
/// # Errors
/// Faults of the database.
pub(super) async fn send_verification(ctx: &Ctx, account: &account::Model, public_url: &str) -> Result<()> {
    let secret = token(ctx, Some(account.id), "verify", VERIFY).await?;
    let link = format!("{public_url}/app/verify?token={secret}");
    mail::send(ctx, format!("verify:{}", random::hash(&secret)), draft(account, "verify_email", link)).await
}

#[derive(Clone)]
struct Write {
    job: Uuid,
    letter: Letter,
    public_url: String,
}

async fn write(ctx: &mut Ctx, input: Write) -> Result<()> {
    let Some(account) = queries::account_by_email(ctx.db(), &input.letter.email).await? else { return Ok(()) };
    if account.disabled_at.is_some() {
        return Ok(());
    }
    match (input.letter.purpose, account.email_verified_at.is_some()) {
        (Purpose::Verify | Purpose::SignUp, false) => send_verification(ctx, &account, &input.public_url).await,
        (Purpose::Verify, true) => Ok(()),
        (Purpose::SignUp, true) => {
            let link = format!("{}/app/reset", input.public_url);
            mail::send(ctx, format!("exists:{}", input.job), draft(&account, "account_exists", link)).await
        }
        (Purpose::Reset, _) => {
            let secret = token(ctx, Some(account.id), "reset", RESET).await?;
            let link = format!("{}/app/reset?token={secret}", input.public_url);
            mail::send(ctx, format!("reset:{}", input.job), draft(&account, "reset_password", link)).await
        }
    }
}

/// Does the letter jobs.
pub struct Letters {
    public_url: String,
}

impl Letters {
    /// Letters whose links lead to this installation.
    pub fn new(services: &Services) -> Arc<Self> {
        Arc::new(Self { public_url: services.settings.public_url.clone() })
    }
}

impl jobs::Handler for Letters {
    fn kind(&self) -> &'static str {
        JOB
    }

    fn run<'a>(&'a self, db: &'a Db, job: Uuid, payload: &'a Value) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let letter = serde_json::from_value(payload.clone()).map_err(Error::internal)?;
            let input = Write { job, letter, public_url: self.public_url.clone() };
            db.run(Origin::system("letters"), input, |ctx, input| Box::pin(write(ctx, input))).await
        })
    }
}
