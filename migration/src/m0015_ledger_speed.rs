//! PostgreSQL: the same rules of the ledger, cheaper to keep. SQLite keeps what it has.
//!
//! What a transfer cost (a profile of the backend): two foreign keys a fifth, each a query of its own that also wrote a
//! lock into the account's row; the CHECKs a fifth, whose expressions PostgreSQL reads from text anew for every
//! statement; the trigger's five statements a third. Hence:
//! - the trigger says itself that both accounts exist and are of the transfer's currency, which its update finds out
//!   anyway; accounts are neither deleted nor changed, so that is all that the foreign keys said;
//! - one transfer, by far the most common statement, moves both balances with one update;
//! - the long CHECKs are functions: a call is short to read, and a function's body is read once a connection.
//!
//! An event's id is unique in the log; the outbox, which it passes through, need not know.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        if m.get_database_backend() == DbBackend::Postgres {
            for sql in [KEYS, CHECKS, APPLY] {
                m.get_connection().execute_unprepared(sql).await?;
            }
        }
        Ok(())
    }
}

const KEYS: &str = "
ALTER TABLE event_outbox DROP CONSTRAINT event_outbox_id_key;
ALTER TABLE ledger_transfer
    DROP CONSTRAINT ledger_transfer_debit_account_id_currency_fkey,
    DROP CONSTRAINT ledger_transfer_credit_account_id_currency_fkey;
ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_currency;
-- The foreign keys also kept the accounts from being emptied at a stroke.
CREATE TRIGGER ledger_account_kept_all BEFORE TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_account_fixed();
";

/// Word for word what the CHECKs said before.
const CHECKS: &str = "
CREATE FUNCTION ledger_account_within(dp bigint, cp bigint, dr bigint, cr bigint) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN dp BETWEEN 0 AND 4000000000000000000 AND cp BETWEEN 0 AND 4000000000000000000
        AND dr BETWEEN 0 AND 4000000000000000000 AND cr BETWEEN 0 AND 4000000000000000000;
END $$;
CREATE FUNCTION ledger_account_covers(side varchar, dp bigint, cp bigint, dr bigint, cr bigint) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE side WHEN 'credit' THEN dp + dr <= cp ELSE cp + cr <= dp END;
END $$;
CREATE FUNCTION ledger_transfer_fits(kind varchar, amount bigint, pending_id uuid, pending_amount bigint,
                                     expires_at timestamptz) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE kind
        WHEN 'plain' THEN pending_id IS NULL AND pending_amount IS NULL AND expires_at IS NULL
        WHEN 'pending' THEN pending_id IS NULL AND pending_amount IS NULL
        WHEN 'post' THEN pending_id IS NOT NULL AND pending_amount IS NOT NULL AND amount <= pending_amount
                         AND expires_at IS NULL
        WHEN 'void' THEN pending_id IS NOT NULL AND pending_amount IS NOT NULL AND amount = pending_amount
                         AND expires_at IS NULL
        ELSE false END;
END $$;
ALTER TABLE ledger_account
    DROP CONSTRAINT ledger_account_bounds,
    ADD CONSTRAINT ledger_account_bounds
        CHECK (ledger_account_within(debits_posted, credits_posted, debits_pending, credits_pending)),
    DROP CONSTRAINT ledger_account_covered,
    ADD CONSTRAINT ledger_account_covered
        CHECK (ledger_account_covers(side, debits_posted, credits_posted, debits_pending, credits_pending));
ALTER TABLE ledger_transfer
    DROP CONSTRAINT ledger_transfer_kind,
    ADD CONSTRAINT ledger_transfer_kind
        CHECK (ledger_transfer_fits(kind, amount, pending_id, pending_amount, expires_at));
";

/// Once a statement. The accounts are locked in the order of their ids, so that statements never wait for each other in a
/// circle: without scans of the table or of bitmaps, every plan left reads them in the order of their key.
const APPLY: &str = "
CREATE OR REPLACE FUNCTION ledger_transfer_apply() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    made bigint; resolving bigint; reserving bigint; wanted bigint; touched bigint;
    one ledger_transfer; posted bigint; pending bigint;
BEGIN
    SELECT count(*), count(pending_id), count(*) FILTER (WHERE kind = 'pending')
        INTO made, resolving, reserving FROM fresh;
    IF made = 0 THEN
        RETURN NULL;
    END IF;
    IF resolving > 0 THEN
        IF EXISTS (
            SELECT 1 FROM fresh n WHERE n.pending_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM ledger_transfer p WHERE p.id = n.pending_id AND p.kind = 'pending'
                AND p.debit_account_id = n.debit_account_id AND p.credit_account_id = n.credit_account_id
                AND p.currency = n.currency AND p.amount = n.pending_amount
                AND (n.kind = 'void' OR p.expires_at IS NULL OR p.expires_at > n.created_at)))
        THEN
            RAISE EXCEPTION 'ledger_transfer_resolves'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_resolves';
        END IF;
    END IF;
    IF made = 1 THEN
        wanted := 2;
        SELECT * INTO one FROM fresh;
        posted := CASE WHEN one.kind IN ('plain', 'post') THEN one.amount ELSE 0 END;
        pending := CASE WHEN one.kind = 'pending' THEN one.amount ELSE -coalesce(one.pending_amount, 0) END;
        UPDATE ledger_account SET
            debits_posted = debits_posted + CASE WHEN id = one.debit_account_id THEN posted ELSE 0 END,
            credits_posted = credits_posted + CASE WHEN id = one.credit_account_id THEN posted ELSE 0 END,
            debits_pending = debits_pending + CASE WHEN id = one.debit_account_id THEN pending ELSE 0 END,
            credits_pending = credits_pending + CASE WHEN id = one.credit_account_id THEN pending ELSE 0 END
        WHERE id IN (one.debit_account_id, one.credit_account_id) AND currency = one.currency;
    ELSE
        SELECT count(*) INTO wanted FROM (
            SELECT debit_account_id, currency FROM fresh UNION SELECT credit_account_id, currency FROM fresh) sides;
        UPDATE ledger_account a SET
            debits_posted = a.debits_posted + d.debits_posted, credits_posted = a.credits_posted + d.credits_posted,
            debits_pending = a.debits_pending + d.debits_pending, credits_pending = a.credits_pending + d.credits_pending
        FROM (
            SELECT id, currency,
                   sum(debits_posted)::bigint AS debits_posted, sum(credits_posted)::bigint AS credits_posted,
                   sum(debits_pending)::bigint AS debits_pending, sum(credits_pending)::bigint AS credits_pending
            FROM (
                SELECT debit_account_id AS id, currency,
                       CASE WHEN kind IN ('plain', 'post') THEN amount ELSE 0 END AS debits_posted, 0 AS credits_posted,
                       CASE WHEN kind = 'pending' THEN amount ELSE -coalesce(pending_amount, 0) END AS debits_pending,
                       0 AS credits_pending
                FROM fresh
                UNION ALL
                SELECT credit_account_id, currency, 0, CASE WHEN kind IN ('plain', 'post') THEN amount ELSE 0 END, 0,
                       CASE WHEN kind = 'pending' THEN amount ELSE -coalesce(pending_amount, 0) END
                FROM fresh
            ) sides GROUP BY id, currency ORDER BY id
        ) d WHERE a.id = d.id AND a.currency = d.currency;
    END IF;
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched <> wanted THEN
        RAISE EXCEPTION 'ledger_transfer_accounts'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'ledger_transfer_accounts';
    END IF;
    IF reserving > 0 THEN
        INSERT INTO ledger_pending (transfer_id, expires_at) SELECT id, expires_at FROM fresh WHERE kind = 'pending';
    END IF;
    IF resolving > 0 THEN
        DELETE FROM ledger_pending p USING fresh n WHERE p.transfer_id = n.pending_id;
    END IF;
    RETURN NULL;
END $$;
";
