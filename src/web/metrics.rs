//! `/metrics` (Prometheus' text format), on a port of its own: it is for the operator's machines alone.

use std::{net::TcpListener, time::Instant};

use actix_web::{App, HttpResponse, HttpServer, dev::Server, get, web};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::{
    kernel::{Error, Result},
    platform::{
        Services,
        telemetry::{self, GROUP_SIZE, GROUPS, SECONDS, SECONDS_SUFFIX},
        vitals,
    },
};

/// Starts counting. Once a process; nothing is counted before.
///
/// # Errors
/// `internal` when something counts already.
pub fn record() -> Result<PrometheusHandle> {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix(SECONDS_SUFFIX.to_owned()), SECONDS)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Full(GROUP_SIZE.to_owned()), GROUPS))
        .map_err(Error::internal)?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|_| Error::internal("metrics are recorded already"))?;
    telemetry::describe();
    Ok(handle)
}

/// What was counted, and what is found on looking now.
///
/// # Errors
/// Faults of the database.
pub async fn text(services: &Services, recorded: &PrometheusHandle) -> Result<String> {
    let vitals = vitals::take(services.db.read()).await?.with_consumer("search", services.search.cursor());
    telemetry::vitals(&vitals);
    if let Some(bytes) = resident() {
        #[allow(clippy::cast_precision_loss)]
        metrics::gauge!("jiaxiu_resident_memory_bytes").set(bytes as f64);
    }
    recorded.run_upkeep();
    Ok(recorded.render())
}

/// Resident memory of this process, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

struct Source {
    services: Services,
    recorded: PrometheusHandle,
    since: Instant,
}

/// Everything that is counted.
#[get("/metrics")]
async fn scrape(source: web::Data<Source>) -> Result<HttpResponse> {
    metrics::gauge!("jiaxiu_up_seconds").set(source.since.elapsed().as_secs_f64());
    let text = text(&source.services, &source.recorded).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}

/// Serves `/metrics` on `listener` until the returned server is stopped.
///
/// # Errors
/// `internal` when the socket can't be used.
pub fn serve(services: Services, recorded: PrometheusHandle, listener: TcpListener) -> Result<Server> {
    let source = web::Data::new(Source { services, recorded, since: Instant::now() });
    let server = HttpServer::new(move || App::new().app_data(source.clone()).service(scrape))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .map_err(Error::internal)?
        .run();
    Ok(server)
}
