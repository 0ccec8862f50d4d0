//! Mandates of intermediaries.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("mandate")
                .col(pk_uuid("id"))
                .col(uuid("intermediary_id"))
                .col(uuid("principal_id"))
                .col(string("scope"))
                .col(uuid_null("listing_id"))
                .col(string("side"))
                .col(integer("commission_bps").check(Expr::cust("commission_bps BETWEEN 0 AND 3000")))
                .col(big_integer_null("commission_min").check(Expr::cust("commission_min >= 0")))
                .col(big_integer_null("commission_cap").check(Expr::cust("commission_cap >= 0")))
                .col(string_null("currency"))
                .col(boolean("may_act"))
                .col(string("state"))
                .col(uuid("proposed_by"))
                .col(timestamp_with_time_zone("valid_until"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("agreed_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .check(Expr::cust("(scope = 'listing') = (listing_id IS NOT NULL)"))
                .check(Expr::cust("intermediary_id <> principal_id"))
                .foreign_key(ForeignKey::create().from("mandate", "intermediary_id").to("organisation", "id"))
                .foreign_key(ForeignKey::create().from("mandate", "principal_id").to("organisation", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(
            Index::create().name("mandate_principal").table("mandate").col("principal_id").col("state").to_owned(),
        )
        .await?;
        m.create_index(
            Index::create()
                .name("mandate_intermediary")
                .table("mandate")
                .col("intermediary_id")
                .col("state")
                .to_owned(),
        )
        .await
    }
}
