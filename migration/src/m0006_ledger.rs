//! Ledger accounts, transfers, bank payments.
//!
//! Balances are kept by the database: triggers on the insertion of transfers move them, CHECKs refuse what is not
//! covered. Amounts are bounded so that no sum leaves 64 bits (SQLite would turn it into a floating-point number).

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::m0001_platform::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Each of the four sums of an account stays below 4·10¹⁸, so that two of them can be added.
const BOUNDS: &str = "debits_posted BETWEEN 0 AND 4000000000000000000 AND credits_posted BETWEEN 0 AND 4000000000000000000 \
     AND debits_pending BETWEEN 0 AND 4000000000000000000 AND credits_pending BETWEEN 0 AND 4000000000000000000";
const COVERED: &str = "CASE side WHEN 'credit' THEN debits_posted + debits_pending <= credits_posted \
     ELSE credits_posted + credits_pending <= debits_posted END";
/// 10¹⁵ minor units: ten trillion yuan.
const AMOUNT: &str = "amount BETWEEN 1 AND 1000000000000000";
const KINDS: &str = "CASE kind \
     WHEN 'plain' THEN pending_id IS NULL AND pending_amount IS NULL AND expires_at IS NULL \
     WHEN 'pending' THEN pending_id IS NULL AND pending_amount IS NULL \
     WHEN 'post' THEN pending_id IS NOT NULL AND pending_amount IS NOT NULL AND amount <= pending_amount AND expires_at IS NULL \
     WHEN 'void' THEN pending_id IS NOT NULL AND pending_amount IS NOT NULL AND amount = pending_amount AND expires_at IS NULL \
     ELSE 1 = 0 END";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        accounts(m).await?;
        transfers(m).await?;
        bank(m).await?;
        let backend = m.get_database_backend();
        let db = m.get_connection();
        db.execute_unprepared(&append_only(backend, "ledger_transfer")).await?;
        let triggers = if backend == DbBackend::Postgres { POSTGRES } else { SQLITE };
        db.execute_unprepared(triggers).await?;
        Ok(())
    }
}

async fn accounts(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("ledger_account")
            .col(pk_uuid("id"))
            .col(string("kind"))
            .col(string("owner"))
            .col(string("currency"))
            .col(string("side"))
            .col(big_integer("debits_posted"))
            .col(big_integer("credits_posted"))
            .col(big_integer("debits_pending"))
            .col(big_integer("credits_pending"))
            .col(timestamp_with_time_zone("created_at"))
            .check(("ledger_account_side", Expr::cust("side IN ('debit', 'credit')")))
            .check(("ledger_account_bounds", Expr::cust(BOUNDS)))
            .check(("ledger_account_covered", Expr::cust(COVERED)))
            // Transfers refer to account and currency together: both sides of one are of one currency.
            .index(Index::create().unique().name("ledger_account_currency").col("id").col("currency"))
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .unique()
            .name("ledger_account_key")
            .table("ledger_account")
            .col("kind")
            .col("owner")
            .col("currency")
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ledger_account_owner").table("ledger_account").col("owner").to_owned()).await
}

async fn transfers(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = |column: &'static str| {
        ForeignKey::create()
            .from("ledger_transfer", (column, "currency"))
            .to("ledger_account", ("id", "currency"))
            .to_owned()
    };
    m.create_table(
        Table::create()
            .table("ledger_transfer")
            .col(pk_uuid("id"))
            .col(string("kind"))
            .col(uuid("debit_account_id"))
            .col(uuid("credit_account_id"))
            .col(string("currency"))
            .col(big_integer("amount"))
            .col(uuid_null("pending_id"))
            .col(big_integer_null("pending_amount"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(string("purpose"))
            .col(string("subject"))
            .col(string_null("reason"))
            .col(timestamp_with_time_zone("created_at"))
            .check(("ledger_transfer_amount", Expr::cust(AMOUNT)))
            .check(("ledger_transfer_sides", Expr::cust("debit_account_id <> credit_account_id")))
            .check(("ledger_transfer_kind", Expr::cust(KINDS)))
            .foreign_key(&mut account("debit_account_id"))
            .foreign_key(&mut account("credit_account_id"))
            .to_owned(),
    )
    .await?;
    // A pending transfer is resolved once.
    let db = m.get_connection();
    db.execute_unprepared(
        "CREATE UNIQUE INDEX ledger_transfer_resolved ON ledger_transfer (pending_id) WHERE pending_id IS NOT NULL",
    )
    .await?;
    for (name, column) in
        [("ledger_transfer_debit", "debit_account_id"), ("ledger_transfer_credit", "credit_account_id")]
    {
        m.create_index(Index::create().name(name).table("ledger_transfer").col(column).col("id").to_owned()).await?;
    }
    m.create_table(
        Table::create()
            .table("ledger_pending")
            .col(uuid("transfer_id").primary_key())
            .col(timestamp_with_time_zone_null("expires_at"))
            .foreign_key(ForeignKey::create().from("ledger_pending", "transfer_id").to("ledger_transfer", "id"))
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ledger_pending_due").table("ledger_pending").col("expires_at").to_owned())
        .await
}

async fn bank(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("bank_expected")
            .col(string("reference").primary_key())
            .col(string("subject"))
            .col(uuid("payer_id"))
            .col(string("currency"))
            .col(big_integer("amount").check(Expr::cust(AMOUNT)))
            .col(string("state").check(Expr::cust("state IN ('open', 'paid', 'cancelled')")))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(ForeignKey::create().from("bank_expected", "payer_id").to("organisation", "id"))
            .to_owned(),
    )
    .await?;
    m.create_table(
        Table::create()
            .table("bank_payment")
            .col(pk_uuid("id"))
            .col(string("reference"))
            .col(string_null("payer_name"))
            .col(uuid_null("payer_id"))
            .col(string("currency"))
            .col(big_integer("amount").check(Expr::cust(AMOUNT)))
            .col(string("state").check(Expr::cust("state IN ('suspense', 'matched', 'refunded')")))
            .col(string_null("reason"))
            .col(string_null("matched_reference"))
            .col(string_null("subject"))
            .col(string_null("note"))
            .col(big_integer("version"))
            .col(timestamp_with_time_zone("received_at"))
            .col(timestamp_with_time_zone_null("resolved_at"))
            .col(uuid_null("resolved_by"))
            .check(Expr::cust("(state = 'matched') = (matched_reference IS NOT NULL)"))
            .check(Expr::cust("state <> 'suspense' OR reason IS NOT NULL"))
            .foreign_key(ForeignKey::create().from("bank_payment", "payer_id").to("organisation", "id"))
            .foreign_key(
                ForeignKey::create().from("bank_payment", "matched_reference").to("bank_expected", "reference"),
            )
            .to_owned(),
    )
    .await?;
    // What was expected is paid by one payment.
    let db = m.get_connection();
    db.execute_unprepared(
        "CREATE UNIQUE INDEX bank_payment_matched ON bank_payment (matched_reference) WHERE matched_reference IS NOT NULL",
    )
    .await?;
    m.create_index(
        Index::create().name("bank_payment_payer").table("bank_payment").col("payer_id").col("id").to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("bank_payment_state").table("bank_payment").col("state").col("id").to_owned())
        .await
}

/// SQLite: a trigger a kind, row by row. There is one writer, so the order of the two updates is all the same.
const SQLITE: &str = "
CREATE TRIGGER ledger_transfer_plain AFTER INSERT ON ledger_transfer WHEN NEW.kind = 'plain' BEGIN
    UPDATE ledger_account SET debits_posted = debits_posted + NEW.amount WHERE id = NEW.debit_account_id;
    UPDATE ledger_account SET credits_posted = credits_posted + NEW.amount WHERE id = NEW.credit_account_id;
END;
CREATE TRIGGER ledger_transfer_pending AFTER INSERT ON ledger_transfer WHEN NEW.kind = 'pending' BEGIN
    INSERT INTO ledger_pending (transfer_id, expires_at) VALUES (NEW.id, NEW.expires_at);
    UPDATE ledger_account SET debits_pending = debits_pending + NEW.amount WHERE id = NEW.debit_account_id;
    UPDATE ledger_account SET credits_pending = credits_pending + NEW.amount WHERE id = NEW.credit_account_id;
END;
CREATE TRIGGER ledger_transfer_resolving AFTER INSERT ON ledger_transfer WHEN NEW.pending_id IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'ledger_transfer_resolves') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_transfer p WHERE p.id = NEW.pending_id AND p.kind = 'pending'
        AND p.debit_account_id = NEW.debit_account_id AND p.credit_account_id = NEW.credit_account_id
        AND p.currency = NEW.currency AND p.amount = NEW.pending_amount
        AND (NEW.kind = 'void' OR p.expires_at IS NULL OR p.expires_at > NEW.created_at));
    DELETE FROM ledger_pending WHERE transfer_id = NEW.pending_id;
    UPDATE ledger_account SET debits_pending = debits_pending - NEW.pending_amount,
        debits_posted = debits_posted + iif(NEW.kind = 'post', NEW.amount, 0) WHERE id = NEW.debit_account_id;
    UPDATE ledger_account SET credits_pending = credits_pending - NEW.pending_amount,
        credits_posted = credits_posted + iif(NEW.kind = 'post', NEW.amount, 0) WHERE id = NEW.credit_account_id;
END;
CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OF id, kind, owner, currency, side ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger_account: who and what an account is does not change'); END;
CREATE TRIGGER ledger_account_kept BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger_account: accounts are kept'); END;
";

/// PostgreSQL: once a statement, with one update an account, the accounts locked in the order of their ids.
const POSTGRES: &str = "
-- Balances change all the time and no index holds them: with room in its page a row's next version stays beside it.
ALTER TABLE ledger_account SET (fillfactor = 50);
CREATE FUNCTION ledger_transfer_apply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM fresh n WHERE n.pending_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_transfer p WHERE p.id = n.pending_id AND p.kind = 'pending'
            AND p.debit_account_id = n.debit_account_id AND p.credit_account_id = n.credit_account_id
            AND p.currency = n.currency AND p.amount = n.pending_amount
            AND (n.kind = 'void' OR p.expires_at IS NULL OR p.expires_at > n.created_at)))
    THEN
        RAISE EXCEPTION 'ledger_transfer_resolves' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_resolves';
    END IF;
    PERFORM 1 FROM ledger_account
        WHERE id IN (SELECT debit_account_id FROM fresh UNION SELECT credit_account_id FROM fresh)
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE ledger_account a SET
        debits_posted = a.debits_posted + d.debits_posted, credits_posted = a.credits_posted + d.credits_posted,
        debits_pending = a.debits_pending + d.debits_pending, credits_pending = a.credits_pending + d.credits_pending
    FROM (
        SELECT id, sum(debits_posted)::bigint AS debits_posted, sum(credits_posted)::bigint AS credits_posted,
               sum(debits_pending)::bigint AS debits_pending, sum(credits_pending)::bigint AS credits_pending
        FROM (
            SELECT debit_account_id AS id,
                   CASE WHEN kind IN ('plain', 'post') THEN amount ELSE 0 END AS debits_posted, 0 AS credits_posted,
                   CASE WHEN kind = 'pending' THEN amount ELSE -coalesce(pending_amount, 0) END AS debits_pending,
                   0 AS credits_pending
            FROM fresh
            UNION ALL
            SELECT credit_account_id, 0, CASE WHEN kind IN ('plain', 'post') THEN amount ELSE 0 END, 0,
                   CASE WHEN kind = 'pending' THEN amount ELSE -coalesce(pending_amount, 0) END
            FROM fresh
        ) sides GROUP BY id
    ) d WHERE a.id = d.id;
    INSERT INTO ledger_pending (transfer_id, expires_at) SELECT id, expires_at FROM fresh WHERE kind = 'pending';
    DELETE FROM ledger_pending p USING fresh n WHERE p.transfer_id = n.pending_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_transfer_apply AFTER INSERT ON ledger_transfer
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfer_apply();
CREATE FUNCTION ledger_account_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'ledger_account: accounts are kept, and who and what one is does not change'; END $$;
CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OF id, kind, owner, currency, side ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_account_fixed();
CREATE TRIGGER ledger_account_kept BEFORE DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_account_fixed();
";
