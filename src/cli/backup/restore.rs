//! `jiaxiu restore`: from an archive to an exchange that can be served.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use migration::{Migrator, MigratorTrait};
use serde_json::json;

use crate::config::Config;

use super::{
    super::{Outcome, Setting},
    BLOBS, Fault, KEY,
    archive::{self, Manifest},
    database::{self, Kind},
};

/// Put back what a backup holds. The server must not be running.
#[derive(clap::Args)]
pub struct Restore {
    /// The archive.
    file: PathBuf,
    /// Replace what is there: database, files and key.
    #[arg(long)]
    force: bool,
}

impl Restore {
    pub(in crate::cli) async fn run(self, setting: Setting) -> Outcome {
        let config = &setting.config;
        fs::create_dir_all(&config.data)?;
        // The lock that a server holds on its search index.
        let lock = fs::File::create(config.data.join("search.lock"))?;
        lock.try_lock().map_err(|_| format!("a server uses {}; stop it first", config.data.display()))?;
        if !self.force {
            refuse_to_destroy(config).await?;
        }
        setting.console.progress("reading and checking the archive");
        let staging = tempfile::Builder::new().prefix(".restore-").tempdir_in(&config.data)?;
        let manifest = archive::unpack(&self.file, staging.path())?;
        check(&manifest, config)?;
        setting.console.progress("putting everything in its place");
        put(config, &manifest, staging.path()).await?;
        setting.console.progress_done();
        let told = json!({ "files": manifest.files.len(), "made_at": manifest.made_at });
        let text = format!("Restored {} files of {}.", manifest.files.len(), manifest.made_at.to_rfc3339());
        setting.console.answer(&told, text)
    }
}

async fn refuse_to_destroy(config: &Config) -> Outcome {
    let files = [KEY, BLOBS].map(|name| config.data.join(name));
    for path in files {
        let filled = path.is_file() || fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some());
        if filled {
            return Err(format!("{} exists; --force replaces it", path.display()).into());
        }
    }
    if !database::is_empty(&config.database_url()).await? {
        return Err("the database is not empty; --force replaces it".into());
    }
    Ok(())
}

/// Refuses what this program and this database can't hold.
fn check(manifest: &Manifest, config: &Config) -> Outcome {
    let target = Kind::of(&config.database_url());
    if manifest.database != target {
        let (from, to) = (manifest.database.name(), target.name());
        return Err(format!("the archive holds a {from} database; the configured one is {to}").into());
    }
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    match manifest.migrations.iter().find(|name| !known.contains(name)) {
        Some(name) => Err(format!("the archive was made by a newer program: this one does not know {name}").into()),
        None => Ok(()),
    }
}

/// The database goes last: until then nothing that was served before is gone from it.
async fn put(config: &Config, manifest: &Manifest, staging: &Path) -> Result<(), Fault> {
    let old = staging.join("old");
    fs::create_dir(&old)?;
    fs::create_dir_all(staging.join(BLOBS))?;
    for name in [BLOBS, KEY] {
        let target = config.data.join(name);
        if target.exists() {
            fs::rename(&target, old.join(name))?;
        }
        fs::rename(staging.join(name), &target)?;
    }
    fs::set_permissions(config.data.join(KEY), Permissions::from_mode(0o600))?;
    fs::set_permissions(config.data.join(BLOBS), Permissions::from_mode(0o700))?;
    // It belongs to the database that goes; the server builds it anew.
    let index = config.data.join("search");
    if index.exists() {
        fs::rename(&index, old.join("search"))?;
    }
    database::replace(&config.database_url(), &staging.join(manifest.database.file())).await?;
    fs::File::open(&config.data)?.sync_all()?;
    Ok(())
}
