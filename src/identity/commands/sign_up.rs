//! Sign-up: always answered alike, so that nobody learns who has an account.

use entity::{account, account_token};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    kernel::{Locale, Result, fields::Fields, id::AccountId, random},
    platform::{Ctx, Services, mail},
};

use super::super::{password, view::SignUpIn};

/// How long the mailed link works.
const LINK: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// A checked sign-up, its password hashed outside the transaction.
#[derive(Clone)]
pub struct SignUp {
    email: String,
    password_hash: String,
    display_name: String,
    locale: Locale,
    public_url: String,
}

/// An e-mail address as it is kept: trimmed and lower-cased.
pub fn normal_email(fields: &mut Fields, value: &str) -> String {
    let email = fields.text("email", value, 3, 254).to_lowercase();
    fields.check(email.parse::<lettre::Address>().is_ok(), || {
        crate::kernel::FieldError::invalid("email", &email, "an address such as name@example.org")
    });
    email
}

/// Checks the input and hashes the password.
///
/// # Errors
/// `validation`.
pub async fn prepare(services: &Services, input: SignUpIn) -> Result<SignUp> {
    let mut fields = Fields::new();
    let email = normal_email(&mut fields, &input.email);
    let display_name = fields.text("display_name", &input.display_name, 1, 100);
    if let Err(weak) = password::check(&input.password, &[&email, &display_name]) {
        weak.field_errors().iter().for_each(|fault| fields.push(fault.clone()));
    }
    fields.finish()?;
    let password_hash = password::hash(input.password, services.db.random()).await?;
    Ok(SignUp {
        email,
        password_hash,
        display_name,
        locale: input.locale,
        public_url: services.settings.public_url.clone(),
    })
}

/// Makes the account and mails its link. For an address that is taken, nothing happens.
///
/// # Errors
/// Faults of the database.
pub async fn sign_up(ctx: &mut Ctx, input: SignUp) -> Result<()> {
    let taken = account::Entity::find().filter(account::Column::Email.eq(&input.email)).one(ctx.db()).await?;
    if taken.is_some() {
        return Ok(());
    }
    let id: AccountId = ctx.id()?;
    let row = account::ActiveModel {
        id: Set(id.0),
        email: Set(input.email.clone()),
        email_verified_at: Set(None),
        password_hash: Set(input.password_hash),
        display_name: Set(input.display_name.clone()),
        locale: Set(input.locale.tag().to_owned()),
        totp_secret: Set(None),
        totp_enabled_at: Set(None),
        totp_last_step: Set(0),
        version: Set(1),
        created_at: Set(ctx.now()),
        disabled_at: Set(None),
    };
    account::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    let secret = ctx.secret()?;
    let token = account_token::ActiveModel {
        token_hash: Set(random::hash(&secret)),
        account_id: Set(id.0),
        purpose: Set("verify".to_owned()),
        created_at: Set(ctx.now()),
        expires_at: Set(ctx.now() + LINK),
        used_at: Set(None),
    };
    account_token::Entity::insert(token).exec_without_returning(ctx.db()).await?;
    let link = format!("{}/app/verify?token={secret}", input.public_url);
    let draft = mail::Draft {
        account: id,
        recipient: input.email,
        locale: input.locale,
        kind: "verify_email".to_owned(),
        values: json!({ "name": input.display_name, "links": [link] }),
    };
    mail::send(ctx, format!("verify:{id}:{}", random::hash(&secret)), draft).await
}
