//! Who asks too often: token buckets by address and by account.
//!
//! The buckets are this process's own. Two servers behind one name let through twice as much, which is what two servers
//! can bear.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use futures::future::BoxFuture;
use governor::{Quota, RateLimiter, clock, middleware::NoOpMiddleware, state::keyed::DashMapStateStore};
use sha2::{Digest, Sha256};

use crate::kernel::{Clock, Error, Result, id::AccountId};

use super::{Db, jobs::Sweep};

/// Buckets kept before the full ones are dropped ahead of time.
const MANY: usize = 100_000;

/// The application's clock, so that tests need not wait.
#[derive(Clone)]
struct Time(Clock);

impl clock::Clock for Time {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().timestamp_micros()).unwrap_or(0))
    }
}

type Buckets = RateLimiter<u128, DashMapStateStore<u128>, Time, NoOpMiddleware<Duration>>;

/// Buckets of one size. A full bucket holds what comes in one minute.
struct Limiter {
    buckets: Buckets,
    per_minute: u32,
    clock: Time,
}

impl Limiter {
    fn new(per_minute: u32, clock: &Clock) -> Self {
        let clock = Time(clock.clone());
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self { buckets: RateLimiter::dashmap_with_clock(quota, clock.clone()), per_minute, clock }
    }

    fn take(&self, key: u128) -> Result<()> {
        if self.buckets.len() > MANY {
            self.buckets.retain_recent();
        }
        self.buckets.check_key(&key).map_err(|full| {
            let wait = full.wait_time_from(clock::Clock::now(&self.clock)).as_millis().div_ceil(1000).max(1);
            Error::rate_limited(
                format!("{} requests a minute", self.per_minute),
                u64::try_from(wait).unwrap_or(u64::MAX),
            )
        })
    }
}

/// Requests a minute that are taken.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From one address without a session.
    pub anonymous: u32,
    /// Of one account.
    pub account: u32,
    /// Sign-ins, sign-ups and resets from one address.
    pub credentials: u32,
}

/// Every limit of one running application.
pub struct Rates {
    addresses: Limiter,
    accounts: Limiter,
    credentials: Limiter,
    guesses: Limiter,
}

impl Rates {
    /// Empty buckets.
    pub fn new(clock: &Clock, limits: Limits) -> Self {
        Self {
            addresses: Limiter::new(limits.anonymous, clock),
            accounts: Limiter::new(limits.account, clock),
            credentials: Limiter::new(limits.credentials, clock),
            guesses: Limiter::new(limits.credentials.div_ceil(2), clock),
        }
    }

    /// A request from an address that is not signed in.
    ///
    /// # Errors
    /// `rate_limited`.
    pub fn anonymous(&self, address: Option<IpAddr>) -> Result<()> {
        self.addresses.take(network(address))
    }

    /// A request of a signed-in account.
    ///
    /// # Errors
    /// `rate_limited`.
    pub fn account(&self, account: AccountId) -> Result<()> {
        self.accounts.take(account.0.as_u128())
    }

    /// A sign-in, sign-up or reset from an address: each costs a password hash or a mail.
    ///
    /// # Errors
    /// `rate_limited`.
    pub fn credentials(&self, address: Option<IpAddr>) -> Result<()> {
        self.credentials.take(network(address))
    }

    /// A guess at somebody's password or code, from wherever. `whose` is the account's address, known or not.
    ///
    /// # Errors
    /// `rate_limited`.
    pub fn guess(&self, whose: &str) -> Result<()> {
        let digest = Sha256::digest(whose.as_bytes());
        let mut key = [0u8; 16];
        key.copy_from_slice(&digest[..16]);
        self.guesses.take(u128::from_be_bytes(key))
    }

    /// Forgets who has not asked for a while.
    pub fn tidy(&self) {
        for limiter in [&self.addresses, &self.accounts, &self.credentials, &self.guesses] {
            limiter.buckets.retain_recent();
            limiter.buckets.shrink_to_fit();
        }
    }

    /// Buckets in use.
    pub fn len(&self) -> usize {
        [&self.addresses, &self.accounts, &self.credentials, &self.guesses]
            .map(|limiter| limiter.buckets.len())
            .iter()
            .sum()
    }

    /// True when nobody asked lately.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One customer's network: an IPv4 address, or the /64 that an IPv6 customer gets at least.
fn network(address: Option<IpAddr>) -> u128 {
    match address.map(|address| address.to_canonical()) {
        None => 0,
        Some(IpAddr::V4(v4)) => u128::from(v4.to_bits()),
        Some(IpAddr::V6(v6)) => v6.to_bits() & !u128::from(u64::MAX),
    }
}

/// Keeps the buckets' memory bounded.
pub struct Tidy(pub std::sync::Arc<Rates>);

impl Sweep for Tidy {
    fn name(&self) -> &'static str {
        "rates"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn run<'a>(&'a self, _: &'a Db) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            self.0.tidy();
            Ok(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(clock: &Clock) -> Rates {
        Rates::new(clock, Limits { anonymous: 3, account: 5, credentials: 2 })
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let clock = Clock::fixed("2026-03-02T02:00:00Z".parse().unwrap());
        let rates = rates(&clock);
        let address = Some("192.0.2.1".parse().unwrap());
        for _ in 0..3 {
            rates.anonymous(address).unwrap();
        }
        let refused = rates.anonymous(address).unwrap_err();
        assert_eq!((refused.code().status, refused.retry_after()), (429, Some(20)));
        rates.anonymous(Some("192.0.2.2".parse().unwrap())).unwrap();
        clock.advance(chrono::TimeDelta::seconds(20));
        rates.anonymous(address).unwrap();
        rates.anonymous(address).unwrap_err();
    }

    #[test]
    fn one_ipv6_network_is_one_caller() {
        let clock = Clock::fixed("2026-03-02T02:00:00Z".parse().unwrap());
        let rates = rates(&clock);
        for host in 0..2u128 {
            rates.credentials(Some(IpAddr::V6((0x2001_0db8u128 << 96 | host).into()))).unwrap();
        }
        rates.credentials(Some("2001:db8::ffff".parse().unwrap())).unwrap_err();
        rates.credentials(Some("2001:db8:0:1::1".parse().unwrap())).unwrap();
    }

    #[test]
    fn full_buckets_are_forgotten() {
        let clock = Clock::fixed("2026-03-02T02:00:00Z".parse().unwrap());
        let rates = rates(&clock);
        for host in 0..1000u32 {
            rates.anonymous(Some(IpAddr::V4(host.into()))).unwrap();
        }
        assert_eq!(rates.len(), 1000);
        clock.advance(chrono::TimeDelta::seconds(61));
        rates.tidy();
        assert!(rates.is_empty());
    }
}
