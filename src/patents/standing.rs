//! Whether a patent right is pending, in force or over, as far as its record tells.

use chrono::NaiveDate;
use entity::patent;

/// Where a right stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Applied for.
    Pending,
    /// Granted, and its fees are paid as far as the recorded status says so.
    InForce,
    /// Granted; the record does not say whether its annuities are paid.
    Granted,
    /// Expired, lapsed, withdrawn, refused or invalidated.
    Ended,
    /// The record does not say.
    Unknown,
}

/// Words by which offices and databases say it, lower case. The first list with a hit decides, so what ends a right
/// comes before what keeps it (专利权终止 contains 专利权).
const ENDED: &[&str] = &[
    "expired",
    "inactive",
    "lapsed",
    "ceased",
    "withdrawn",
    "abandoned",
    "refused",
    "rejected",
    "revoked",
    "invalid",
    "terminated",
    "失效",
    "无效",
    "终止",
    "届满",
    "视为撤回",
    "撤回",
    "放弃",
    "驳回",
    "避重",
];
const PENDING: &[&str] =
    &["pending", "application", "published", "examination", "审中", "实审", "实质审查", "公开", "受理"];
const IN_FORCE: &[&str] = &["in force", "in_force", "active", "maintained", "alive", "有权", "有效", "维持"];
const GRANTED: &[&str] = &["granted", "grant", "registered", "授权"];

/// What the office's words say.
fn said(status: &str) -> Option<Standing> {
    let status = status.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| status.contains(word));
    [
        (ENDED, Standing::Ended),
        (IN_FORCE, Standing::InForce),
        (GRANTED, Standing::Granted),
        (PENDING, Standing::Pending),
    ]
    .into_iter()
    .find(|(words, _)| says(words))
    .map(|(_, standing)| standing)
}

/// Where the right of `row` stands on `today`.
pub fn standing(row: &patent::Model, today: NaiveDate) -> Standing {
    if row.expires_on.is_some_and(|last| last < today) {
        return Standing::Ended;
    }
    let granted = row.granted_on.is_some_and(|day| day <= today)
        // The office's numbers tell it: ZL is not kept, but B, C, U, Y and S documents are granted rights in China.
        || row.office == "CN" && row.kind_code.as_deref().is_some_and(|kind| kind.starts_with(['B', 'C', 'U', 'Y', 'S']));
    match row.legal_status.as_deref().and_then(said) {
        // Status words are older than dates now and then: a granted right is not pending.
        Some(Standing::Pending) | None if granted => Standing::Granted,
        Some(standing) => standing,
        None if row.form == "application" && row.published_on.is_some() => Standing::Pending,
        None if row.kind_code.as_deref().is_some_and(|kind| kind.starts_with('A')) && row.office != "US" => {
            Standing::Pending
        }
        None => Standing::Unknown,
    }
}
