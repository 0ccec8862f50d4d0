//! The archive: written once, read with suspicion.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Component, Path},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};
use tempfile::NamedTempFile;

use crate::kernel::DateTime;

use super::{BLOBS, Fault, KEY, database::Kind};

const MANIFEST: &str = "manifest.json";
/// The layout of the archive.
const FORMAT: u32 = 1;

/// What an archive says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// Version of the program that wrote it.
    program: String,
    pub(super) made_at: DateTime,
    pub(super) database: Kind,
    /// Names of the migrations that the database had.
    pub(super) migrations: Vec<String>,
    pub(super) files: Vec<Listed>,
}

/// One file of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) name: String,
    size: u64,
    /// SHA-256, base64url.
    sha256: String,
}

impl Manifest {
    pub(super) fn new(made_at: DateTime, database: Kind, migrations: Vec<String>) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: FORMAT, program, made_at, database, migrations, files: Vec::new() }
    }
}

/// Counts and hashes what passes through.
struct Measured<S> {
    stream: S,
    size: u64,
    hash: Sha256,
}

impl<S> Measured<S> {
    fn new(stream: S) -> Self {
        Self { stream, size: 0, hash: Sha256::new() }
    }

    fn listed(self, name: &str) -> Listed {
        Listed { name: name.to_owned(), size: self.size, sha256: URL_SAFE_NO_PAD.encode(self.hash.finalize()) }
    }
}

impl<S: Read> Read for Measured<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.size += read as u64;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}

/// An archive being written, under another name until it is whole.
pub(super) struct Writer {
    tar: Builder<GzEncoder<BufWriter<NamedTempFile>>>,
    files: Vec<Listed>,
    mtime: u64,
}

impl Writer {
    pub(super) fn create(directory: &Path, made_at: DateTime) -> io::Result<Self> {
        // Made readable for its owner only: it holds a key and everybody's data.
        let file = tempfile::Builder::new().prefix(".jiaxiu-backup-").suffix(".partial").tempfile_in(directory)?;
        let tar = Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
        Ok(Self { tar, files: Vec::new(), mtime: u64::try_from(made_at.timestamp()).unwrap_or(0) })
    }

    pub(super) fn file(&mut self, name: &str, path: &Path) -> Result<(), Fault> {
        let file = File::open(path).map_err(|fault| format!("{}: {fault}", path.display()))?;
        let size = file.metadata()?.len();
        Ok(self.append(name, size, BufReader::new(file))?)
    }

    pub(super) fn bytes(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.append(name, content.len() as u64, content)
    }

    fn append(&mut self, name: &str, size: u64, content: impl Read) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(self.mtime);
        let mut content = Measured::new(content);
        self.tar.append_data(&mut header, name, &mut content)?;
        if content.size != size {
            return Err(io::Error::other(format!("{name} changed its length while it was read")));
        }
        self.files.push(content.listed(name));
        Ok(())
    }

    /// Writes the manifest, and puts the whole in its place, synced to disk.
    pub(super) fn finish(mut self, mut manifest: Manifest, target: &Path) -> io::Result<Manifest> {
        manifest.files = std::mem::take(&mut self.files);
        let text = serde_json::to_vec_pretty(&manifest)?;
        self.bytes(MANIFEST, &text)?;
        let file = self.tar.into_inner()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(target)?;
        let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(directory)?.sync_all()?;
        Ok(manifest)
    }
}

/// Unpacks an archive into an empty directory and checks all of it against its manifest.
pub(super) fn unpack(archive: &Path, into: &Path) -> Result<Manifest, Fault> {
    let file = File::open(archive).map_err(|fault| format!("{}: {fault}", archive.display()))?;
    let broken = |fault: io::Error| format!("{} is damaged or no backup: {fault}", archive.display());
    let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let mut found = BTreeMap::new();
    let mut manifest = None;
    for entry in tar.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = entry.path().map_err(broken)?.to_string_lossy().into_owned();
        if entry.header().entry_type() != EntryType::Regular || !is_expected(&name) {
            return Err(format!("{} holds {name:?}, which no backup does", archive.display()).into());
        }
        if name == MANIFEST {
            manifest = Some(serde_json::from_reader::<_, Manifest>(&mut entry)?);
        } else {
            let listed = extract(&mut entry, &name, into).map_err(broken)?;
            found.insert(name, listed);
        }
    }
    // The names and lengths between the files are covered by the sum at the very end of the stream: read up to it.
    io::copy(&mut tar.into_inner(), &mut io::sink()).map_err(broken)?;
    let manifest = manifest.ok_or_else(|| format!("{} has no manifest: it broke off", archive.display()))?;
    if manifest.format != FORMAT {
        return Err(format!("the archive has format {}; this program reads {FORMAT}", manifest.format).into());
    }
    for listed in &manifest.files {
        if found.remove(&listed.name).as_ref() != Some(listed) {
            return Err(format!("{} is missing or differs from its checksum", listed.name).into());
        }
    }
    match found.into_keys().next() {
        Some(name) => Err(format!("{name} is not in the manifest").into()),
        None => Ok(manifest),
    }
}

/// True for the names that backups hold; none leads out of the directory.
fn is_expected(name: &str) -> bool {
    let path = Path::new(name);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let known = [MANIFEST, KEY, Kind::Sqlite.file(), Kind::Postgres.file()].contains(&name);
    inside && (known || path.starts_with(BLOBS))
}

fn extract(content: impl Read, name: &str, into: &Path) -> io::Result<Listed> {
    let path = into.join(name);
    if let Some(parent) = path.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    let mut content = Measured::new(content);
    io::copy(&mut content, &mut file)?;
    file.flush()?;
    file.sync_all()?;
    Ok(content.listed(name))
}
