//! What everybody may know of this installation.

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{identity::webauthn, kernel::Result, platform::http::Call};

/// What everybody may know of this installation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InstallationOut {
    /// Its name.
    pub name: String,
    /// Everything in it is invented, and it is there to be tried out.
    pub demo: bool,
    /// Its bank answers at once and moves no real money.
    pub sandbox_bank: bool,
    /// Mail is kept here instead of being sent: its reader finds it at `/mail`.
    pub captured_mail: bool,
    /// The one origin at which passkeys work; none where the exchange is reached by a bare address.
    pub passkey_origin: Option<String>,
}

/// What everybody may know of this installation: its name, and whether it is the real thing.
#[utoipa::path(tag = "installation", responses((status = 200, body = InstallationOut)))]
#[get("/installation")]
pub(crate) async fn get_installation(call: Call) -> Result<web::Json<InstallationOut>> {
    let settings = &call.services.settings;
    Ok(web::Json(InstallationOut {
        name: settings.name.clone(),
        demo: settings.demo,
        sandbox_bank: settings.sandbox_bank,
        captured_mail: call.services.mailer.is_captured(),
        passkey_origin: webauthn::origin(&settings.public_url).map(|(_, origin)| origin),
    }))
}
