//! Deals: transitions, events, heads, charges, documents, reminders.
//!
//! The database refuses illegal moves. An event refers to its arrow (`deal_transition`) and to its predecessor; the head
//! (`deal`) refers to its newest event and is moved by a trigger when an event is inserted, never otherwise. All keys are
//! immediate: an illegal write fails in its own savepoint.
//!
//! A deal begins with three inserts, in this order: the root event (seq 0, its own predecessor, so that no key column
//! needs NULL), the head at version 0, the event `open`. From then on inserting an event is the only write.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::m0001_platform::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The arrows as they were when this file was frozen; a later arrow comes with a later migration.
const TRANSITIONS: &[(&str, &str, &str)] = &[
    ("none", "root", "none"),
    ("none", "open", "contract"),
    ("contract", "put_contract", "contract"),
    ("contract", "sign", "contract"),
    ("contract", "conclude", "funding"),
    ("contract", "cancel", "cancelled"),
    ("contract", "expire", "cancelled"),
    ("funding", "receive", "recordal"),
    ("funding", "receive", "acceptance"),
    ("funding", "cancel", "cancelled"),
    ("funding", "expire", "cancelled"),
    ("recordal", "file", "recordal"),
    ("recordal", "confirm_recordal", "acceptance"),
    ("recordal", "dispute", "disputed"),
    ("acceptance", "deliver", "acceptance"),
    ("acceptance", "extend", "acceptance"),
    ("acceptance", "accept", "release"),
    ("acceptance", "dispute", "disputed"),
    ("release", "release", "closed"),
    ("release", "dispute", "disputed"),
    ("disputed", "add_evidence", "disputed"),
    ("disputed", "propose_ruling", "disputed"),
    ("disputed", "confirm_ruling", "closed"),
    ("disputed", "confirm_ruling", "refunded"),
    ("disputed", "withdraw_dispute", "recordal"),
    ("disputed", "withdraw_dispute", "acceptance"),
    ("disputed", "withdraw_dispute", "release"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        transitions(m).await?;
        events(m).await?;
        heads(m).await?;
        charges(m).await?;
        documents(m).await?;
        reminders(m).await?;
        let backend = m.get_database_backend();
        let db = m.get_connection();
        for table in ["deal_transition", "deal_event", "deal_charge", "deal_document"] {
            db.execute_unprepared(&append_only(backend, table)).await?;
        }
        db.execute_unprepared(if backend == DbBackend::Postgres { POSTGRES } else { SQLITE }).await?;
        Ok(())
    }
}

async fn transitions(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("deal_transition")
            .col(string("from_stage"))
            .col(string("action"))
            .col(string("to_stage"))
            .primary_key(Index::create().col("from_stage").col("action").col("to_stage"))
            .to_owned(),
    )
    .await?;
    let mut seed = Query::insert();
    seed.into_table("deal_transition").columns(["from_stage", "action", "to_stage"]);
    for (from, action, to) in TRANSITIONS.iter().copied() {
        seed.values_panic([from.into(), action.into(), to.into()]);
    }
    m.execute(seed).await
}

async fn events(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("deal_event")
            .col(uuid("deal_id"))
            .col(big_integer("seq"))
            .col(big_integer("prev_seq"))
            .col(string("from_stage"))
            .col(string("action"))
            .col(string("to_stage"))
            .col(string("party"))
            .col(uuid_null("account_id"))
            .col(uuid_null("organisation_id"))
            .col(timestamp_with_time_zone("at"))
            .col(json_binary("facts"))
            .col(timestamp_with_time_zone_null("deadline"))
            .col(string_null("at_deadline").check(Expr::cust("at_deadline IN ('expire', 'accept')")))
            .primary_key(Index::create().col("deal_id").col("seq"))
            .index(Index::create().unique().name("deal_event_stage").col("deal_id").col("seq").col("to_stage"))
            .check((
                "deal_event_order",
                Expr::cust("(seq > 0 AND prev_seq = seq - 1) OR (seq = 0 AND prev_seq = 0 AND from_stage = 'none')"),
            ))
            .check(("deal_event_root", Expr::cust("(seq = 0) = (action = 'root')")))
            .check(("deal_event_clock", Expr::cust("at_deadline IS NULL OR deadline IS NOT NULL")))
            .foreign_key(
                ForeignKey::create()
                    .name("deal_event_arrow")
                    .from("deal_event", ("from_stage", "action", "to_stage"))
                    .to("deal_transition", ("from_stage", "action", "to_stage")),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("deal_event_predecessor")
                    .from("deal_event", ("deal_id", "prev_seq", "from_stage"))
                    .to("deal_event", ("deal_id", "seq", "to_stage")),
            )
            .to_owned(),
    )
    .await
}

async fn heads(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let organisation =
        |column: &'static str| ForeignKey::create().from("deal", column).to("organisation", "id").to_owned();
    m.create_table(
        Table::create()
            .table("deal")
            .col(pk_uuid("id"))
            .col(string_uniq("number"))
            .col(string_uniq("origin"))
            .col(big_integer("origin_version"))
            .col(uuid("listing_id"))
            .col(big_integer("listing_version"))
            .col(uuid("seller_id"))
            .col(uuid("buyer_id"))
            .col(string("right"))
            .col(string("filing"))
            .col(boolean("recordal_required"))
            .col(big_integer("price").check(Expr::cust("price BETWEEN 1 AND 1000000000000000")))
            .col(string("currency"))
            .col(json_binary("terms"))
            .col(string("rule_pack"))
            .col(string_uniq("reference"))
            .col(timestamp_with_time_zone("opened_at"))
            .col(big_integer("version"))
            .col(string("stage"))
            .col(timestamp_with_time_zone_null("deadline"))
            .col(string_null("at_deadline"))
            .check(("deal_sides", Expr::cust("seller_id <> buyer_id")))
            .foreign_key(&mut organisation("seller_id"))
            .foreign_key(&mut organisation("buyer_id"))
            .foreign_key(ForeignKey::create().from("deal", "listing_id").to("listing", "id"))
            .foreign_key(
                ForeignKey::create()
                    .name("deal_head")
                    .from("deal", ("id", "version", "stage"))
                    .to("deal_event", ("deal_id", "seq", "to_stage")),
            )
            .to_owned(),
    )
    .await?;
    for (name, column) in [("deal_seller", "seller_id"), ("deal_buyer", "buyer_id"), ("deal_listing", "listing_id")] {
        m.create_index(Index::create().name(name).table("deal").col(column).col("id").to_owned()).await?;
    }
    m.create_index(Index::create().name("deal_stage").table("deal").col("stage").col("id").to_owned()).await?;
    let db = m.get_connection();
    // What the clock looks for.
    db.execute_unprepared("CREATE INDEX deal_due ON deal (deadline) WHERE at_deadline IS NOT NULL").await?;
    Ok(())
}

async fn charges(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("deal_charge")
            .col(uuid("deal_id"))
            .col(integer("line"))
            .col(string("kind").check(Expr::cust("kind IN ('fee', 'commission')")))
            .col(string_null("side").check(Expr::cust("side IN ('supply', 'demand')")))
            .col(uuid("payer_id"))
            .col(uuid_null("payee_id"))
            .col(uuid_null("mandate_id"))
            .col(integer("bps").check(Expr::cust("bps BETWEEN 0 AND 10000")))
            .col(big_integer_null("min").check(Expr::cust("min >= 0")))
            .col(big_integer_null("max").check(Expr::cust("max >= 0")))
            .primary_key(Index::create().col("deal_id").col("line"))
            .index(Index::create().unique().name("deal_charge_side").col("deal_id").col("side"))
            .check(Expr::cust("(kind = 'commission') = (side IS NOT NULL)"))
            .check(Expr::cust("(kind = 'commission') = (payee_id IS NOT NULL)"))
            .check(Expr::cust("(kind = 'commission') = (mandate_id IS NOT NULL)"))
            .foreign_key(ForeignKey::create().from("deal_charge", "deal_id").to("deal", "id"))
            .foreign_key(ForeignKey::create().from("deal_charge", "payer_id").to("organisation", "id"))
            .foreign_key(ForeignKey::create().from("deal_charge", "payee_id").to("organisation", "id"))
            .foreign_key(ForeignKey::create().from("deal_charge", "mandate_id").to("mandate", "id"))
            .to_owned(),
    )
    .await
}

async fn documents(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("deal_document")
            .col(pk_uuid("id"))
            .col(uuid("deal_id"))
            .col(string("kind"))
            .col(string("stage"))
            .col(string("name"))
            .col(string("media_type"))
            .col(big_integer("size").check(Expr::cust("size >= 0")))
            .col(string("sha256"))
            .col(string("blob_key"))
            .col(uuid_null("account_id"))
            .col(uuid("organisation_id"))
            .col(timestamp_with_time_zone("at"))
            .check(Expr::cust("kind IN ('contract', 'filing', 'delivery', 'evidence', 'other')"))
            .foreign_key(ForeignKey::create().from("deal_document", "deal_id").to("deal", "id"))
            .foreign_key(ForeignKey::create().from("deal_document", "organisation_id").to("organisation", "id"))
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create().name("deal_document_deal").table("deal_document").col("deal_id").col("id").to_owned(),
    )
    .await
}

async fn reminders(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("deal_reminder")
            .col(uuid("deal_id"))
            .col(timestamp_with_time_zone("deadline"))
            .col(integer("days"))
            .col(timestamp_with_time_zone("due_at"))
            .col(timestamp_with_time_zone_null("sent_at"))
            .primary_key(Index::create().col("deal_id").col("deadline").col("days"))
            .foreign_key(ForeignKey::create().from("deal_reminder", "deal_id").to("deal", "id"))
            .to_owned(),
    )
    .await?;
    let db = m.get_connection();
    db.execute_unprepared("CREATE INDEX deal_reminder_due ON deal_reminder (due_at) WHERE sent_at IS NULL").await?;
    Ok(())
}

/// SQLite. `IS` compares NULLs too.
const SQLITE: &str = "
CREATE TRIGGER deal_transition_fixed BEFORE INSERT ON deal_transition
BEGIN SELECT RAISE(ABORT, 'deal_transition: arrows come by migration'); END;

CREATE TRIGGER deal_event_root BEFORE INSERT ON deal_event WHEN NEW.seq = 0 BEGIN
    SELECT RAISE(ABORT, 'deal_event: the deal has a head already')
    WHERE EXISTS (SELECT 1 FROM deal WHERE id = NEW.deal_id);
END;
CREATE TRIGGER deal_event_follows BEFORE INSERT ON deal_event WHEN NEW.seq > 0 BEGIN
    SELECT RAISE(ABORT, 'deal_event: the head stands elsewhere')
    WHERE NOT EXISTS (
        SELECT 1 FROM deal WHERE id = NEW.deal_id AND version = NEW.prev_seq AND stage = NEW.from_stage);
    SELECT RAISE(ABORT, 'deal_event: recordal is decided by the rule pack')
    WHERE NEW.action = 'receive' AND NOT EXISTS (
        SELECT 1 FROM deal WHERE id = NEW.deal_id AND recordal_required = (NEW.to_stage = 'recordal'));
    SELECT RAISE(ABORT, 'deal_event: a dispute returns to where it came from')
    WHERE NEW.action = 'withdraw_dispute' AND NEW.to_stage IS NOT (
        SELECT from_stage FROM deal_event WHERE deal_id = NEW.deal_id AND action = 'dispute' ORDER BY seq DESC LIMIT 1);
END;
CREATE TRIGGER deal_event_moves AFTER INSERT ON deal_event WHEN NEW.seq > 0 BEGIN
    UPDATE deal SET version = NEW.seq, stage = NEW.to_stage, deadline = NEW.deadline, at_deadline = NEW.at_deadline
    WHERE id = NEW.deal_id;
END;

CREATE TRIGGER deal_begins BEFORE INSERT ON deal WHEN NEW.version <> 0 OR NEW.stage <> 'none' BEGIN
    SELECT RAISE(ABORT, 'deal: a head begins at its root');
END;
CREATE TRIGGER deal_head_backed BEFORE UPDATE OF version, stage, deadline, at_deadline ON deal BEGIN
    SELECT RAISE(ABORT, 'deal: only an event moves the head')
    WHERE NOT EXISTS (
        SELECT 1 FROM deal_event e WHERE e.deal_id = OLD.id AND e.seq = NEW.version AND e.to_stage = NEW.stage
        AND e.prev_seq = OLD.version AND e.from_stage = OLD.stage AND e.seq > 0
        AND e.deadline IS NEW.deadline AND e.at_deadline IS NEW.at_deadline);
END;
CREATE TRIGGER deal_fixed BEFORE UPDATE OF id, number, origin, origin_version, listing_id, listing_version, seller_id,
    buyer_id, \"right\", filing, recordal_required, price, currency, terms, rule_pack, reference, opened_at ON deal
BEGIN SELECT RAISE(ABORT, 'deal: what was agreed does not change'); END;
CREATE TRIGGER deal_kept BEFORE DELETE ON deal BEGIN SELECT RAISE(ABORT, 'deal: deals are kept'); END;

CREATE TRIGGER deal_charge_early BEFORE INSERT ON deal_charge BEGIN
    SELECT RAISE(ABORT, 'deal_charge: charges are fixed when the deal opens')
    WHERE NOT EXISTS (SELECT 1 FROM deal WHERE id = NEW.deal_id AND version = 0);
END;
";

/// PostgreSQL. The look at the head locks it, so two events never follow the same one.
const POSTGRES: &str = "
CREATE FUNCTION deal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER deal_transition_fixed BEFORE INSERT ON deal_transition
    FOR EACH ROW EXECUTE FUNCTION deal_refuse('deal_transition: arrows come by migration');

CREATE FUNCTION deal_event_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head record;
    origin text;
BEGIN
    SELECT version, stage, recordal_required INTO head FROM deal WHERE id = NEW.deal_id FOR UPDATE;
    IF NEW.seq = 0 THEN
        IF FOUND THEN RAISE EXCEPTION 'deal_event: the deal has a head already'; END IF;
        RETURN NEW;
    END IF;
    IF NOT FOUND OR head.version <> NEW.prev_seq OR head.stage <> NEW.from_stage THEN
        RAISE EXCEPTION 'deal_event: the head stands elsewhere';
    END IF;
    IF NEW.action = 'receive' AND head.recordal_required <> (NEW.to_stage = 'recordal') THEN
        RAISE EXCEPTION 'deal_event: recordal is decided by the rule pack';
    END IF;
    IF NEW.action = 'withdraw_dispute' THEN
        SELECT from_stage INTO origin FROM deal_event
            WHERE deal_id = NEW.deal_id AND action = 'dispute' ORDER BY seq DESC LIMIT 1;
        IF origin IS DISTINCT FROM NEW.to_stage THEN
            RAISE EXCEPTION 'deal_event: a dispute returns to where it came from';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deal_event_before BEFORE INSERT ON deal_event FOR EACH ROW EXECUTE FUNCTION deal_event_before();

CREATE FUNCTION deal_event_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE deal SET version = NEW.seq, stage = NEW.to_stage, deadline = NEW.deadline, at_deadline = NEW.at_deadline
        WHERE id = NEW.deal_id;
    RETURN NULL;
END $$;
CREATE TRIGGER deal_event_after AFTER INSERT ON deal_event
    FOR EACH ROW WHEN (NEW.seq > 0) EXECUTE FUNCTION deal_event_after();

CREATE TRIGGER deal_begins BEFORE INSERT ON deal
    FOR EACH ROW WHEN (NEW.version <> 0 OR NEW.stage <> 'none')
    EXECUTE FUNCTION deal_refuse('deal: a head begins at its root');
CREATE FUNCTION deal_head_backed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM deal_event e WHERE e.deal_id = OLD.id AND e.seq = NEW.version AND e.to_stage = NEW.stage
        AND e.prev_seq = OLD.version AND e.from_stage = OLD.stage AND e.seq > 0
        AND e.deadline IS NOT DISTINCT FROM NEW.deadline AND e.at_deadline IS NOT DISTINCT FROM NEW.at_deadline)
    THEN
        RAISE EXCEPTION 'deal: only an event moves the head';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deal_head_backed BEFORE UPDATE OF version, stage, deadline, at_deadline ON deal
    FOR EACH ROW EXECUTE FUNCTION deal_head_backed();
CREATE TRIGGER deal_fixed BEFORE UPDATE OF id, number, origin, origin_version, listing_id, listing_version, seller_id,
    buyer_id, \"right\", filing, recordal_required, price, currency, terms, rule_pack, reference, opened_at ON deal
    FOR EACH ROW EXECUTE FUNCTION deal_refuse('deal: what was agreed does not change');
CREATE TRIGGER deal_kept BEFORE DELETE ON deal
    FOR EACH ROW EXECUTE FUNCTION deal_refuse('deal: deals are kept');

CREATE FUNCTION deal_charge_early() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM deal WHERE id = NEW.deal_id AND version = 0) THEN
        RAISE EXCEPTION 'deal_charge: charges are fixed when the deal opens';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deal_charge_early BEFORE INSERT ON deal_charge FOR EACH ROW EXECUTE FUNCTION deal_charge_early();
";
