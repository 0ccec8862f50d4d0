//! Negotiated offers and their rounds.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::m0001_platform::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

const STATES: &str = "state IN ('open', 'accepted', 'declined', 'withdrawn', 'expired')";
const REASONS: &str = "reason_code IN ('price', 'terms', 'right', 'not_interested', 'other', 'conflicting_deal')";

fn offer() -> TableCreateStatement {
    Table::create()
        .table("offer")
        .col(pk_uuid("id"))
        .col(string_uniq("number"))
        .col(uuid("listing_id"))
        .col(big_integer("listing_version"))
        .col(uuid("buyer_id"))
        .col(uuid("seller_id"))
        .col(string("state").check(Expr::cust(STATES)))
        .col(string_null("turn").check(Expr::cust("turn IN ('buyer', 'seller')")))
        .col(integer("round").check(Expr::cust("round >= 1")))
        .col(string("right"))
        .col(big_integer("price_minor").check(Expr::cust("price_minor > 0")))
        .col(string("currency"))
        .col(json_binary("terms"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone("answer_due"))
        .col(big_integer("version"))
        .col(string_null("reason_code").check(Expr::cust(REASONS)))
        .col(text_null("reason_text"))
        .col(uuid_null("deal_id").unique_key())
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(Expr::cust("buyer_id <> seller_id"))
        .check(Expr::cust("(state = 'open') = (turn IS NOT NULL)"))
        .check(Expr::cust("(state = 'accepted') = (deal_id IS NOT NULL)"))
        .check(Expr::cust("(state = 'declined') = (reason_code IS NOT NULL)"))
        .foreign_key(ForeignKey::create().from("offer", "listing_id").to("listing", "id"))
        .foreign_key(ForeignKey::create().from("offer", "buyer_id").to("organisation", "id"))
        .foreign_key(ForeignKey::create().from("offer", "seller_id").to("organisation", "id"))
        .foreign_key(ForeignKey::create().from("offer", "deal_id").to("deal", "id"))
        .to_owned()
}

fn round() -> TableCreateStatement {
    Table::create()
        .table("offer_round")
        .col(uuid("offer_id"))
        .col(integer("seq").check(Expr::cust("seq >= 1")))
        .col(string("side").check(Expr::cust("side IN ('buyer', 'seller')")))
        .col(uuid("acted_by"))
        .col(uuid("account_id"))
        .col(big_integer("listing_version"))
        .col(string("right"))
        .col(big_integer("price_minor").check(Expr::cust("price_minor > 0")))
        .col(string("currency"))
        .col(json_binary("terms"))
        .col(text_null("message"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone("at"))
        .primary_key(Index::create().col("offer_id").col("seq"))
        .foreign_key(ForeignKey::create().from("offer_round", "offer_id").to("offer", "id"))
        .to_owned()
}

/// A thread that is over stays as it is, and never loses its rows.
fn settled(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres {
        "CREATE FUNCTION offer_settled() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN RAISE EXCEPTION 'an offer that is over does not change'; END $$; \
         CREATE TRIGGER offer_settled BEFORE UPDATE OR DELETE ON offer \
         FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION offer_settled();"
    } else {
        "CREATE TRIGGER offer_settled_update BEFORE UPDATE ON offer WHEN OLD.state <> 'open' \
         BEGIN SELECT RAISE(ABORT, 'an offer that is over does not change'); END; \
         CREATE TRIGGER offer_settled_delete BEFORE DELETE ON offer WHEN OLD.state <> 'open' \
         BEGIN SELECT RAISE(ABORT, 'an offer that is over does not change'); END;"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(offer()).await?;
        m.create_table(round()).await?;
        for (name, first, second) in [
            ("offer_listing", "listing_id", "state"),
            ("offer_buyer", "buyer_id", "id"),
            ("offer_seller", "seller_id", "id"),
            ("offer_expiry", "state", "expires_at"),
        ] {
            m.create_index(Index::create().name(name).table("offer").col(first).col(second).to_owned()).await?;
        }
        let db = m.get_connection();
        let backend = m.get_database_backend();
        db.execute_unprepared(settled(backend)).await?;
        db.execute_unprepared(&append_only(backend, "offer_round")).await?;
        Ok(())
    }
}
