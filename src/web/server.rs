//! Assembling and running the server.

use std::net::{SocketAddr, TcpListener};

use actix_web::{
    App as ActixApp, HttpResponse, HttpServer, ResponseError,
    dev::Server,
    middleware::{self, from_fn},
    web,
};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt, scope};
use utoipa_scalar::{Scalar, Servable};

use crate::{
    kernel::{Error, Result},
    notifications::Hub,
    platform::Services,
};

use super::{api, health, openapi, session};

/// Serves on `listener` until the returned server is stopped.
///
/// # Errors
/// `internal` when the socket can't be used.
pub fn serve(services: Services, hub: Hub, listener: TcpListener, workers: usize) -> Result<(Server, SocketAddr)> {
    let address = listener.local_addr().map_err(Error::internal)?;
    let services = web::Data::new(services);
    let hub = web::Data::new(hub);
    let payees = web::Data::new(crate::app::payees());
    let description: web::Data<OpenApi> = web::Data::new(openapi::document());
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(services.clone())
            .app_data(payees.clone())
            .app_data(description.clone())
            .app_data(hub.clone())
            .app_data(web::PathConfig::default().error_handler(|_, _| Error::not_found().into()))
            .wrap(middleware::Compress::default())
            .wrap(headers())
            .service(health::healthz)
            .service(health::readyz)
            .service(openapi::describe)
            .service(Scalar::with_url("/api/docs", description.as_ref().clone()))
            .into_utoipa_app()
            .service(scope::scope("/api/v1").wrap(from_fn(session::identify)).configure(api))
            .into_app()
            .default_service(web::to(not_found))
    })
    .workers(workers)
    .shutdown_timeout(10)
    .listen(listener)
    .map_err(Error::internal)?
    .run();
    Ok((server, address))
}

fn headers() -> middleware::DefaultHeaders {
    middleware::DefaultHeaders::new()
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "same-origin"))
        .add(("X-Frame-Options", "DENY"))
}

async fn not_found() -> HttpResponse {
    Error::not_found().error_response()
}
