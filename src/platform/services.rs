//! What one running application has, for handlers and consumers.

use std::{path::PathBuf, sync::Arc};

use super::{
    Db, blob::Blobs, idempotency::InFlight, mail::Mailer, rates::Rates, search::SearchEngine, shutdown::Shutdown,
    site::Site,
};

/// Facts of the configuration that handlers need.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach this server, without a slash at the end.
    pub public_url: String,
    /// The installation's name for authenticators and passkeys; mails and pages ask [`Services::site`].
    pub name: String,
    /// The file of the installation's mark: SVG, PNG, WebP or JPEG.
    pub logo: Option<PathBuf>,
    /// 备案号, which a site in China shows at its foot.
    pub icp: Option<String>,
    /// Directory of everything that is not in the database.
    pub data: PathBuf,
    /// The sandbox bank answers at once, and anyone who owes may pay with it.
    pub sandbox_bank: bool,
    /// Everything here is invented: what `jiaxiu demo` serves, on this machine only.
    pub demo: bool,
    /// Longest file that is taken, in bytes.
    pub max_upload: u64,
    /// A proxy in front says in `X-Forwarded-For` who asks.
    pub behind_proxy: bool,
    /// Key of the access tokens (HMAC-SHA-256).
    pub token_key: Vec<u8>,
}

/// The stores and tools of one running application. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub db: Db,
    /// Files.
    pub blobs: Blobs,
    /// Full-text search.
    pub search: Arc<dyn SearchEngine>,
    /// Held while the index on disk is this process's own; none where another process has it.
    pub index_lock: Option<Arc<std::fs::File>>,
    /// Outgoing mail.
    pub mailer: Mailer,
    /// Who asks too often.
    pub rates: Arc<Rates>,
    /// Idempotency keys under way.
    pub in_flight: InFlight,
    /// Whether the server is about to stop.
    pub shutdown: Shutdown,
    /// What the operator sets while the exchange runs.
    pub site: Site,
    /// The configuration's facts.
    pub settings: Arc<Settings>,
}
