//! Keeping the index in step with the database.

use std::{collections::BTreeSet, sync::Arc};

use entity::listing;
use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    kernel::{Result, id::ListingId},
    platform::{
        Db,
        events::{self, Event, Local},
        search::{Change, SearchEngine},
    },
};

use super::{documents, view::refusal};

/// Documents read and indexed at once.
const BATCH: u64 = 1_000;

/// The consumer behind the index of this server.
pub struct Indexer {
    engine: Arc<dyn SearchEngine>,
}

impl Indexer {
    /// Feeds `engine`.
    pub fn new(engine: Arc<dyn SearchEngine>) -> Self {
        Self { engine }
    }
}

impl Local for Indexer {
    fn name(&self) -> &'static str {
        "search index"
    }

    fn position(&self) -> BoxFuture<'_, Result<i64>> {
        Box::pin(async { Ok(self.engine.cursor()) })
    }

    fn apply<'a>(&'a self, db: &'a Db, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let Some(last) = events.last() else { return Ok(()) };
            let touched: BTreeSet<Uuid> = events.iter().filter_map(touched).map(Uuid::from).collect();
            let ids: Vec<Uuid> = touched.into_iter().collect();
            let found = documents::of(db.read(), &ids).await?;
            let mut changes: Vec<Change> = Vec::with_capacity(ids.len());
            // What is no longer to be found (withdrawn, closed) leaves the index.
            changes.extend(
                ids.iter().filter(|id| !found.iter().any(|document| document.id == **id)).map(|id| Change::Delete(*id)),
            );
            changes.extend(found.into_iter().map(Change::from));
            self.engine.index(changes, last.position).await.map_err(refusal)
        })
    }
}

/// The listing whose document an event changes.
fn touched(event: &Event) -> Option<ListingId> {
    if event.kind.starts_with("listing.") { event.listing.or_else(|| event.subject()) } else { None }
}

/// Builds a new index from the database and swaps it in; the old one serves meanwhile. `progress` is told how many
/// documents are in. Returns their number.
///
/// # Errors
/// Faults of the database or of the engine; the serving index then stays as it was.
pub async fn reindex(db: &Db, engine: &dyn SearchEngine, mut progress: impl FnMut(u64)) -> Result<u64> {
    // Events after this position are replayed on the new index, whether or not the reading below saw their effect.
    let position = events::head(db.read()).await?;
    let mut rebuild = engine.rebuild().await.map_err(refusal)?;
    let mut after = Uuid::nil();
    let mut count = 0;
    loop {
        let ids: Vec<Uuid> = listing::Entity::find()
            .select_only()
            .column(listing::Column::Id)
            .filter(listing::Column::Id.gt(after))
            .order_by_asc(listing::Column::Id)
            .limit(BATCH)
            .into_tuple()
            .all(db.read())
            .await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        let found = documents::of(db.read(), &ids).await?;
        count += found.len() as u64;
        rebuild.add(found).await.map_err(refusal)?;
        progress(count);
    }
    rebuild.finish(position).await.map_err(refusal)?;
    Ok(count)
}
