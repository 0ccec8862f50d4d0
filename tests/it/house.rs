//! The rules of the house, read off the source: who may import whom, who writes which table, how long a file may be.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const MAX_LINES: usize = 600;
/// From the ground up; a layer knows those below it.
const LAYERS: [&[&str]; 6] = [
    &["kernel"],
    &["platform"],
    &["rules"],
    &[
        "identity",
        "patents",
        "listings",
        "intermediaries",
        "ledger",
        "deals",
        "trading",
        "notifications",
        "discovery",
        "settings",
        "desk",
        "insights",
    ],
    &["web", "config"],
    &["app", "cli", "demo", "lib", "main"],
];
/// Each knows those before it.
const CHAIN: [&str; 8] = ["identity", "patents", "listings", "intermediaries", "deals", "trading", "settings", "desk"];
/// These alone post to the ledger.
const POST: [&str; 3] = ["deals", "trading", "finance"];
/// Fed by events; imported by `web` and the composition alone.
const REACTIVE: [&str; 3] = ["notifications", "discovery", "insights"];
/// What of another domain is its own business.
const INNER: [&str; 3] = ["commands", "routes", "policy"];
/// Events that are nobody's news: they feed the index or the audit trail.
const SILENT: [&str; 16] = [
    "account.verified",
    "account.deleted",
    "organisation.created",
    "organisation.changed",
    "member.joined",
    "member.role_changed",
    "member.left",
    "payment.refunded",
    "ledger.transferred",
    "listing.created",
    "listing.updated",
    "document.removed",
    "setting.changed",
    "task.assigned",
    "passkey.added",
    "passkey.removed",
];

struct Source {
    path: PathBuf,
    /// The part of the program it belongs to: `kernel`, `listings`, …
    part: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(directory: &str, found: &mut Vec<PathBuf>) {
    let mut open = vec![root().join(directory)];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    files("src", &mut paths);
    paths.sort();
    let sources: Vec<_> = paths
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(root().join("src")).unwrap();
            let part = relative.components().next().unwrap().as_os_str().to_string_lossy();
            let part = part.trim_end_matches(".rs").to_owned();
            let text = without_comments(&fs::read_to_string(&path).unwrap());
            Source { path: relative.to_owned(), part, text }
        })
        .collect();
    assert!(sources.len() > 100, "the source was not found");
    sources
}

fn without_comments(text: &str) -> String {
    let code = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    code.collect::<Vec<_>>().join("\n")
}

/// Every path of this crate that a text names, without the leading `crate`: `listings::Listing`.
fn paths(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("crate::") {
        // `$crate::` in a macro, and names that merely end in `crate`.
        let before = text[..start].chars().next_back();
        if before.is_some_and(|c| c == '$' || c == '_' || c.is_alphanumeric()) {
            continue;
        }
        flatten("", &tree(&text[start + "crate::".len()..]), &mut found);
    }
    found
}

/// The use tree or path that a text begins with.
fn tree(text: &str) -> String {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let group = text[end..].starts_with('{') && (end == 0 || text[..end].ends_with("::"));
    if !group {
        return text[..end].trim_end_matches(':').to_owned();
    }
    let mut open = 0;
    let close = text[end..].find(|c| {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        open == 0
    });
    text[..=end + close.unwrap_or(0)].to_owned()
}

fn flatten(prefix: &str, tree: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else {
        let name = tree.split(" as ").next().unwrap_or_default().trim();
        if !name.is_empty() {
            found.push(format!("{prefix}{name}"));
        }
        return;
    };
    let group = group.strip_suffix('}').unwrap_or(group);
    let prefix = format!("{prefix}{}", head.trim());
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                flatten(&prefix, &group[start..at], found);
                start = at + 1;
            }
            _ => {}
        }
    }
    flatten(&prefix, &group[start..], found);
}

#[test]
fn imports_are_read_as_they_are_written() {
    let text = "use crate::{\n a::{B, c::{D as E, self}},\n f::G,\n};\nfn x() { crate::h::i(); crate::j::K { l: 1 } } $crate::m";
    let mut found = paths(text);
    found.sort();
    assert_eq!(found, ["a::B", "a::c::D", "a::c::self", "f::G", "h::i", "j::K"]);
}

fn layer(part: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&part))
}

/// Why `part` may not import `path`, if so.
fn breach(part: &str, path: &str) -> Option<String> {
    let mut steps = path.split("::");
    let (to, next) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    // Macros stand at the crate's root.
    let (from_layer, Some(to_layer)) = (layer(part)?, layer(to)) else { return None };
    if part == to {
        return None;
    }
    if to_layer > from_layer {
        return Some("a layer imports from above".to_owned());
    }
    if from_layer != 3 || to_layer != 3 {
        return (REACTIVE.contains(&to) && from_layer < 4)
            .then(|| "only web and app import a reactive domain".to_owned());
    }
    if REACTIVE.contains(&to) {
        return Some("only web and app import a reactive domain".to_owned());
    }
    if INNER.contains(&next) {
        return Some(format!("{to}::{next} is {to}'s own; go through what its mod.rs re-exports"));
    }
    let place = |name: &str| CHAIN.iter().position(|domain| *domain == name);
    match (place(part), place(to)) {
        _ if REACTIVE.contains(&part) => None,
        _ if part == "ledger" => Some("ledger knows no domain".to_owned()),
        _ if to == "ledger" => (!POST.contains(&part)).then(|| format!("only {POST:?} post to the ledger")),
        (Some(part), Some(to)) if to < part => None,
        _ => Some(format!("the order is {}", CHAIN.join(" <- "))),
    }
}

#[test]
fn imports_follow_the_dependency_rules() {
    let mut breaches = Vec::new();
    let mut read = 0;
    for source in sources() {
        assert!(layer(&source.part).is_some(), "{} is in no layer of this test", source.part);
        for path in paths(&source.text) {
            read += 1;
            if let Some(why) = breach(&source.part, &path) {
                breaches.push(format!("src/{}: crate::{path}: {why}", source.path.display()));
            }
        }
    }
    assert!(read > 300, "only {read} imports were read");
    assert!(breaches.is_empty(), "the dependency rules (src/lib.rs) are broken:\n{}", breaches.join("\n"));
}

#[test]
fn the_dependency_rules_refuse_what_they_should() {
    for (part, path) in [
        ("kernel", "platform::Db"),
        ("platform", "identity::organisation"),
        ("listings", "web::api"),
        ("listings", "deals::open"),
        ("ledger", "identity::organisation"),
        ("listings", "ledger::transfer"),
        ("deals", "notifications::Hub"),
        ("rules", "discovery::Indexer"),
        ("trading", "deals::commands::open"),
        ("deals", "desk::open"),
        ("desk", "ledger::transfer"),
        ("trading", "insights::count"),
        ("web", "app::App"),
    ] {
        assert!(breach(part, path).is_some(), "{part} may import {path}");
    }
    for (part, path) in [
        ("trading", "deals::open"),
        ("deals", "ledger::transfer"),
        ("notifications", "intermediaries::covering"),
        ("web", "notifications::Hub"),
        ("listings", "patents::resolve"),
        ("desk", "deals::model"),
        ("insights", "identity::queries"),
    ] {
        assert_eq!(breach(part, path), None, "{part} {path}");
    }
}

/// The tables that a domain says it owns: the names in backquotes after `Owns` in its `mod.rs`.
fn owned(module: &str) -> Vec<String> {
    let docs: Vec<_> = module.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let docs = docs.join(" ");
    let Some((_, after)) = docs.split_once("Owns ") else { return Vec::new() };
    let sentence = after.split(". ").next().unwrap_or_default();
    sentence.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// True when `text` holds `words`, not as the end of a longer name.
fn names(text: &str, words: &str) -> bool {
    let inside = |c: char| c == '_' || c.is_alphanumeric();
    text.match_indices(words).any(|(at, _)| !text[..at].chars().next_back().is_some_and(inside))
}

#[test]
fn a_table_is_written_by_the_domain_that_owns_it() {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for domain in LAYERS[3] {
        let module = fs::read_to_string(root().join(format!("src/{domain}/mod.rs"))).unwrap();
        for table in owned(&module) {
            let earlier = owners.insert(table.clone(), (*domain).to_owned());
            assert!(earlier.is_none(), "{table} is owned by {domain} and by {}", earlier.unwrap_or_default());
        }
    }
    assert!(owners.len() > 10, "{owners:?}");
    let writes = ["insert(", "insert_many(", "update(", "update_many(", "delete_many(", "delete_by_id("];
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|source| layer(&source.part) == Some(3)) {
        for (table, owner) in owners.iter().filter(|(_, owner)| **owner != source.part) {
            let written = writes.iter().any(|verb| names(&source.text, &format!("{table}::Entity::{verb}")));
            if written || names(&source.text, &format!("{table}::ActiveModel {{")) {
                breaches.push(format!("src/{} writes {table}, which {owner} owns", source.path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn entities_and_migrations_import_nothing_of_ours() {
    let mut paths = Vec::new();
    files("entity/src", &mut paths);
    files("migration/src", &mut paths);
    assert!(paths.len() > 20);
    for path in paths {
        assert!(!fs::read_to_string(&path).unwrap().contains("jiaxiu::"), "{} imports the product", path.display());
    }
}

#[test]
fn no_module_is_a_drawer_for_odds_and_ends() {
    for source in sources() {
        let names = source.path.iter().map(|part| part.to_string_lossy());
        for name in names {
            let name = name.trim_end_matches(".rs");
            assert!(
                !["utils", "util", "helpers", "helper", "common", "misc"].contains(&name),
                "{}",
                source.path.display()
            );
        }
    }
}

#[test]
fn files_stay_short_enough_to_read() {
    let mut paths = Vec::new();
    ["src", "tests", "entity/src", "migration/src"].iter().for_each(|directory| files(directory, &mut paths));
    let long: Vec<_> = paths
        .iter()
        .map(|path| (fs::read_to_string(path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, path)| format!("{}: {lines} lines", path.strip_prefix(root()).unwrap().display()))
        .collect();
    assert!(long.is_empty(), "longer than {MAX_LINES} lines:\n{}", long.join("\n"));
}

/// The names that `codes!` tables declare, each with its file.
fn codes() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for source in sources() {
        let Some((_, table)) = source.text.split_once("codes! {\n") else { continue };
        let table = table.split("\n}").next().unwrap_or_default();
        for line in table.lines() {
            let Some((name, rest)) = line.trim().split_once(" = ") else { continue };
            if rest.len() > 3 && rest[..3].chars().all(|c| c.is_ascii_digit()) {
                found.push((name.to_lowercase(), source.path.display().to_string()));
            }
        }
    }
    found
}

#[test]
fn an_error_code_means_one_thing() {
    let codes = codes();
    let read = |file: &str| codes.iter().filter(|(_, path)| path == file).count();
    assert_eq!(read("kernel/error.rs"), jiaxiu::kernel::error::TABLE.len(), "the table was misread");
    let mut seen = BTreeMap::new();
    for (name, file) in codes {
        if let Some(earlier) = seen.insert(name.clone(), file.clone()) {
            panic!("code {name} is declared in src/{earlier} and in src/{file}");
        }
    }
}

#[test]
fn every_event_is_told_or_silent_on_purpose() {
    let mut kinds = BTreeSet::new();
    for source in sources() {
        for line in source.text.lines().filter(|line| line.contains(": &str = \"") && line.contains("const ")) {
            let value = line.split('"').nth(1).unwrap_or_default();
            let is_kind = value.split_once('.').is_some_and(|(domain, verb)| {
                [domain, verb]
                    .iter()
                    .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            });
            if is_kind && source.path.ends_with("events.rs") {
                kinds.insert(value.to_owned());
            }
        }
    }
    assert!(kinds.len() > 20, "{kinds:?}");
    let told: BTreeSet<_> = jiaxiu::notifications::kinds::KINDS.iter().map(|kind| kind.event).collect();
    let unheard: Vec<_> =
        kinds.iter().filter(|kind| !told.contains(kind.as_str()) && !SILENT.contains(&kind.as_str())).collect();
    assert!(unheard.is_empty(), "neither in notifications' KINDS nor in this test's SILENT: {unheard:?}");
    let both: Vec<_> = SILENT.iter().filter(|kind| told.contains(*kind)).collect();
    assert!(both.is_empty(), "told, and silent as well: {both:?}");
}

/// The names under which types go into the API description, each with its file.
fn schemas() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for source in sources() {
        let mut name = None;
        let mut derived = false;
        for line in source.text.lines().map(str::trim) {
            if line.starts_with("#[derive(") {
                (derived, name) = (line.contains("ToSchema"), None);
            } else if let Some(given) = line.strip_prefix("#[schema(as = ") {
                name = given.split([')', ',']).next().map(str::to_owned);
            } else if let Some(declared) = ["struct ", "enum "].iter().find_map(|word| line.split_once(word)) {
                if derived {
                    let end = declared.1.find(|c: char| !c.is_alphanumeric()).unwrap_or(declared.1.len());
                    let name = name.take().unwrap_or_else(|| declared.1[..end].to_owned());
                    found.push((name, source.path.display().to_string()));
                }
                derived = false;
            }
        }
    }
    found
}

#[test]
fn a_schema_name_means_one_type() {
    let schemas = schemas();
    assert!(schemas.len() > 40, "only {} schemas were read", schemas.len());
    let mut seen = BTreeMap::new();
    for (name, file) in schemas {
        if let Some(earlier) = seen.insert(name.clone(), file.clone()) {
            panic!("src/{earlier} and src/{file} both describe {name}: name one by #[schema(as = …)]");
        }
    }
}
