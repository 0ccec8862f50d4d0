//! Listings and their versions.

use sea_orm_migration::{prelude::*, schema::*};

use crate::m0001_platform::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

const STATES: &str =
    "state IN ('draft', 'submitted', 'returned', 'published', 'paused', 'under_deal', 'withdrawn', 'closed')";

fn listing() -> TableCreateStatement {
    Table::create()
        .table("listing")
        .col(pk_uuid("id"))
        .col(string_uniq("number"))
        .col(string("kind"))
        .col(uuid("organisation_id"))
        .col(string_null("external_id"))
        .col(text_null("title_zh"))
        .col(text_null("title_en"))
        .col(text_null("summary_zh"))
        .col(text_null("summary_en"))
        .col(text_null("description_zh"))
        .col(text_null("description_en"))
        .col(string_null("sector"))
        .col(json_binary("ipc"))
        .col(integer_null("trl").check(Expr::cust("trl BETWEEN 1 AND 9")))
        .col(text_null("trl_evidence_zh"))
        .col(text_null("trl_evidence_en"))
        .col(json_binary("rights"))
        .col(string("procedure"))
        .col(big_integer_null("price_minor").check(Expr::cust("price_minor > 0")))
        .col(string_null("currency"))
        .col(boolean("price_negotiable"))
        .col(string_null("region"))
        .col(text_null("owner_name"))
        .col(string("state").check(Expr::cust(STATES)))
        .col(text_null("state_reason"))
        .col(big_integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(boolean("demo").default(false))
        .check(Expr::cust("title_zh IS NOT NULL OR title_en IS NOT NULL"))
        .check(Expr::cust("(price_minor IS NULL) = (currency IS NULL)"))
        .foreign_key(ForeignKey::create().from("listing", "organisation_id").to("organisation", "id"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(listing()).await?;
        for (name, columns, unique) in [
            ("listing_external", ["organisation_id", "external_id"], true),
            ("listing_owner", ["organisation_id", "id"], false),
            ("listing_state", ["state", "id"], false),
        ] {
            let mut index = Index::create();
            index.name(name).table("listing").col(columns[0]).col(columns[1]);
            if unique {
                index.unique();
            }
            m.create_index(index).await?;
        }
        m.create_table(
            Table::create()
                .table("listing_version")
                .col(uuid("listing_id"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("at"))
                .col(uuid_null("account_id"))
                .col(json_binary("content"))
                .primary_key(Index::create().col("listing_id").col("version"))
                .foreign_key(ForeignKey::create().from("listing_version", "listing_id").to("listing", "id"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("listing_patent")
                .col(uuid("listing_id"))
                .col(uuid("patent_id"))
                .col(integer("seq"))
                .primary_key(Index::create().col("listing_id").col("patent_id"))
                .foreign_key(ForeignKey::create().from("listing_patent", "listing_id").to("listing", "id"))
                .foreign_key(ForeignKey::create().from("listing_patent", "patent_id").to("patent", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(
            Index::create().name("listing_patent_patent").table("listing_patent").col("patent_id").to_owned(),
        )
        .await?;
        m.get_connection().execute_unprepared(&append_only(m.get_database_backend(), "listing_version")).await?;
        Ok(())
    }
}
