//! Passkeys, the ceremonies under way, and which passkey opened a session.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("passkey")
                .col(pk_uuid("id"))
                .col(uuid("account_id"))
                .col(string_uniq("credential_id"))
                .col(string("name"))
                .col(blob("public_key"))
                .col(blob("state"))
                .col(small_integer("transports"))
                .col(boolean("synced"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("last_used_at"))
                .foreign_key(ForeignKey::create().from("passkey", "account_id").to("account", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("passkey_account").table("passkey").col("account_id").to_owned()).await?;
        m.create_table(
            Table::create()
                .table("passkey_ceremony")
                .col(string("challenge").primary_key())
                .col(uuid_null("account_id"))
                .col(string("purpose"))
                .col(blob("state"))
                .col(timestamp_with_time_zone("expires_at"))
                .check(Expr::cust("purpose IN ('register', 'sign_in')"))
                .check(Expr::cust("(account_id IS NULL) = (purpose = 'sign_in')"))
                .foreign_key(ForeignKey::create().from("passkey_ceremony", "account_id").to("account", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(
            Index::create().name("passkey_ceremony_end").table("passkey_ceremony").col("expires_at").to_owned(),
        )
        .await?;
        m.alter_table(Table::alter().table("session").add_column(uuid_null("passkey_id")).to_owned()).await
    }
}
