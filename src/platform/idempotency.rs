//! `Idempotency-Key`: the same request sent twice is carried out once and answered alike.
//!
//! The answer is stored in the command's own transaction, under (account, key), for 24 hours. The same key with another
//! request is refused; a key whose first request is still under way answers 409.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use chrono::Duration;
use entity::idempotency;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::InsertStatement, sea_query::Query};
use uuid::Uuid;

use crate::kernel::{DateTime, Error, FieldError, Result, error, id::AccountId};

use super::{Ctx, Db};

/// How long an answer is kept.
pub const KEPT: Duration = Duration::hours(24);
/// Longest key taken, in characters.
pub const MAX_KEY: usize = 200;

/// A key as it came with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose key it is.
    pub account: AccountId,
    /// The key.
    pub key: String,
    /// SHA-256 over method, path, acting organisation and body.
    pub digest: String,
}

impl Claim {
    pub(in crate::platform) fn settled(self, status: u16, body: &str, now: DateTime) -> Row {
        Row { claim: self, status, body: body.to_owned(), now }
    }
}

pub(in crate::platform) struct Row {
    claim: Claim,
    status: u16,
    body: String,
    now: DateTime,
}

pub(in crate::platform) fn insert(rows: Vec<Row>) -> Option<InsertStatement> {
    use idempotency::Column as C;
    if rows.is_empty() {
        return None;
    }
    let mut insert = Query::insert();
    insert.into_table(idempotency::Entity).columns([C::AccountId, C::Key, C::Digest, C::Status, C::Body, C::CreatedAt]);
    for row in rows {
        insert.values_panic([
            row.claim.account.0.into(),
            row.claim.key.into(),
            row.claim.digest.into(),
            i32::from(row.status).into(),
            row.body.into(),
            row.now.into(),
        ]);
    }
    Some(insert)
}

/// The answer stored under a claim.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// JSON body.
    pub body: String,
}

/// The answer to repeat, if this claim was settled before.
///
/// # Errors
/// `idempotency_mismatch` when the key was used for another request.
pub async fn earlier(db: &Db, claim: &Claim) -> Result<Option<Answer>> {
    let row = idempotency::Entity::find_by_id((claim.account.0, claim.key.clone())).one(db.read()).await?;
    let Some(row) = row else { return Ok(None) };
    if row.digest != claim.digest {
        let fault = FieldError::new("Idempotency-Key", "used").value(&claim.key).limit("a new key for a new request");
        return Err(Error::fields(error::IDEMPOTENCY_MISMATCH, vec![fault]));
    }
    let status = u16::try_from(row.status).unwrap_or(200);
    Ok(Some(Answer { status, body: row.body }))
}

/// Keys whose first request is under way on this instance.
#[derive(Clone, Default)]
pub struct InFlight(Arc<Mutex<HashSet<(Uuid, String)>>>);

/// Holds a key until dropped.
pub struct Hold(InFlight, (Uuid, String));

impl InFlight {
    /// Takes the key, until the hold is dropped.
    ///
    /// # Errors
    /// `idempotency_in_flight` when it is held.
    pub fn hold(&self, claim: &Claim) -> Result<Hold> {
        let key = (claim.account.0, claim.key.clone());
        let mut held = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if held.insert(key.clone()) {
            Ok(Hold(self.clone(), key))
        } else {
            Err(Error::new(error::IDEMPOTENCY_IN_FLIGHT))
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).remove(&self.1);
    }
}

/// Forgets answers older than [`KEPT`].
///
/// # Errors
/// Faults of the database.
pub async fn forget_old(ctx: &mut Ctx, _: ()) -> Result<()> {
    let before = ctx.now() - KEPT;
    idempotency::Entity::delete_many().filter(idempotency::Column::CreatedAt.lt(before)).exec(ctx.db()).await?;
    Ok(())
}
