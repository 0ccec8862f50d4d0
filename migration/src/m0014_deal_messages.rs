//! What the sides of a deal write to each other, and by which intermediary a step was taken.

use sea_orm_migration::{prelude::*, schema::*};

use super::m0001_platform::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from("deal_message", column).to(target, "id").to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("deal_message")
                .col(pk_uuid("id"))
                .col(uuid("deal_id"))
                .col(big_integer("seq").check(Expr::cust("seq >= 1")))
                .col(uuid("organisation_id"))
                .col(uuid_null("intermediary_id"))
                .col(uuid("account_id"))
                .col(text("text"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut to("deal_id", "deal"))
                .foreign_key(&mut to("organisation_id", "organisation"))
                .foreign_key(&mut to("intermediary_id", "organisation"))
                .to_owned(),
        )
        .await?;
        let mut place = Index::create();
        place.name("deal_message_place").table("deal_message").col("deal_id").col("seq").unique();
        m.create_index(place).await?;
        let mut earner = Index::create();
        earner.name("deal_charge_payee").table("deal_charge").col("payee_id").col("deal_id");
        m.create_index(earner).await?;
        m.alter_table(Table::alter().table("deal_event").add_column(uuid_null("intermediary_id")).to_owned()).await?;
        m.get_connection().execute_unprepared(&append_only(m.get_database_backend(), "deal_message")).await?;
        Ok(())
    }
}
