//! What must hold of any table, whatever is committed.

use reqwest::Method;

use super::{ACTORS, Row, YES};

/// Where an auditor may write: her own account, nothing of the exchange.
const OWN: [&str; 9] = [
    "/me",
    "/sessions",
    "/notifications",
    "/notification-preferences",
    "/api-tokens",
    "/accounts",
    "/invitations/accept",
    // What one keeps an eye on, of what one sees.
    "/watchlist",
    // Anybody may found an organisation, and then acts for that one.
    "/organisations",
];

/// What everybody signed in may look at, though it is somebody's.
const PUBLIC: [&str; 3] = ["get_organisation", "get_intermediary", "get_patent"];

fn passes(row: &Row, actor: &str) -> bool {
    ACTORS
        .iter()
        .position(|other| *other == actor)
        .is_some_and(|at| row.outcomes[at] == YES || row.outcomes[at] == "state")
}

fn is_own(path: &str) -> bool {
    OWN.iter().any(|own| path == *own || (*own != "/organisations" && path.starts_with(&format!("{own}/"))))
}

/// Is what the request names private to the holder and those it deals with?
fn is_private(row: &Row) -> bool {
    let on_published = super::probes::ON_PUBLISHED.contains(&row.operation.id.as_str());
    row.operation.path.contains("{id}")
        && row.operation.secured
        && !on_published
        && !PUBLIC.contains(&row.operation.id.as_str())
}

/// Every cell that breaks a rule, in words.
pub fn broken(rows: &[Row]) -> Vec<String> {
    let mut faults = Vec::new();
    for row in rows {
        let (operation, request) = (&row.operation, format!("{} ({})", row.operation.id, row.operation.path));
        if operation.secured && passes(row, "anonymous") {
            faults.push(format!("anybody may {request}"));
        }
        if operation.method != Method::GET && operation.secured && !is_own(&operation.path) {
            for reader in ["auditor", "viewer"] {
                if passes(row, reader) {
                    faults.push(format!("the {reader}, who only reads, may {request}"));
                }
            }
        }
        if is_private(row) {
            for outsider in ["stranger", "unverified", "bureau"] {
                // The one thing that is the unverified one's own: to ask for its verification.
                let own = outsider == "unverified" && operation.id == "request_verification";
                if !own && passes(row, outsider) {
                    faults.push(format!("the {outsider} may {request}"));
                }
            }
        }
    }
    faults
}
