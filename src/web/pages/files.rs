//! Which files of the build a page loads, by the build's own manifest.

use std::{collections::BTreeMap, sync::OnceLock};

use serde::{Deserialize, Serialize};

use crate::web::assets;

/// What every page loads.
const EVERY: &str = "src/islands/main.ts";

#[derive(Clone, Debug, Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    imports: Vec<String>,
}

/// Styles and scripts of a page, as addresses.
#[derive(Debug, Default, Serialize)]
pub struct Files {
    styles: Vec<String>,
    scripts: Vec<String>,
    /// What the scripts import: fetched at once instead of one after the other.
    preloads: Vec<String>,
}

type Manifest = BTreeMap<String, Chunk>;

fn read() -> Manifest {
    let file = assets::read(".vite/manifest.json");
    file.and_then(|file| serde_json::from_slice(&file).ok()).unwrap_or_default()
}

/// The files of a page with these entries besides the one that every page has; none in a program without a front end.
pub fn of(entries: &[&str]) -> minijinja::Value {
    static KEPT: OnceLock<Manifest> = OnceLock::new();
    let fresh;
    let manifest = if cfg!(debug_assertions) {
        fresh = read();
        &fresh
    } else {
        KEPT.get_or_init(read)
    };
    let mut files = Files::default();
    for entry in std::iter::once(&EVERY).chain(entries) {
        if let Some(chunk) = manifest.get(*entry) {
            add(&mut files.scripts, &chunk.file);
            gather(manifest, entry, &mut files);
        }
    }
    minijinja::Value::from(minijinja::value::Serde(&files))
}

fn gather(manifest: &Manifest, name: &str, files: &mut Files) {
    let Some(chunk) = manifest.get(name) else { return };
    chunk.css.iter().for_each(|file| add(&mut files.styles, file));
    for import in &chunk.imports {
        if let Some(imported) = manifest.get(import) {
            add(&mut files.preloads, &imported.file);
            gather(manifest, import, files);
        }
    }
}

fn add(list: &mut Vec<String>, file: &str) {
    let address = format!("/{file}");
    if !list.contains(&address) {
        list.push(address);
    }
}
