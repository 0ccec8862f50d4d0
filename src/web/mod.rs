//! The HTTP server: routes of every domain, sessions, problems, the API description.

pub mod application;
pub mod assets;
pub mod docs;
pub mod health;
pub mod metrics;
pub mod openapi;
pub mod pages;
pub mod server;
pub mod session;
pub mod telemetry;

use utoipa_actix_web::service_config::ServiceConfig;

/// Every route of `/api/v1`.
pub fn api(config: &mut ServiceConfig<'_>) {
    config.configure(crate::identity::routes::routes);
    config.configure(crate::patents::routes::routes);
    config.configure(crate::listings::routes::routes);
    config.configure(crate::intermediaries::routes::routes);
    config.configure(crate::ledger::routes::routes);
    config.configure(crate::deals::routes::routes);
    config.configure(crate::trading::routes::routes);
    config.configure(crate::notifications::routes::routes);
    config.configure(crate::discovery::routes::routes);
    config.configure(crate::settings::routes::routes);
    config.configure(crate::desk::routes::routes);
    config.configure(crate::insights::routes::routes);
}
