//! Non-disclosure agreements accepted for listings. Append-only.

use sea_orm::entity::prelude::*;

/// Non-disclosure agreements accepted for listings. Append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nda_acceptance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: Uuid,
    /// Whom it binds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    /// Of the text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    /// Of the text that was accepted, base64url.
    pub text_sha256: String,
    /// Language of that text.
    pub locale: String,
    /// Who accepted.
    pub account_id: Uuid,
    /// The intermediary, where one accepted by mandate.
    pub acting_organisation_id: Option<Uuid>,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
