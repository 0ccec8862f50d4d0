//! Which packs there are: those that come with the program, and the operator's own.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{PackError, RulePack, RulePackId};

const EMBEDDED: &[(&str, &str)] = &[
    ("private-2026-1.toml", include_str!("packs/private-2026-1.toml")),
    ("university-2026-1.toml", include_str!("packs/university-2026-1.toml")),
    ("state_owned-2026-1.toml", include_str!("packs/state_owned-2026-1.toml")),
];

/// Every known pack, by identity. Old versions stay, because deals pin them.
#[derive(Clone, Debug, Default)]
pub struct RulePacks(BTreeMap<RulePackId, Arc<RulePack>>);

impl RulePacks {
    /// The packs that come with the program.
    ///
    /// # Errors
    /// None in a released program: the tests read every embedded pack.
    pub fn embedded() -> Result<Self, PackError> {
        let mut packs = Self::default();
        for (origin, text) in EMBEDDED {
            packs.add(origin, text)?;
        }
        Ok(packs)
    }

    /// The embedded packs and those of `*.toml` in a directory.
    ///
    /// # Errors
    /// What is wrong with the first file that is refused, or that it cannot be read.
    pub fn with_directory(directory: &Path) -> Result<Self, PackError> {
        let unreadable = |path: &Path, fault: std::io::Error| PackError::one(&path.display().to_string(), fault);
        let mut packs = Self::embedded()?;
        for path in toml_files(directory).map_err(|fault| unreadable(directory, fault))? {
            let text = std::fs::read_to_string(&path).map_err(|fault| unreadable(&path, fault))?;
            packs.add(&path.display().to_string(), &text)?;
        }
        Ok(packs)
    }

    /// The pack that something pinned.
    pub fn get(&self, id: &RulePackId) -> Option<&Arc<RulePack>> {
        self.0.get(id)
    }

    /// The newest version of that name: what a new listing pins.
    pub fn latest(&self, name: &str) -> Option<&Arc<RulePack>> {
        self.0.values().rfind(|pack| pack.id.name() == name)
    }

    /// All packs, by name and version.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<RulePack>> {
        self.0.values()
    }

    fn add(&mut self, origin: &str, text: &str) -> Result<(), PackError> {
        let pack = RulePack::parse(origin, text)?;
        if self.0.contains_key(&pack.id) {
            let message =
                format!("{} exists already; deals may have pinned it, so give yours another version", pack.id);
            return Err(PackError::one(origin, message));
        }
        self.0.insert(pack.id.clone(), Arc::new(pack));
        Ok(())
    }
}

impl RulePack {
    /// An embedded pack, `private@2026-1`.
    ///
    /// # Errors
    /// There is no such pack.
    pub fn load(id: &str) -> Result<Self, PackError> {
        let packs = RulePacks::embedded()?;
        let id: RulePackId = id.parse().map_err(|fault| PackError { origin: id.to_owned(), faults: vec![fault] })?;
        match packs.get(&id) {
            Some(pack) => Ok(RulePack::clone(pack)),
            None => {
                let known: Vec<String> = packs.iter().map(|pack| pack.id.to_string()).collect();
                Err(PackError::one(&id.to_string(), format!("not known; there are {}", known.join(", "))))
            }
        }
    }
}

/// The `*.toml` files of a directory, by name.
pub(super) fn toml_files(directory: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
