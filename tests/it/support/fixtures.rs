//! People and organisations that just exist, written straight into the database: no password is hashed for them.

use entity::{account, member, organisation, session};
use jiaxiu::{
    kernel::{
        Role,
        id::{AccountId, OrganisationId, SessionId},
    },
    platform::{Ctx, db::Origin},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{Client, TestApp};

/// Somebody signed in, acting for an organisation.
#[derive(Clone)]
pub struct Person {
    pub client: Client,
    pub account: AccountId,
    pub organisation: OrganisationId,
    pub email: String,
}

impl std::ops::Deref for Person {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

#[derive(Clone)]
pub(super) struct Fixture {
    kind: String,
    role: Role,
    verified: bool,
    colleague_of: Option<OrganisationId>,
}

impl Fixture {
    /// The owner of a new, verified organisation of `kind`.
    pub(super) fn owner(kind: &str) -> Self {
        Self { kind: kind.to_owned(), role: Role::Owner, verified: true, colleague_of: None }
    }

    pub(super) fn is_operator(&self) -> bool {
        self.kind == "operator"
    }
}

impl TestApp {
    /// The owner of a new, verified organisation of `kind`.
    pub async fn owner(&self, kind: &str) -> Person {
        self.person(kind, Role::Owner, true, None).await
    }

    /// The owner of a new organisation that nobody has verified.
    pub async fn unverified(&self, kind: &str) -> Person {
        self.person(kind, Role::Owner, false, None).await
    }

    /// Another member of somebody's organisation.
    pub async fn colleague(&self, of: &Person, role: Role) -> Person {
        self.person("enterprise", role, true, Some(of.organisation)).await
    }

    /// One of the operator's people; all belong to one organisation. Signed in with a second factor.
    pub async fn operator(&self, role: Role) -> Person {
        use sea_orm::{ColumnTrait, QueryFilter};
        let operator = organisation::Entity::find()
            .filter(organisation::Column::Kind.eq("operator"))
            .one(self.services().db.read())
            .await
            .unwrap()
            .map(|row| row.id.into());
        self.person("operator", role, true, operator).await
    }

    async fn person(&self, kind: &str, role: Role, verified: bool, colleague_of: Option<OrganisationId>) -> Person {
        let fixture = Fixture { kind: kind.to_owned(), role, verified, colleague_of };
        let services = self.services();
        let (account, organisation, session, email) = services
            .db
            .run(Origin::system("fixture"), fixture, |ctx, fixture| Box::pin(make(ctx, fixture)))
            .await
            .unwrap();
        let client = Client::signed_in(self.clone(), session, account, organisation.to_string());
        Person { client, account, organisation, email }
    }
}

pub(super) async fn make(
    ctx: &mut Ctx,
    fixture: Fixture,
) -> jiaxiu::kernel::Result<(AccountId, OrganisationId, SessionId, String)> {
    let account: AccountId = ctx.id()?;
    let email = format!("{}@example.org", account.0.simple());
    account::Entity::insert(account::ActiveModel {
        id: Set(account.0),
        email: Set(email.clone()),
        email_verified_at: Set(Some(ctx.now())),
        password_hash: Set("!".to_owned()),
        display_name: Set(format!("Person {}", &account.0.simple().to_string()[24..])),
        locale: Set("en".to_owned()),
        totp_secret: Set(None),
        totp_enabled_at: Set(None),
        totp_last_step: Set(0),
        version: Set(1),
        created_at: Set(ctx.now()),
        disabled_at: Set(None),
    })
    .exec_without_returning(ctx.db())
    .await?;
    let organisation = match fixture.colleague_of {
        Some(organisation) => organisation,
        None => organisation(ctx, &fixture).await?,
    };
    member::Entity::insert(member::ActiveModel {
        organisation_id: Set(organisation.0),
        account_id: Set(account.0),
        role: Set(fixture.role.name().to_owned()),
        version: Set(1),
        created_at: Set(ctx.now()),
    })
    .exec_without_returning(ctx.db())
    .await?;
    let session: SessionId = ctx.id()?;
    session::Entity::insert(session::ActiveModel {
        id: Set(session.0),
        account_id: Set(account.0),
        refresh_seed: Set(ctx.secret()?),
        generation: Set(1),
        rotated_at: Set(ctx.now()),
        second_factor_at: Set((fixture.kind == "operator").then(|| ctx.now())),
        mode: Set("token".to_owned()),
        user_agent: Set(None),
        address: Set(None),
        created_at: Set(ctx.now()),
        // Far away: the tests' clock leaps.
        expires_at: Set(ctx.now() + chrono::Duration::days(3650)),
        revoked_at: Set(None),
        passkey_id: Set(None),
    })
    .exec_without_returning(ctx.db())
    .await?;
    Ok((account, organisation, session, email))
}

async fn organisation(ctx: &Ctx, fixture: &Fixture) -> jiaxiu::kernel::Result<OrganisationId> {
    let id: OrganisationId = ctx.id()?;
    organisation::Entity::insert(organisation::ActiveModel {
        id: Set(id.0),
        kind: Set(fixture.kind.clone()),
        name_zh: Set(Some(format!("测试机构{}", &id.0.simple().to_string()[28..]))),
        name_en: Set(Some(format!("Test {} {}", fixture.kind, &id.0.simple().to_string()[28..]))),
        uscc: Set(None),
        region: Set(None),
        sector: Set(None),
        stage: Set(None),
        staff: Set(None),
        profile_zh: Set(None),
        profile_en: Set(None),
        website: Set(None),
        state: Set(if fixture.verified { "verified" } else { "unverified" }.to_owned()),
        state_reason: Set(None),
        version: Set(1),
        created_at: Set(ctx.now()),
        verified_at: Set(fixture.verified.then(|| ctx.now())),
        demo: Set(false),
    })
    .exec_without_returning(ctx.db())
    .await?;
    Ok(id)
}
