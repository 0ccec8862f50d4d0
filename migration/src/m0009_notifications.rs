//! Notifications and preferences.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let seq = if m.get_database_backend() == DbBackend::Postgres { big_pk_auto("seq") } else { pk_auto("seq") };
        m.create_table(
            Table::create()
                .table("notification")
                .col(seq)
                .col(uuid_uniq("id"))
                .col(uuid("account_id"))
                .col(uuid("organisation_id"))
                .col(uuid("event_id"))
                .col(string("kind"))
                .col(string("subject"))
                .col(uuid_null("listing_id"))
                .col(uuid_null("mandate_id"))
                .col(json_binary("facts"))
                .col(timestamp_with_time_zone("at"))
                .col(timestamp_with_time_zone_null("read_at"))
                .foreign_key(ForeignKey::create().from("notification", "account_id").to("account", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(
            Index::create()
                .unique()
                .name("notification_once")
                .table("notification")
                .col("account_id")
                .col("event_id")
                .to_owned(),
        )
        .await?;
        m.create_index(
            Index::create().name("notification_inbox").table("notification").col("account_id").col("seq").to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("notification_preference")
                .col(uuid("account_id"))
                .col(string("topic"))
                .col(string("channel"))
                .col(boolean("enabled"))
                .primary_key(Index::create().col("account_id").col("topic").col("channel"))
                .foreign_key(ForeignKey::create().from("notification_preference", "account_id").to("account", "id"))
                .to_owned(),
        )
        .await
    }
}
