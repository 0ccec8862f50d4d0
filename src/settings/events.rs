//! What settings say in the event log.

/// An approver changed settings.
pub const SETTING_CHANGED: &str = "setting.changed";
