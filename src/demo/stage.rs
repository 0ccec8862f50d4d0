//! Where the story plays: a clock that is set to its days, and people who act in their own names.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{Duration, TimeDelta};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::{
    identity::{
        commands::{
            cast::{self, Newcomer, Troupe},
            found::Founding,
        },
        lifecycle::State,
        password, totp,
    },
    kernel::{
        Actor, Clock, DateTime, Error, Principal, Result, Role, Text,
        actor::{Membership, OrganisationKind},
        id::{AccountId, OrganisationId},
    },
    platform::{Ctx, Services, blob::Blob, db::Origin, jobs::Sweep},
};

use super::data;

/// The password of every account of the demo. The demo listens on this machine only.
pub const PASSWORD: &str = "jiaxiu-demo-2026";

/// Somebody who can be signed in as.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Credentials {
    /// The organisation's key in the demo's files.
    pub organisation: String,
    /// Its name.
    pub organisation_name: Text,
    /// What it is.
    pub kind: OrganisationKind,
    /// Name.
    pub display_name: String,
    /// Address to sign in with.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Secret of the second factor, where one is needed.
    pub totp_secret: Option<String>,
}

struct Member {
    account: AccountId,
    role: Role,
    locale: crate::kernel::Locale,
}

struct Company {
    id: OrganisationId,
    kind: OrganisationKind,
    members: Vec<Member>,
}

/// The demo's world while it is being made.
pub struct Stage {
    pub(super) services: Services,
    clock: Clock,
    today: DateTime,
    cast: HashMap<String, Company>,
    /// Everyone, to be printed.
    pub credentials: Vec<Credentials>,
}

impl Stage {
    /// A stage on `services`, whose clock must be the fixed one given here.
    pub fn new(services: Services, clock: Clock, today: DateTime) -> Self {
        Self { services, clock, today, cast: HashMap::new(), credentials: Vec::new() }
    }

    /// Moves on to `day` (0 is today), never back; within a day each step takes seven minutes.
    pub fn move_to(&self, day: i64) {
        let morning = self.today + Duration::days(day);
        let now = self.clock.now();
        let step = TimeDelta::minutes(7);
        // Today's steps must not lie in the future.
        let next = if morning > now {
            morning
        } else if day < 0 {
            now + step
        } else {
            now + TimeDelta::seconds(1)
        };
        self.clock.advance(next - now);
    }

    /// The time `days` from now on the stage.
    pub fn in_days(&self, days: i64) -> DateTime {
        self.clock.now() + Duration::days(days)
    }

    /// Brings in an organisation with its people.
    ///
    /// # Errors
    /// Faults of the data or the database.
    pub async fn bring_in(&mut self, organisation: &data::Organisation, password_hash: &str) -> Result<()> {
        let operator = organisation.kind == OrganisationKind::Operator;
        let mut people = organisation.people.clone();
        people.sort_by_key(|person| person.role != Role::Owner);
        let mut newcomers = Vec::with_capacity(people.len());
        for person in &people {
            let totp_secret = if operator { Some(totp::new_secret(self.services.db.random())?) } else { None };
            newcomers.push(Newcomer {
                email: person.email.clone(),
                display_name: person.display_name.clone(),
                locale: person.locale,
                password_hash: password_hash.to_owned(),
                totp_secret,
                role: person.role,
            });
        }
        let troupe = Troupe { founding: founding(organisation)?, people: newcomers.clone() };
        let run =
            self.services.db.run(Origin::system("demo"), troupe, |ctx, troupe| Box::pin(cast::bring_in(ctx, troupe)));
        let (id, accounts) = run.await?;
        for person in newcomers.iter() {
            self.credentials.push(Credentials {
                organisation: organisation.key.clone(),
                organisation_name: organisation.name.clone(),
                kind: organisation.kind,
                display_name: person.display_name.clone(),
                email: person.email.clone(),
                role: person.role,
                totp_secret: person.totp_secret.clone(),
            });
        }
        let members = accounts.iter().zip(&newcomers).map(|(account, person)| Member {
            account: *account,
            role: person.role,
            locale: person.locale,
        });
        self.cast.insert(organisation.key.clone(), Company { id, kind: organisation.kind, members: members.collect() });
        Ok(())
    }

    /// An organisation's id.
    ///
    /// # Errors
    /// `internal` for a key that the files don't have.
    pub fn organisation(&self, key: &str) -> Result<OrganisationId> {
        self.company(key).map(|company| company.id)
    }

    fn company(&self, key: &str) -> Result<&Company> {
        self.cast.get(key).ok_or_else(|| Error::internal(format!("the demo has no organisation {key}")))
    }

    fn actor(&self, key: &str, role: Option<Role>) -> Result<Actor> {
        let company = self.company(key)?;
        let member = match role {
            Some(role) => company.members.iter().find(|member| member.role == role),
            None => company.members.first(),
        };
        let member = member.ok_or_else(|| Error::internal(format!("the demo's {key} has nobody of that role")))?;
        Ok(Actor::Account(Box::new(Principal {
            account: member.account,
            session: None,
            api_token: None,
            read_only: false,
            email_verified: true,
            second_factor_missing: false,
            locale: member.locale,
            membership: Some(Membership {
                organisation: company.id,
                kind: company.kind,
                role: member.role,
                verified: true,
                mandate: None,
            }),
        })))
    }

    /// Runs a command as the owner of an organisation.
    ///
    /// # Errors
    /// What the command refuses with.
    pub async fn run<C, T>(
        &self,
        organisation: &str,
        input: C,
        run: impl for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    ) -> Result<T>
    where
        C: Clone + Send + Sync + 'static,
        T: Send + 'static,
    {
        self.run_named(self.actor(organisation, None)?, "demo", input, run).await
    }

    /// Runs a command as somebody of a role at the exchange, under the operation that the audit trail knows it by: the
    /// desk shows what it did.
    ///
    /// # Errors
    /// What the command refuses with.
    pub async fn run_at_desk<C, T>(
        &self,
        role: Role,
        operation: &'static str,
        input: C,
        run: impl for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    ) -> Result<T>
    where
        C: Clone + Send + Sync + 'static,
        T: Send + 'static,
    {
        self.run_named(self.actor(super::seed::EXCHANGE, Some(role))?, operation, input, run).await
    }

    async fn run_named<C, T>(
        &self,
        actor: Actor,
        operation: &'static str,
        input: C,
        run: impl for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    ) -> Result<T>
    where
        C: Clone + Send + Sync + 'static,
        T: Send + 'static,
    {
        let origin =
            Origin { actor, request: None, address: None, claim: None, operation: Some(operation), hot: false };
        self.services.db.run(origin, input, run).await
    }

    /// The day on which the story ends.
    pub fn today(&self) -> DateTime {
        self.today
    }

    /// One of the operator's people.
    ///
    /// # Errors
    /// `internal` before the operator came in.
    pub fn operator(&self) -> Result<Actor> {
        self.actor(super::seed::EXCHANGE, Some(Role::Clerk))
    }

    /// Lets time do what it would have done.
    ///
    /// # Errors
    /// Whatever the sweep fails with.
    pub async fn sweep(&self, sweep: &dyn Sweep) -> Result<()> {
        sweep.run(&self.services.db).await.map(|_| ())
    }

    /// Stores a file.
    ///
    /// # Errors
    /// `unavailable` when the store does not take it.
    pub async fn put(&self, content: Bytes) -> Result<Blob> {
        let name = self.services.db.random().secret()?;
        self.services.blobs.put(&name, content).await
    }

    /// The hash of the demo's password: made once for everyone.
    ///
    /// # Errors
    /// `internal` when hashing fails.
    pub async fn password_hash(&self) -> Result<String> {
        password::hash(PASSWORD.to_owned(), self.services.db.random()).await
    }
}

fn founding(organisation: &data::Organisation) -> Result<Founding> {
    let named = |name: &Option<String>| name.as_ref().map(|name| serde_json::Value::String(name.clone()));
    Ok(Founding {
        kind: organisation.kind,
        name: organisation.name.clone(),
        uscc: organisation.uscc.as_deref().map(str::parse).transpose().map_err(Error::internal)?,
        region: organisation.region.clone(),
        sector: named(&organisation.sector).map(serde_json::from_value).transpose().map_err(Error::internal)?,
        stage: named(&organisation.stage).map(serde_json::from_value).transpose().map_err(Error::internal)?,
        staff: organisation.staff.and_then(|staff| u32::try_from(staff).ok()),
        profile: organisation.profile.clone(),
        website: None,
        state: if organisation.newcomer { State::Requested } else { State::Verified },
    })
}
