//! Cookie mode: the session's secrets travel in cookies that no script can read.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};

use crate::platform::Settings;

use super::tokens;

/// The only paths that get to see the refresh token.
const REFRESH_PATH: &str = "/api/v1/sessions";

/// The names of the cookies on this installation.
///
/// Over https the access cookie is `__Host-`: no other host and no plain http sets it. The refresh cookie is bound to a
/// path, which `__Host-` does not allow, hence `__Secure-`. On a loopback address, which has no https, both are plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    /// Carries the access token.
    pub access: &'static str,
    /// Carries the refresh token.
    pub refresh: &'static str,
    secure: bool,
}

impl Cookies {
    /// As the installation's public address asks for.
    pub fn of(settings: &Settings) -> Self {
        if settings.public_url.starts_with("https://") {
            Self { access: "__Host-jiaxiu", refresh: "__Secure-jiaxiu-refresh", secure: true }
        } else {
            Self { access: "jiaxiu", refresh: "jiaxiu-refresh", secure: false }
        }
    }

    /// The cookies of a session.
    pub(super) fn filled(self, access: &str, refresh: &str) -> [Cookie<'static>; 2] {
        let [mut first, mut second] = self.empty();
        first.set_value(access.to_owned());
        first.set_max_age(Duration::seconds(tokens::ACCESS.num_seconds()));
        second.set_value(refresh.to_owned());
        second.set_max_age(Duration::seconds(tokens::SESSION.num_seconds()));
        [first, second]
    }

    /// Cookies that take the place of a session's and end at once.
    pub(super) fn cleared(self) -> [Cookie<'static>; 2] {
        self.empty().map(|mut cookie| {
            cookie.set_max_age(Duration::ZERO);
            cookie
        })
    }

    /// The refresh token that a request brings as a cookie.
    pub(super) fn refresh_of(self, request: &HttpRequest) -> Option<String> {
        request.cookie(self.refresh).map(|cookie| cookie.value().to_owned())
    }

    fn empty(self) -> [Cookie<'static>; 2] {
        let build = |name: &'static str| Cookie::build(name, "").secure(self.secure).http_only(true);
        [
            // Lax: a link in a mail leads to a page that knows its reader.
            build(self.access).path("/").same_site(SameSite::Lax).finish(),
            build(self.refresh).path(REFRESH_PATH).same_site(SameSite::Strict).finish(),
        ]
    }
}
