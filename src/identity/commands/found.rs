//! Founding an organisation: whoever makes it owns it.

use entity::{member, organisation};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    kernel::{
        Error, FieldError, Result, Role, Sector, Text,
        actor::OrganisationKind,
        error,
        fields::Fields,
        id::{AccountId, OrganisationId},
        uscc::Uscc,
    },
    platform::{Ctx, db::unique_constraint, events::NewEvent},
};

use super::super::{
    events,
    lifecycle::State,
    model::{Stage, kind_name},
    view::{OrganisationIn, OrganisationOut},
};

/// Organisations that one account may own.
const MOST: u64 = 50;
/// Longest name, in characters a language.
const NAME: usize = 200;
/// Longest profile, in characters a language.
const PROFILE: usize = 5_000;
/// Longest address of a website, in characters.
const WEBSITE: usize = 300;
/// Largest number of people.
const STAFF: u32 = 10_000_000;

/// A checked organisation.
#[derive(Clone, Debug)]
pub struct Founding {
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name.
    pub name: Text,
    /// Uniform social credit code (GB 32100).
    pub uscc: Option<Uscc>,
    /// ISO 3166-2.
    pub region: Option<String>,
    /// Industry.
    pub sector: Option<Sector>,
    /// Stage of a firm.
    pub stage: Option<Stage>,
    /// Number of people.
    pub staff: Option<u32>,
    /// About itself.
    pub profile: Text,
    /// `http` or `https` address.
    pub website: Option<String>,
    /// Where it begins.
    pub state: State,
}

impl Default for Founding {
    fn default() -> Self {
        Self {
            kind: OrganisationKind::Individual,
            name: Text::default(),
            uscc: None,
            region: None,
            sector: None,
            stage: None,
            staff: None,
            profile: Text::default(),
            website: None,
            state: State::Unverified,
        }
    }
}

/// A name: in one language at least.
pub(super) fn check_name(fields: &mut Fields, name: Text) -> Text {
    fields.bilingual("name", name, true, NAME)
}

/// A uniform social credit code.
pub(super) fn check_uscc(fields: &mut Fields, uscc: &str) -> Option<Uscc> {
    fields.parse("uscc", uscc)
}

/// A country, or one of its subdivisions: `CN`, `CN-GZ` (ISO 3166).
pub(super) fn check_region(fields: &mut Fields, region: &str) -> String {
    let region = region.trim().to_uppercase();
    let (country, part) = region.split_once('-').unwrap_or((&region, "0"));
    let ok = country.len() == 2
        && country.bytes().all(|c| c.is_ascii_uppercase())
        && (1..=3).contains(&part.len())
        && part.bytes().all(|c| c.is_ascii_alphanumeric());
    fields.check(ok, || FieldError::invalid("region", &region, "an ISO 3166-2 code such as CN-GZ"));
    region
}

/// A number of people.
pub(super) fn check_staff(fields: &mut Fields, staff: u32) -> u32 {
    fields.check(staff <= STAFF, || FieldError::out_of_range("staff", staff, 0, STAFF));
    staff
}

/// What an organisation says of itself.
pub(super) fn check_profile(fields: &mut Fields, profile: Text) -> Text {
    fields.bilingual("profile", profile, false, PROFILE)
}

/// Its address on the web.
pub(super) fn check_website(fields: &mut Fields, website: &str) -> String {
    let website = fields.text("website", website, 1, WEBSITE);
    let host = website.strip_prefix("https://").or_else(|| website.strip_prefix("http://"));
    let plain = !website.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    let ok = plain && host.is_some_and(|host| host.starts_with(char::is_alphanumeric));
    fields.check(website.is_empty() || ok, || {
        FieldError::invalid("website", &website, "an address such as https://example.org")
    });
    website
}

fn check(input: OrganisationIn) -> Result<Founding> {
    let mut fields = Fields::new();
    fields.check(input.kind != OrganisationKind::Operator, || {
        FieldError::invalid("kind", "operator", "any other kind: there is one operator")
    });
    let founding = Founding {
        kind: input.kind,
        name: check_name(&mut fields, input.name),
        uscc: input.uscc.and_then(|uscc| check_uscc(&mut fields, &uscc)),
        region: input.region.map(|region| check_region(&mut fields, &region)),
        sector: input.sector,
        stage: input.stage,
        staff: input.staff.map(|staff| check_staff(&mut fields, staff)),
        profile: check_profile(&mut fields, input.profile.unwrap_or_default()),
        website: input.website.map(|website| check_website(&mut fields, &website)),
        state: State::Unverified,
    };
    fields.finish()?;
    Ok(founding)
}

/// Founds an organisation; the actor owns it.
///
/// # Errors
/// `validation`, on `uscc` when another organisation has it; `forbidden` for API tokens and for more than fifty.
pub async fn found(ctx: &mut Ctx, input: OrganisationIn) -> Result<OrganisationOut> {
    let (account, _) = ctx.actor().in_session()?;
    let founding = check(input)?;
    let owned = member::Entity::find()
        .filter(member::Column::AccountId.eq(account.0))
        .filter(member::Column::Role.eq(Role::Owner.name()))
        .count(ctx.db())
        .await?;
    if owned >= MOST {
        return Err(Error::because(error::FORBIDDEN, format!("one account owns at most {MOST} organisations")));
    }
    let row = insert(ctx, founding, account).await?;
    Ok(OrganisationOut::to_founder(row.try_into()?))
}

/// Writes an organisation and its owner.
///
/// # Errors
/// `validation` on a `uscc` that another organisation has.
pub(super) async fn insert(ctx: &mut Ctx, founding: Founding, owner: AccountId) -> Result<organisation::Model> {
    let id: OrganisationId = ctx.id()?;
    let verified = founding.state == State::Verified;
    let row = organisation::ActiveModel {
        id: Set(id.0),
        kind: Set(kind_name(founding.kind).to_owned()),
        name_zh: Set(founding.name.zh),
        name_en: Set(founding.name.en),
        uscc: Set(founding.uscc.map(String::from)),
        region: Set(founding.region),
        sector: Set(founding.sector.map(|sector| sector.name().to_owned())),
        stage: Set(founding.stage.map(|stage| stage.name().to_owned())),
        staff: Set(founding.staff.map(i32::try_from).transpose().map_err(Error::internal)?),
        profile_zh: Set(founding.profile.zh),
        profile_en: Set(founding.profile.en),
        website: Set(founding.website.filter(|website| !website.is_empty())),
        state: Set(founding.state.name().to_owned()),
        state_reason: Set(None),
        version: Set(1),
        created_at: Set(ctx.now()),
        verified_at: Set(verified.then(|| ctx.now())),
        demo: Set(false),
    };
    let row =
        organisation::Entity::insert(row).exec_with_returning(ctx.db()).await.map_err(|fault| taken(fault.into()))?;
    join(ctx, id, owner, Role::Owner).await?;
    ctx.audit_target(id);
    ctx.emit(NewEvent::about(events::ORGANISATION_CREATED, id).concerns([id]))?;
    Ok(row)
}

/// A breach of the unique social credit code, said as a field's fault.
pub(super) fn taken(fault: Error) -> Error {
    match unique_constraint(&fault) {
        Some(what) if what.contains("uscc") => {
            FieldError::new("uscc", "taken").limit("a code that no other organisation here has").into()
        }
        _ => fault,
    }
}

/// Writes a membership.
///
/// # Errors
/// Faults of the database.
pub(super) async fn join(ctx: &Ctx, organisation: OrganisationId, account: AccountId, role: Role) -> Result<()> {
    let row = member::ActiveModel {
        organisation_id: Set(organisation.0),
        account_id: Set(account.0),
        role: Set(role.name().to_owned()),
        version: Set(1),
        created_at: Set(ctx.now()),
    };
    member::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    Ok(())
}
