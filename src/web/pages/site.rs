//! What an installation says of itself: its name, its mark, and how to reach it. The pages ask [`Site`] and nothing else.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{
    kernel::{Locale, Text},
    platform::{Services, services::SiteSettings},
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
    /// True where the bank only plays: nobody should take it for a real exchange.
    pub demo: bool,
}

impl Site {
    /// The installation, for a reader of `locale`.
    pub fn of(services: &Services, locale: Locale) -> Self {
        let SiteSettings { name, logo, email, phone, address, icp } = services.settings.site.clone();
        let shown = |text: &Text| text.in_locale(locale).map(str::to_owned);
        Self {
            name: shown(&name).unwrap_or_else(|| services.settings.name.clone()),
            names: name,
            logo: logo.is_some(),
            email,
            phone,
            address: shown(&address),
            icp,
            demo: services.settings.sandbox_bank,
        }
    }

    /// The file of its mark.
    pub fn logo(services: &Services) -> Option<PathBuf> {
        services.settings.site.logo.clone()
    }
}
