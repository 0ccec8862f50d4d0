//! Forgets passkey ceremonies that nobody finished.

use std::time::Duration;

use entity::passkey_ceremony;
use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    kernel::Result,
    platform::{Db, db::Origin, jobs::Sweep},
};

use super::commands::passkeys::forget_old;

/// The clock's work on ceremonies. None is finished after its end, whether this has run or not.
pub struct Ceremonies;

impl Sweep for Ceremonies {
    fn name(&self) -> &'static str {
        "passkey_ceremonies"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn run<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let over = passkey_ceremony::Entity::find()
                .filter(passkey_ceremony::Column::ExpiresAt.lte(db.clock().now()))
                .count(db.read())
                .await?;
            if over == 0 {
                return Ok(0);
            }
            let gone = db.run(Origin::system("clock"), (), |ctx, ()| Box::pin(forget_old(ctx, ()))).await?;
            Ok(usize::try_from(gone).unwrap_or(usize::MAX))
        })
    }
}
