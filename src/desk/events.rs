//! What the desk says in the event log.

/// A task was taken, given to a colleague, or put back.
pub const TASK_ASSIGNED: &str = "task.assigned";
