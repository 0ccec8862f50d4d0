//! Assembling and running the server.

use std::net::{SocketAddr, TcpListener};

use actix_web::{
    App as ActixApp, HttpServer,
    dev::Server,
    middleware::{self, from_fn},
    web,
};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt, scope};

use crate::{
    kernel::{Error, Result},
    ledger::bank::Payees,
    notifications::Hub,
    platform::Services,
};

use super::{api, application, assets, docs, health, openapi, pages, session, telemetry};

/// What handlers reach for.
pub struct Parts {
    /// The stores.
    pub services: Services,
    /// The live streams.
    pub hub: Hub,
    /// Who takes in bank payments.
    pub payees: Payees,
}

/// Serves on `listener` until the returned server is stopped.
///
/// # Errors
/// `internal` when the socket can't be used.
pub fn serve(parts: Parts, listener: TcpListener, workers: usize) -> Result<(Server, SocketAddr)> {
    let address = listener.local_addr().map_err(Error::internal)?;
    let https = parts.services.settings.public_url.starts_with("https://");
    let services = web::Data::new(parts.services);
    let hub = web::Data::new(parts.hub);
    let payees = web::Data::new(parts.payees);
    let description: web::Data<OpenApi> = web::Data::new(openapi::document());
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(services.clone())
            .app_data(payees.clone())
            .app_data(description.clone())
            .app_data(hub.clone())
            .app_data(web::PathConfig::default().error_handler(|_, _| Error::not_found().into()))
            .wrap(middleware::Compress::default())
            .wrap(headers(https))
            .wrap(from_fn(telemetry::observe))
            .service(health::healthz)
            .service(health::readyz)
            .service(openapi::describe)
            .configure(docs::routes)
            .configure(assets::routes)
            .configure(application::routes)
            .configure(pages::routes)
            .into_utoipa_app()
            .service(scope::scope("/api/v1").wrap(from_fn(session::identify)).configure(api))
            .into_app()
            .default_service(web::to(pages::not_found))
    })
    .workers(workers)
    // Signals belong to whoever started the server; a stream or a slow reader has this long to end.
    .disable_signals()
    .shutdown_timeout(10)
    .listen(listener)
    .map_err(Error::internal)?
    .run();
    Ok((server, address))
}

/// What every answer says to browsers; an answer that needs another policy brings its own.
fn headers(https: bool) -> middleware::DefaultHeaders {
    let headers = middleware::DefaultHeaders::new()
        .add(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "same-origin"))
        .add(("X-Frame-Options", "DENY"));
    if https { headers.add(("Strict-Transport-Security", "max-age=31536000")) } else { headers }
}
