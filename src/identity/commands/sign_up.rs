//! Sign-up: always answered alike, so that nobody learns who has an account.

use entity::account;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    kernel::{Locale, Result, fields::Fields, id::AccountId},
    platform::{Ctx, Services},
};

use super::super::{
    letters::{self, Letter, Purpose},
    password,
    view::SignUpIn,
};

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
    // One fault is enough said of it.
    let fits = (3..=254).contains(&email.chars().count());
    fields.check(!fits || email.parse::<lettre::Address>().is_ok(), || {
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

/// Makes the account and mails its link. For an address that is taken, its owner gets a mail that says so.
///
/// # Errors
/// Faults of the database.
pub async fn sign_up(ctx: &mut Ctx, input: SignUp) -> Result<()> {
    let id: AccountId = ctx.id()?;
    let row = account::ActiveModel {
        id: Set(id.0),
        email: Set(input.email.clone()),
        email_verified_at: Set(None),
        password_hash: Set(input.password_hash),
        display_name: Set(input.display_name),
        locale: Set(input.locale.tag().to_owned()),
        totp_secret: Set(None),
        totp_enabled_at: Set(None),
        totp_last_step: Set(0),
        version: Set(1),
        created_at: Set(ctx.now()),
        disabled_at: Set(None),
    };
    // Two sign-ups at once: the address decides, not who looked first.
    let once = OnConflict::column(account::Column::Email).do_nothing().to_owned();
    account::Entity::insert(row).on_conflict(once).exec_without_returning(ctx.db()).await?;
    match account::Entity::find_by_id(id.0).one(ctx.db()).await? {
        Some(account) => letters::send_verification(ctx, &account, &input.public_url).await,
        None => letters::ask(ctx, Letter { purpose: Purpose::SignUp, email: input.email }).await,
    }
}
