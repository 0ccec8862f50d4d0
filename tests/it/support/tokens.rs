//! Credentials for programs, written straight into a database that no server uses yet.

use entity::api_token;
use jiaxiu::{
    identity::authenticate::API_TOKEN_PREFIX,
    kernel::{Clock, id::OrganisationId, random},
    platform::{
        Ctx, Db,
        db::{Options, Origin},
    },
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::fixtures::{Fixture, make};

/// A program that acts for an organisation.
#[derive(Clone)]
pub struct Caller {
    pub token: String,
    pub organisation: OrganisationId,
}

/// The owners of verified organisations of these kinds, each with an API token.
pub async fn callers(url: &str, kinds: &[&str]) -> Vec<Caller> {
    let db = Db::open(&Options::new(url), Clock::system(), random::Random::system()).await.unwrap();
    let mut callers = Vec::new();
    for kind in kinds {
        let fixture = Fixture::owner(kind);
        callers
            .push(db.run(Origin::system("fixture"), fixture, |ctx, input| Box::pin(caller(ctx, input))).await.unwrap());
    }
    db.close().await;
    callers
}

async fn caller(ctx: &mut Ctx, fixture: Fixture) -> jiaxiu::kernel::Result<Caller> {
    let second_factor = fixture.is_operator();
    let (account, organisation, _, _) = make(ctx, fixture).await?;
    let token = format!("{API_TOKEN_PREFIX}{}", ctx.secret()?);
    api_token::Entity::insert(api_token::ActiveModel {
        id: Set(ctx.id()?),
        account_id: Set(account.0),
        organisation_id: Set(Some(organisation.0)),
        name: Set("test".to_owned()),
        token_hash: Set(random::hash(&token)),
        read_only: Set(false),
        second_factor: Set(second_factor),
        created_at: Set(ctx.now()),
        expires_at: Set(None),
        last_used_at: Set(None),
        revoked_at: Set(None),
    })
    .exec_without_returning(ctx.db())
    .await?;
    Ok(Caller { token, organisation })
}
