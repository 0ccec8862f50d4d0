//! Configuration: defaults < `jiaxiu.toml` < environment (`JIAXIU__DATABASE__URL`) < flags; `*_FILE` for secrets.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    kernel::Text,
    platform::site::{Contact, SiteSettings},
};

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where to listen.
    pub bind: SocketAddr,
    /// Where `/metrics` listens; nowhere unless set.
    pub metrics_bind: Option<SocketAddr>,
    /// Address under which people reach this server.
    pub public_url: Option<String>,
    /// The installation's name.
    pub name: String,
    /// What the public pages say of the installation.
    pub site: Site,
    /// Directory of everything that is not in the database.
    pub data: PathBuf,
    /// The database.
    pub database: Database,
    /// Outgoing mail.
    pub mail: Mail,
    /// Bank connection.
    pub bank: Bank,
    /// Limits.
    pub limits: Limits,
    /// The log.
    pub log: Log,
    /// HTTP worker threads; one a core unless set.
    pub workers: Option<usize>,
    /// Seconds between being told to stop and taking no more requests; meanwhile `/readyz` says 503, so that a load
    /// balancer can turn elsewhere.
    pub shutdown_delay_seconds: u64,
    /// True when a proxy in front sets `X-Forwarded-For`; its last entry is then taken for the caller's address.
    pub behind_proxy: bool,
    /// Everything here is invented; `jiaxiu demo` says so, no file can.
    #[serde(skip)]
    pub demo: bool,
}

/// What the public pages say of the installation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Its name on Chinese pages.
    pub name_zh: String,
    /// Its name on English pages.
    pub name_en: String,
    /// The file of its mark (SVG, PNG, WebP, JPEG); the built-in one unless set.
    pub logo: Option<PathBuf>,
    /// Where people write to.
    pub email: Option<String>,
    /// Where people call.
    pub phone: Option<String>,
    /// Where it sits, in Chinese.
    pub address_zh: Option<String>,
    /// Where it sits, in English.
    pub address_en: Option<String>,
    /// 备案号, which a site in China shows at its foot.
    pub icp: Option<String>,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name_zh: "甲秀".to_owned(),
            name_en: "Jiaxiu".to_owned(),
            logo: None,
            email: None,
            phone: None,
            address_zh: None,
            address_en: None,
            icp: None,
        }
    }
}

impl Site {
    /// What holds until the operator sets something else.
    pub fn settings(&self) -> SiteSettings {
        let contact = Contact {
            email: self.email.clone(),
            phone: self.phone.clone(),
            address: Text { zh: self.address_zh.clone(), en: self.address_en.clone() },
        };
        SiteSettings::defaults(Text { zh: Some(self.name_zh.clone()), en: Some(self.name_en.clone()) }, contact)
    }
}

/// The database.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite://PATH` or `postgres://…`; a file in the data directory unless set.
    pub url: Option<String>,
    /// File that holds the URL (it may contain a password).
    pub url_file: Option<PathBuf>,
    /// Connections.
    pub connections: Option<u32>,
}

/// Outgoing mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtps://user:password@host`; mail is captured unless set.
    pub smtp_url: Option<String>,
    /// File that holds the URL.
    pub smtp_url_file: Option<PathBuf>,
    /// Sender.
    pub from: String,
}

/// Bank connection.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bank {
    /// A bank that answers at once and moves no real money. Never on a real exchange.
    pub sandbox: bool,
}

/// Limits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Longest file, in bytes.
    pub upload_bytes: u64,
    /// Requests a minute from one address that is not signed in.
    pub anonymous_per_minute: u32,
    /// Requests a minute of one account.
    pub account_per_minute: u32,
    /// Sign-ins, sign-ups and resets a minute from one address; half as many sign-ins to one account.
    pub credentials_per_minute: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            metrics_bind: None,
            public_url: None,
            name: "甲秀 Jiaxiu".to_owned(),
            site: Site::default(),
            data: PathBuf::from("data"),
            database: Database::default(),
            mail: Mail::default(),
            bank: Bank::default(),
            limits: Limits::default(),
            log: Log::default(),
            workers: None,
            shutdown_delay_seconds: 0,
            behind_proxy: false,
            demo: false,
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self { smtp_url: None, smtp_url_file: None, from: "Jiaxiu <no-reply@localhost>".to_owned() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { upload_bytes: 50 << 20, anonymous_per_minute: 600, account_per_minute: 6000, credentials_per_minute: 30 }
    }
}

/// The log, on standard error.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// How a line looks.
    pub format: LogFormat,
    /// Which lines there are, as `RUST_LOG` says it (and overrules this).
    pub filter: String,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines: an object a line.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info,tantivy=warn".to_owned() }
    }
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A source can't be read, or a value has the wrong shape.
    #[error("configuration: {0}")]
    Source(#[from] config::ConfigError),
    /// A secret's file can't be read.
    #[error("configuration: {0}: {1}")]
    Secret(PathBuf, std::io::Error),
    /// Values that must not go together.
    #[error("configuration: {0}")]
    Refused(String),
}

impl Config {
    /// Reads the configuration: `file` if given, else `jiaxiu.toml` in the working directory if there is one.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut sources = config::Config::builder();
        sources = match file {
            Some(file) => sources.add_source(config::File::from(file)),
            None => sources.add_source(config::File::with_name("jiaxiu.toml").required(false)),
        };
        let environment =
            config::Environment::with_prefix("JIAXIU").prefix_separator("__").separator("__").try_parsing(true);
        let mut loaded: Self = sources.add_source(environment).build()?.try_deserialize()?;
        loaded.database.url = secret(loaded.database.url, loaded.database.url_file.as_deref())?;
        loaded.mail.smtp_url = secret(loaded.mail.smtp_url, loaded.mail.smtp_url_file.as_deref())?;
        Ok(loaded)
    }

    /// The database's URL.
    pub fn database_url(&self) -> String {
        self.database.url.clone().unwrap_or_else(|| format!("sqlite://{}", self.data.join("jiaxiu.db").display()))
    }

    /// The address people use, without a slash at the end.
    pub fn public_url(&self) -> String {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.bind));
        url.trim_end_matches('/').to_owned()
    }

    /// Refuses to serve other machines without https: cookies and WebCrypto need it.
    ///
    /// # Errors
    /// [`ConfigError::Refused`].
    pub fn check_bind(&self) -> Result<(), ConfigError> {
        if self.bind.ip().is_loopback() || self.public_url().starts_with("https://") {
            return Ok(());
        }
        Err(ConfigError::Refused(format!(
            "bind is {}, which other machines reach, but public_url is {}: set public_url to an https address (a proxy in front ends TLS), or bind to 127.0.0.1",
            self.bind,
            self.public_url()
        )))
    }
}

fn secret(value: Option<String>, file: Option<&Path>) -> Result<Option<String>, ConfigError> {
    let Some(file) = file else { return Ok(value) };
    let text = std::fs::read_to_string(file).map_err(|fault| ConfigError::Secret(file.to_owned(), fault))?;
    Ok(Some(text.trim().to_owned()))
}
