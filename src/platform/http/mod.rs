//! How handlers read requests and answer them: the same for every domain.

mod body;
mod call;
mod problem;
mod upload;

pub use body::{Json, Query};
pub use call::{Call, Reply, RequestFacts, note_body};
pub use problem::{Problem, current_request, with_request};
pub use upload::{Upload, download};
