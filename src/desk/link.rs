//! Where a task's subject is shown in the workspace.

use super::model::{Kind, TaskId};

/// The path of what a task is about.
pub(super) fn path(id: TaskId) -> String {
    let about = id.about();
    match id.kind {
        Kind::Verification => format!("/app/organisations/{about}"),
        Kind::Listing => format!("/app/listings/{about}"),
        Kind::Recordal | Kind::Release | Kind::Dispute | Kind::Ruling => format!("/app/deals/{about}"),
        Kind::Suspense => format!("/app/desk?task={id}"),
    }
}
