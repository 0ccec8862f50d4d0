//! Building an index beside the serving one.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::FutureExt;
use futures::future::BoxFuture;

use super::live::Live;
use super::{Shared, blocking};
use crate::platform::search::Rebuild;
use crate::platform::search::document::SearchDocument;
use crate::platform::search::error::{Result, SearchError};

pub(super) struct EmbeddedRebuild {
    work: Arc<Work>,
}

struct Work {
    shared: Arc<Shared>,
    name: String,
    new: Live,
}

impl EmbeddedRebuild {
    /// Begins an empty index. The caller has marked the engine as rebuilding.
    pub(super) fn begin(shared: Arc<Shared>) -> Result<Self> {
        let begun = || {
            let name = shared.home.fresh_name()?;
            let index = shared.home.create(&name)?;
            let new = Live::create(index, name.clone(), shared.options.rebuild_heap, shared.options.rebuild_threads)?;
            Ok((name, new))
        };
        match begun() {
            Ok((name, new)) => Ok(Self { work: Arc::new(Work { shared, name, new }) }),
            Err(error) => {
                shared.rebuilding.store(false, Ordering::Release);
                Err(error)
            }
        }
    }
}

impl Rebuild for EmbeddedRebuild {
    fn add(&mut self, documents: Vec<SearchDocument>) -> BoxFuture<'_, Result<()>> {
        let work = self.work.clone();
        blocking(move || work.new.add(&documents)).boxed()
    }

    fn finish(self: Box<Self>, cursor: i64) -> BoxFuture<'static, Result<()>> {
        blocking(move || self.work.finish(cursor)).boxed()
    }
}

impl Work {
    fn finish(&self, cursor: i64) -> Result<()> {
        self.new.index(&[], cursor)?;
        // Merged and let go of: the serving index opens a writer of its own, with less memory.
        self.new.settle()?;
        let serving = Live::open(self.new.index_to_serve(), self.name.clone(), self.shared.options.live_heap, 1)?;
        if serving.cursor() != cursor {
            return Err(SearchError::Engine("the rebuilt index has lost its cursor".to_owned()));
        }
        self.shared.swap_in(serving)
    }
}

impl Drop for Work {
    /// Throws the new index away unless it serves.
    fn drop(&mut self) {
        self.new.close();
        if self.shared.live().name() != self.name {
            self.shared.home.remove(&self.name);
        }
        self.shared.rebuilding.store(false, Ordering::Release);
    }
}
