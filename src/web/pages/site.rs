//! What an installation says of itself: its name, its mark, and how to reach it. The pages ask [`Site`] and nothing else.

use serde::{Deserialize, Serialize};

use crate::{
    kernel::{Locale, Result, Text},
    platform::Services,
};

/// The installation, as pages show it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Site {
    /// Its name in the reader's language.
    pub name: String,
    /// Its name in both.
    pub names: Text,
    /// True when `/site/logo` has a picture to show instead of the built-in mark.
    pub logo: bool,
    /// Where people write to.
    pub email: Option<String>,
    /// Where people call.
    pub phone: Option<String>,
    /// Where it sits, in the reader's language.
    pub address: Option<String>,
    /// 备案号: the filing number that a Chinese site has to show.
    pub icp: Option<String>,
    /// True where everything is invented: nobody should take it for a real exchange.
    pub demo: bool,
    /// What everybody is told at the moment.
    pub announcement: Option<String>,
    /// What the installation adds to the terms.
    pub terms: Option<String>,
    /// … to the privacy statement.
    pub privacy: Option<String>,
    /// … to the help.
    pub help: Option<String>,
}

impl Site {
    /// The installation as it is set now, for a reader of `locale`.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn of(services: &Services, locale: Locale) -> Result<Self> {
        let set = services.site.current().await?;
        let shown = |text: &Text| text.in_locale(locale).map(str::to_owned);
        let now = services.db.clock().now();
        Ok(Self {
            name: shown(&set.name).unwrap_or_default(),
            names: set.name.clone(),
            logo: services.settings.logo.is_some(),
            email: set.contact.email.clone(),
            phone: set.contact.phone.clone(),
            address: shown(&set.contact.address),
            icp: services.settings.icp.clone(),
            demo: services.settings.demo,
            announcement: set.announced(now).and_then(|said| shown(&said.text)),
            terms: shown(&set.texts.terms),
            privacy: shown(&set.texts.privacy),
            help: shown(&set.texts.help),
        })
    }
}
