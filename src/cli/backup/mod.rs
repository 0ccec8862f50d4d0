//! `jiaxiu backup` and `jiaxiu restore`: everything that can't be made again, in one file.
//!
//! The archive (`.tar.gz`) holds a snapshot of the database, the files, the key of the access tokens, and last a
//! manifest with the size and SHA-256 of each: an archive that broke off has none and is refused. The search index is
//! not in it, because it is built anew from the database.

mod archive;
mod database;
mod restore;

use std::path::{Path, PathBuf};

use futures::TryStreamExt;
use serde_json::json;

use crate::{
    config::Config,
    kernel::{Clock, DateTime},
    platform::blob::Blobs,
};

use super::{Console, Outcome, Setting};

pub(super) use database::applied as applied_migrations;
pub use restore::Restore;

use archive::{Manifest, Writer};
use database::Kind;

type Fault = Box<dyn std::error::Error + Send + Sync>;

const KEY: &str = "token.key";
const BLOBS: &str = "blobs";

/// Write everything to one file. The server may be running.
#[derive(clap::Args)]
pub struct Backup {
    /// The archive to write, such as `jiaxiu-2026-03-02.tar.gz`.
    file: PathBuf,
    /// Replace the file if it exists.
    #[arg(long)]
    force: bool,
}

impl Backup {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        if self.file.exists() && !self.force {
            return Err(format!("{} exists; --force replaces it", self.file.display()).into());
        }
        let console = setting.console;
        let manifest = create(&setting.config, &self.file, Clock::system().now(), console).await?;
        console.progress_done();
        let bytes = std::fs::metadata(&self.file)?.len();
        let told =
            json!({ "file": self.file, "bytes": bytes, "files": manifest.files.len(), "made_at": manifest.made_at });
        let text = format!("{}: {} files, {bytes} bytes", self.file.display(), manifest.files.len());
        console.answer(&told, text)
    }
}

/// Writes the archive; it is at `file` only when it is whole.
async fn create(config: &Config, file: &Path, made_at: DateTime, console: Console) -> Result<Manifest, Fault> {
    let url = config.database_url();
    let kind = Kind::of(&url);
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let scratch = tempfile::Builder::new()
        .prefix(".jiaxiu-backup-")
        .tempdir_in(directory)
        .map_err(|fault| format!("{}: {fault}", directory.display()))?;
    let migrations = database::migrations(&url).await?;
    console.progress("copying the database");
    let snapshot = scratch.path().join(kind.file());
    database::snapshot(&url, &snapshot).await?;
    let mut writer = Writer::create(directory, made_at)?;
    writer.file(kind.file(), &snapshot)?;
    std::fs::remove_file(&snapshot)?;
    writer.file(KEY, &config.data.join(KEY))?;
    // After the database: a file is stored before the first row that names it, and never changes.
    blobs(config, &mut writer, console).await?;
    let manifest = Manifest::new(made_at, kind, migrations);
    Ok(writer.finish(manifest, file)?)
}

async fn blobs(config: &Config, writer: &mut Writer, console: Console) -> Result<(), Fault> {
    let directory = config.data.join(BLOBS);
    if !directory.is_dir() {
        return Ok(());
    }
    let blobs = Blobs::local(&directory)?;
    let mut keys = blobs.keys();
    let mut count = 0u64;
    while let Some(key) = keys.try_next().await? {
        let content = blobs.get(&key).await?;
        writer.bytes(&format!("{BLOBS}/{key}"), &content)?;
        count += 1;
        if count.is_multiple_of(100) {
            console.progress(format!("{count} files"));
        }
    }
    Ok(())
}
