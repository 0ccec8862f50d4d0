//! What the server counts: names of the metrics, in one place.
//!
//! Labels are names from the code (operations, routes, statuses), never ids or anything a caller wrote.

use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};

use super::vitals::Vitals;

/// Upper bounds of the buckets of durations, in seconds.
pub const SECONDS: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Upper bounds of the buckets of group sizes.
pub const GROUPS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0];

/// Ends the name of every histogram of durations.
pub const SECONDS_SUFFIX: &str = "_seconds";
/// Commands in one transaction of the SQLite writer.
pub const GROUP_SIZE: &str = "jiaxiu_commit_group_commands";

/// Tells a recorder what the metrics mean.
pub fn describe() {
    describe_counter!("jiaxiu_http_requests_total", "Requests answered, by method, route and status.");
    describe_histogram!("jiaxiu_http_request_duration_seconds", Unit::Seconds, "Time to the head of the answer.");
    describe_counter!("jiaxiu_commands_total", "Commands, by operation and outcome (`ok` or the error's code).");
    describe_histogram!("jiaxiu_command_duration_seconds", Unit::Seconds, "Time from a command to its COMMIT.");
    describe_histogram!(GROUP_SIZE, "Commands in one transaction of the SQLite writer.");
    describe_gauge!("jiaxiu_events_head", "Position of the newest event.");
    describe_gauge!("jiaxiu_events_outbox", "Events that have no position yet (PostgreSQL).");
    describe_gauge!("jiaxiu_consumer_lag_events", "Events that a consumer has not taken in.");
    describe_gauge!("jiaxiu_jobs", "Jobs, by state: queued, failing (queued, and failed before), dead.");
    describe_gauge!("jiaxiu_up_seconds", Unit::Seconds, "Time since the server was ready.");
    describe_gauge!("jiaxiu_resident_memory_bytes", Unit::Bytes, "Resident memory of the process.");
}

/// A request was answered.
pub fn request(method: &'static str, route: String, status: u16, took: Duration) {
    counter!(
        "jiaxiu_http_requests_total",
        "method" => method, "route" => route.clone(), "status" => status.to_string()
    )
    .increment(1);
    histogram!("jiaxiu_http_request_duration_seconds", "method" => method, "route" => route).record(took);
}

/// A command came to its end.
pub(super) fn command(operation: &'static str, outcome: &'static str, took: Duration) {
    counter!("jiaxiu_commands_total", "operation" => operation, "outcome" => outcome).increment(1);
    histogram!("jiaxiu_command_duration_seconds", "operation" => operation).record(took);
}

/// The SQLite writer committed a group.
pub(super) fn group(commands: usize) {
    histogram!(GROUP_SIZE).record(f64::from(u32::try_from(commands).unwrap_or(u32::MAX)));
}

/// What was found on looking.
pub fn vitals(vitals: &Vitals) {
    #[allow(clippy::cast_precision_loss)] // nothing here nears 2^53
    let float = |n: i64| n as f64;
    gauge!("jiaxiu_events_head").set(float(vitals.head));
    gauge!("jiaxiu_events_outbox").set(float(vitals.outbox));
    for consumer in &vitals.consumers {
        gauge!("jiaxiu_consumer_lag_events", "consumer" => consumer.name.clone()).set(float(consumer.lag));
    }
    for (state, count) in [("queued", vitals.jobs.queued), ("failing", vitals.jobs.failing), ("dead", vitals.jobs.dead)]
    {
        gauge!("jiaxiu_jobs", "state" => state).set(float(count));
    }
}
