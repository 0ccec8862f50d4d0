//! The operator's people: the first by the command line or a link in the log at first start.

use chrono::TimeDelta;
use entity::{account, account_token, member};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{
    kernel::{
        Error, FieldError, Locale, Result, Role, Text,
        actor::OrganisationKind,
        fields::Fields,
        id::{AccountId, OrganisationId},
    },
    platform::{Ctx, Services, db::Origin},
};

use super::{
    super::{
        error, letters,
        lifecycle::State,
        model, password, queries,
        view::{AccountOut, FirstOperatorIn},
    },
    found::{self, Founding},
    sign_up, verify,
};

/// How long a link made at the command line or in the log works.
const LINK: TimeDelta = TimeDelta::hours(24);

/// One of the operator's people to be.
#[derive(Clone, Debug)]
pub struct CreateOperator {
    /// The address to sign in with.
    pub email: String,
    /// The name others see; the address's first part unless given.
    pub name: Option<String>,
    /// Owner, clerk, approver or auditor; for the first owner, else clerk, unless given.
    pub role: Option<Role>,
    /// The installation's name, for the operator's organisation.
    pub installation: String,
    /// Where links lead.
    pub public_url: String,
}

/// What the command line prints.
#[derive(Clone, Debug)]
pub struct OperatorMade {
    /// The account.
    pub account: AccountId,
    /// Its role.
    pub role: Role,
    /// The page where the password is set.
    pub link: String,
    /// The link's secret, for `POST /accounts/reset/confirm`.
    pub token: String,
}

/// Makes one of the operator's people, or makes somebody who has an account one, and a link to set a password. To act
/// takes a second factor as well, which is set up after the first sign-in.
///
/// # Errors
/// `validation` on address, name or a role the operator's organisation doesn't have.
pub async fn create_operator(ctx: &mut Ctx, input: CreateOperator) -> Result<OperatorMade> {
    let mut fields = Fields::new();
    let email = sign_up::normal_email(&mut fields, &input.email);
    let name = input.name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
    let name = fields.text("name", &name, 1, 100);
    let operator = queries::operator(ctx.db()).await?;
    let role = input.role.unwrap_or(if operator.is_none() { Role::Owner } else { Role::Clerk });
    fields.check(model::has_role(OrganisationKind::Operator, role), || {
        FieldError::invalid("role", role.name(), "owner, clerk, approver or auditor")
    });
    fields.check(operator.is_some() || role == Role::Owner, || {
        FieldError::invalid("role", role.name(), "owner, for the first of the operator's people")
    });
    fields.finish()?;
    let account = match queries::account_by_email(ctx.db(), &email).await? {
        Some(account) => account,
        None => new_account(ctx, email, name, password::NONE.to_owned(), Locale::default(), false).await?,
    };
    admit(ctx, &account, operator, role, &input.installation).await?;
    let token = letters::token(ctx, Some(account.id), "reset", LINK).await?;
    ctx.audit_target(AccountId(account.id));
    Ok(OperatorMade {
        account: account.id.into(),
        role,
        link: format!("{}/app/reset?token={token}", input.public_url),
        token,
    })
}

async fn new_account(
    ctx: &Ctx,
    email: String,
    display_name: String,
    password_hash: String,
    locale: Locale,
    verified: bool,
) -> Result<account::Model> {
    let row = account::ActiveModel {
        id: Set(ctx.id()?),
        email: Set(email),
        email_verified_at: Set(verified.then(|| ctx.now())),
        password_hash: Set(password_hash),
        display_name: Set(display_name),
        locale: Set(locale.tag().to_owned()),
        totp_secret: Set(None),
        totp_enabled_at: Set(None),
        totp_last_step: Set(0),
        version: Set(1),
        created_at: Set(ctx.now()),
        disabled_at: Set(None),
    };
    Ok(account::Entity::insert(row).exec_with_returning(ctx.db()).await?)
}

/// Makes the account a member of the operator's organisation, which is made with its first.
async fn admit(
    ctx: &mut Ctx,
    account: &account::Model,
    operator: Option<OrganisationId>,
    role: Role,
    installation: &str,
) -> Result<()> {
    let Some(operator) = operator else {
        let name = Text { zh: Some(installation.to_owned()), en: Some(installation.to_owned()) };
        let kind = OrganisationKind::Operator;
        let founding = Founding { kind, name, state: State::Verified, ..Founding::default() };
        found::insert(ctx, founding, account.id.into()).await?;
        return Ok(());
    };
    match member::Entity::find_by_id((operator.0, account.id)).one(ctx.db()).await? {
        None => found::join(ctx, operator, account.id.into(), role).await,
        Some(row) => {
            if role != Role::Owner && row.role == "owner" && queries::other_owners(ctx.db(), &row).await? == 0 {
                return Err(Error::new(error::LAST_OWNER));
            }
            let version = row.version;
            let mut row = row.into_active_model();
            row.role = Set(role.name().to_owned());
            row.version = Set(version + 1);
            row.update(ctx.db()).await?;
            Ok(())
        }
    }
}

async fn first_link(ctx: &mut Ctx, public_url: String) -> Result<Option<String>> {
    if queries::operator(ctx.db()).await?.is_some() {
        return Ok(None);
    }
    // The newest start's link is the one that works.
    let earlier = account_token::Entity::delete_many().filter(account_token::Column::Purpose.eq("first_operator"));
    earlier.exec(ctx.db()).await?;
    let token = letters::token(ctx, None, "first_operator", LINK).await?;
    Ok(Some(format!("{public_url}/app/first-operator?token={token}")))
}

/// While the exchange has no operator: a link, for the log, by which the first one makes herself an account within
/// 24 hours. Its token is what `POST /accounts/first-operator` takes.
///
/// # Errors
/// Faults of the database.
pub async fn first_operator_link(services: &Services) -> Result<Option<String>> {
    let url = services.settings.public_url.clone();
    services.db.run(Origin::system("serve"), url, |ctx, url| Box::pin(first_link(ctx, url))).await
}

/// A checked first operator, her password hashed outside the transaction.
#[derive(Clone)]
pub struct First {
    token: String,
    email: String,
    display_name: String,
    password_hash: String,
    locale: Locale,
    installation: String,
}

/// Checks the input and hashes the password.
///
/// # Errors
/// `validation`.
pub async fn prepare_first(services: &Services, input: FirstOperatorIn) -> Result<First> {
    let mut fields = Fields::new();
    let email = sign_up::normal_email(&mut fields, &input.email);
    let display_name = fields.text("display_name", &input.display_name, 1, 100);
    if let Err(weak) = password::check(&input.password, &[&email, &display_name]) {
        weak.field_errors().iter().for_each(|fault| fields.push(fault.clone()));
    }
    fields.finish()?;
    let password_hash = password::hash(input.password, services.db.random()).await?;
    let installation = services.settings.name.clone();
    Ok(First { token: input.token, email, display_name, password_hash, locale: input.locale, installation })
}

/// Makes the first operator.
///
/// # Errors
/// `link_not_valid`; `operator_exists`; `validation` on an address that has an account.
pub async fn first_operator(ctx: &mut Ctx, input: First) -> Result<AccountOut> {
    verify::use_token(ctx, &input.token, "first_operator").await?;
    if queries::operator(ctx.db()).await?.is_some() {
        return Err(Error::new(error::OPERATOR_EXISTS));
    }
    if queries::account_by_email(ctx.db(), &input.email).await?.is_some() {
        return Err(FieldError::new("email", "taken").limit("an address without an account").into());
    }
    // Whoever reads the server's log is believed.
    let account = new_account(ctx, input.email, input.display_name, input.password_hash, input.locale, true).await?;
    admit(ctx, &account, None, Role::Owner, &input.installation).await?;
    ctx.audit_target(AccountId(account.id));
    Ok(account.into())
}
