//! The table as Markdown.

use std::{collections::BTreeMap, fmt::Write, path::PathBuf};

use super::{ACTORS, Row};

const INTRODUCTION: &str = "# Who may do what

What each kind of caller gets from each operation of the API. The tests write this table from what the server answers
(`UPDATE=1 cargo nextest run -E 'test(authorisation)'`) and fail where it says anything else, so a change of rights
shows in review as a change of this file.

`yes`: authorisation let the request pass (what comes after it, such as a stale version, is not asked here). `401`: not
signed in. `403`: sees it, may not do it. `404`: does not even see it. `state`: the state it is in
refuses before the caller's part in it is asked about, so the cell says only that the caller is let near it.

The callers: `anonymous`; `unverified` and `stranger`, owners of organisations that have no part in it, the first not
verified; the holder's `viewer`, `member`, `manager` and `owner`; the owner and a viewer of a `buyer`; the owner of an
`intermediary`, and the same as the holder's `agent` by a mandate to supply; the operator's `clerk`, `approver` and
`auditor`; the owner of a `bureau`, the authority that looks on. What an operation names by id is the holder's (or the holder's business with the buyer).
";

pub fn written(rows: &[Row]) -> String {
    let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(&row.operation.tag).or_default().push(row);
    }
    let mut text = INTRODUCTION.to_owned();
    for (tag, mut rows) in groups {
        rows.sort_by_key(|row| (row.operation.path.clone(), row.operation.method.to_string()));
        writeln!(text, "\n## {tag}\n\n| operation | request | {} |", ACTORS.join(" | ")).unwrap();
        writeln!(text, "|---|---|{}", "---|".repeat(ACTORS.len())).unwrap();
        for Row { operation, outcomes } in rows {
            let request = format!("`{} {}`", operation.method, operation.path);
            writeln!(text, "| {} | {request} | {} |", operation.id, outcomes.join(" | ")).unwrap();
        }
    }
    text
}

/// Compares with what is committed, or writes it.
pub fn compare(written: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/authorisation.md");
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(path, written).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let (was, is): (Vec<&str>, Vec<&str>) = (committed.lines().collect(), written.lines().collect());
    let gone = was.iter().filter(|line| !is.contains(line)).map(|line| format!("- {line}"));
    let new = is.iter().filter(|line| !was.contains(line)).map(|line| format!("+ {line}"));
    let differences: Vec<String> = gone.chain(new).collect();
    assert!(
        committed == written,
        "docs/authorisation.md says otherwise (UPDATE=1 rewrites it):\n{}",
        differences.join("\n")
    );
}
