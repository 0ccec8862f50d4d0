//! What a listing improves, why it costs what it costs, and listing without one's name; whose turn it is in an enquiry;
//! watchlists.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The side whose message is not the thread's last one has the turn.
const TURNS: &str = "UPDATE enquiry SET turn = 'demand' WHERE holder_id = (SELECT m.organisation_id FROM enquiry_message m \
                     WHERE m.enquiry_id = enquiry.id ORDER BY m.seq DESC LIMIT 1)";

async fn add(m: &SchemaManager<'_>, table: &'static str, column: &mut ColumnDef) -> Result<(), DbErr> {
    m.alter_table(Table::alter().table(table).add_column(column.take()).to_owned()).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "listing", json_binary("improvements").default("[]")).await?;
        add(m, "listing", &mut text_null("price_rationale_zh")).await?;
        add(m, "listing", &mut text_null("price_rationale_en")).await?;
        add(m, "listing", boolean("anonymous").default(false)).await?;
        add(m, "enquiry", string("turn").default("supply").check(Expr::cust("turn IN ('supply', 'demand')"))).await?;
        m.get_connection().execute_unprepared(TURNS).await?;
        m.create_table(
            Table::create()
                .table("watch")
                .col(pk_uuid("id"))
                .col(uuid("account_id"))
                .col(uuid("organisation_id"))
                .col(uuid("listing_id"))
                .col(timestamp_with_time_zone("added_at"))
                .foreign_key(ForeignKey::create().from("watch", "account_id").to("account", "id"))
                .foreign_key(ForeignKey::create().from("watch", "organisation_id").to("organisation", "id"))
                .foreign_key(ForeignKey::create().from("watch", "listing_id").to("listing", "id"))
                .to_owned(),
        )
        .await?;
        let once = ["account_id", "organisation_id", "listing_id"];
        let mut index = Index::create();
        index.unique().name("watch_once").table("watch");
        once.iter().for_each(|column| {
            index.col(*column);
        });
        m.create_index(index).await?;
        m.create_index(Index::create().name("watch_listing").table("watch").col("listing_id").to_owned()).await?;
        m.create_index(
            Index::create().name("enquiry_turn").table("enquiry").col("holder_id").col("turn").col("id").to_owned(),
        )
        .await
    }
}
