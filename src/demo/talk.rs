//! The scenes of files and questions.

use bytes::Bytes;
use serde_json::json;

use crate::{
    kernel::Result,
    listings::{
        disclosure::commands::add::{self, Add},
        enquiries::commands::{ask, write},
    },
};

use super::seed::{Script, missing, wire};

impl Script<'_> {
    /// A file of a listing, from its holder.
    pub(super) async fn document(&mut self, n: usize) -> Result<()> {
        let Some(document) = self.story.documents.get(n) else { return Ok(()) };
        let blob = self.stage.put(Bytes::from(document.content.clone())).await?;
        let input = Add {
            listing: self.listing(&document.listing)?,
            level: wire(json!(document.level))?,
            title: Some(document.name.clone()),
            name: format!("{}.md", document.name),
            media_type: "text/plain",
            blob,
        };
        let holder = self.holder(&document.listing)?;
        self.stage.run(holder, input, |ctx, input| Box::pin(add::add(ctx, input))).await?;
        Ok(())
    }

    /// A question.
    pub(super) async fn ask(&mut self, n: usize) -> Result<()> {
        let Some(enquiry) = self.story.enquiries.get(n) else { return Ok(()) };
        let input = (self.listing(&enquiry.listing)?, wire(json!({ "text": enquiry.text }))?);
        let asked = self.stage.run(&enquiry.from, input, |ctx, input| Box::pin(ask::ask(ctx, input))).await?;
        self.made.enquiries.insert(n, asked.id);
        Ok(())
    }

    /// The holder's answer.
    pub(super) async fn answer(&mut self, n: usize) -> Result<()> {
        let Some(enquiry) = self.story.enquiries.get(n) else { return Ok(()) };
        let Some(answer) = &enquiry.answer else { return Ok(()) };
        let id = self.made.enquiries.get(&n).copied().ok_or_else(|| missing("enquiry", &enquiry.listing))?;
        let input = (self.listing(&enquiry.listing)?, id, wire(json!({ "text": answer.text }))?);
        let holder = self.holder(&enquiry.listing)?;
        self.stage.run(holder, input, |ctx, input| Box::pin(write::write(ctx, input))).await?;
        Ok(())
    }
}
