//! Bibliographic records of patents.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("patent")
                .col(pk_uuid("id"))
                .col(string_uniq("number"))
                .col(string("office"))
                .col(string("form").check(Expr::cust("form IN ('application', 'publication')")))
                .col(string("serial"))
                .col(string_null("kind_code"))
                .col(text_null("title_zh"))
                .col(text_null("title_en"))
                .col(text_null("abstract_zh"))
                .col(text_null("abstract_en"))
                .col(json_binary("claims"))
                .col(json_binary("ipc"))
                .col(json_binary("cpc"))
                .col(json_binary("applicants"))
                .col(json_binary("inventors"))
                .col(json_binary("owners"))
                .col(date_null("filed_on"))
                .col(date_null("published_on"))
                .col(date_null("granted_on"))
                .col(date_null("expires_on"))
                .col(string_null("legal_status"))
                .col(uuid_null("kept_by"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(ForeignKey::create().from("patent", "kept_by").to("organisation", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("patent_serial").table("patent").col("office").col("serial").to_owned())
            .await?;
        m.create_table(
            Table::create()
                .table("patent_owner")
                .col(uuid("patent_id"))
                .col(uuid("organisation_id"))
                .primary_key(Index::create().col("patent_id").col("organisation_id"))
                .foreign_key(ForeignKey::create().from("patent_owner", "patent_id").to("patent", "id"))
                .foreign_key(ForeignKey::create().from("patent_owner", "organisation_id").to("organisation", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(
            Index::create().name("patent_owner_organisation").table("patent_owner").col("organisation_id").to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("patent_kept_by").table("patent").col("kept_by").col("id").to_owned()).await
    }
}
