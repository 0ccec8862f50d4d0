//! Routes of this domain.

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this domain.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
