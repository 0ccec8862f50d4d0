//! Event log, consumers, idempotency, audit trail, jobs, mails, number series.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn event_columns(table: &mut TableCreateStatement) -> &mut TableCreateStatement {
    table
        .col(uuid_uniq("id"))
        .col(string("kind"))
        .col(string("subject"))
        .col(uuid_null("listing_id"))
        .col(json_binary("audience"))
        .col(uuid_null("account_id"))
        .col(uuid_null("organisation_id"))
        .col(uuid_null("on_behalf_of"))
        .col(timestamp_with_time_zone("at"))
        .col(json_binary("payload"))
}

/// SQL that makes a table append-only, in the dialect of `backend`.
pub fn append_only(backend: DbBackend, table: &str) -> String {
    if backend == DbBackend::Postgres {
        format!(
            "CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ \
             BEGIN RAISE EXCEPTION '{table} is append-only'; END $$; \
             CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} \
             FOR EACH ROW EXECUTE FUNCTION {table}_append_only();"
        )
    } else {
        ["UPDATE", "DELETE"]
            .map(|verb| {
                format!(
                    "CREATE TRIGGER {table}_no_{} BEFORE {verb} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;",
                    verb.to_lowercase()
                )
            })
            .concat()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let backend = m.get_database_backend();
        let mut event = Table::create();
        let position = if backend == DbBackend::Postgres {
            big_integer("position").primary_key().take()
        } else {
            pk_auto("position")
        };
        event.table("event").col(position);
        m.create_table(event_columns(&mut event).to_owned()).await?;
        if backend == DbBackend::Postgres {
            let mut outbox = Table::create();
            outbox.table("event_outbox").col(big_pk_auto("seq"));
            m.create_table(event_columns(&mut outbox).to_owned()).await?;
        }
        m.create_index(Index::create().name("event_subject").table("event").col("subject").to_owned()).await?;
        m.create_table(
            Table::create().table("consumer").col(string("name").primary_key()).col(big_integer("position")).to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("idempotency")
                .col(uuid("account_id"))
                .col(string("key"))
                .col(string("digest"))
                .col(integer("status"))
                .col(text("body"))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().col("account_id").col("key"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("idempotency_age").table("idempotency").col("created_at").to_owned())
            .await?;
        m.create_table(
            Table::create()
                .table("audit")
                .col(pk_uuid("id"))
                .col(timestamp_with_time_zone("at"))
                .col(string("operation"))
                .col(string_null("part"))
                .col(uuid_null("account_id"))
                .col(uuid_null("organisation_id"))
                .col(uuid_null("on_behalf_of"))
                .col(string_null("target"))
                .col(uuid_null("request_id"))
                .col(string_null("address"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("audit_target").table("audit").col("target").to_owned()).await?;
        m.create_index(Index::create().name("audit_account").table("audit").col("account_id").to_owned()).await?;
        m.create_table(
            Table::create()
                .table("number_series")
                .col(string("series"))
                .col(integer("year"))
                .col(big_integer("last"))
                .primary_key(Index::create().col("series").col("year"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("job")
                .col(pk_uuid("id"))
                .col(string("kind"))
                .col(string_uniq("unique_key"))
                .col(json_binary("payload"))
                .col(string("state"))
                .col(integer("attempts"))
                .col(timestamp_with_time_zone("run_at"))
                .col(timestamp_with_time_zone_null("locked_until"))
                .col(text_null("last_error"))
                .col(timestamp_with_time_zone("created_at"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("job_due").table("job").col("state").col("run_at").to_owned()).await?;
        m.create_table(
            Table::create()
                .table("mail")
                .col(pk_uuid("id"))
                .col(uuid_null("account_id"))
                .col(string("recipient"))
                .col(string("locale"))
                .col(string("subject"))
                .col(text("body"))
                .col(json_binary("links"))
                .col(string("kind"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("sent_at"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("mail_account").table("mail").col("account_id").col("id").to_owned())
            .await?;
        m.create_index(Index::create().name("mail_recipient").table("mail").col("recipient").to_owned()).await?;
        let db = m.get_connection();
        db.execute_unprepared(&append_only(backend, "event")).await?;
        db.execute_unprepared(&append_only(backend, "audit")).await?;
        Ok(())
    }
}
